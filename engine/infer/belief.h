// Belief: how probable each commit is to be the culprit, and that none of them is, given all that the tests
// showed. Where the deduction takes every verdict at face value, this takes none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/infer/belief_input.h"

namespace rebisect {

// Commits that the log cannot tell apart, as one.
struct Suspect {
  std::size_t of_class = 0;  // in BeliefInput::classes
  double p = 0;              // of the class altogether
  double p_each = 0;         // of its most probable commit
  std::uint64_t class_size = 0;
  // One that stands for it: the most probable, the newest of these. Absent on a line, where `test` may name
  // it.
  std::optional<CommitIndex> commit;
  std::optional<std::size_t> test;  // in BeliefInput::tests: of the newest commit, where that was tested

  friend bool operator==(const Suspect&, const Suspect&) = default;
};

// A set of suspects that holds so much of the probability.
struct CredibleSet {
  double share;
  // The fewest commits; "older", "newer" and "mixed" count as one each.
  std::uint64_t commits;

  friend bool operator==(const CredibleSet&, const CredibleSet&) = default;
};

struct Belief {
  std::vector<double> classes;  // of each class altogether
  // The bug is at every test, the good ends too: older than the range; of a fix: not fixed within it.
  double p_older = 0;
  double p_newer = 0;  // it came after the newest commit of the history that the log names; 0 where it cannot
  double p_mixed = 0;  // the crashes are different bugs, and no one commit brought them
  double log_evidence = 0;  // of all that was observed, up to a constant that depends on the titles alone
  double entropy_bits = 0;  // over commits, older, newer and mixed
  std::array<CredibleSet, 3> credible{{{0.5, 0}, {0.9, 0}, {0.95, 0}}};
  // Of each test: that the bug is there; and, where there is a verdict, that it is false.
  std::vector<double> present;
  std::vector<std::optional<double>> verdict_false;
  std::vector<double> group_same;  // of each weighed group of foreign titles: that it is the bug
  bool linear_assumption = false;
  std::vector<std::string> notes;  // what a reader should know; lower case, no full stop

  friend bool operator==(const Belief&, const Belief&) = default;
};

// Needs a class at least. Cost: see likelihoods().
Belief infer_belief(const BeliefInput& input, const BeliefSettings& settings);

// The hypotheses with each choice for the titles, apart: what the belief is a summary of.
struct Posterior {
  struct Part {
    std::uint32_t same = 0;  // bit i: group i of foreign titles is the bug
    // Given everything: of each class, then of older, newer and mixed.
    std::vector<double> hypotheses;
    std::vector<double> mixed_present;  // by test: that the bug is there, if mixed
  };
  std::size_t groups = 0;   // so many are weighed together
  std::vector<Part> parts;  // all probabilities add up to 1
};
Posterior posterior(const BeliefInput& input, const BeliefSettings& settings);

// Natural logarithm of the odds of "older" against the candidates altogether, before any test.
double older_log_odds(const BeliefInput& input, const BeliefSettings& settings);

// Of one candidate; 0 for any other commit.
double probability_of(const Belief& belief, const BeliefInput& input, CommitIndex commit);

// Of the newest commit of a class, where a test stands there: for a line, which has no other names.
double probability_at_test(const Belief& belief, const BeliefInput& input, std::size_t test);

// The classes, most probable first; equals in the order of history. At most `limit`.
std::vector<Suspect> suspects(const Belief& belief, const BeliefInput& input, std::size_t limit);

}  // namespace rebisect
