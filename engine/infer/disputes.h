// Disputes: verdicts that may be false.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/infer/belief.h"

namespace rebisect {

struct Dispute {
  enum class Kind { false_good, false_bad };  // in git's words

  std::size_t test = 0;  // in BeliefInput::tests
  Kind kind = Kind::false_good;
  double p = 0;  // that the verdict is false
  // That it is the root: one that is false, and that others followed into the wrong half. A search that has
  // taken a false good verdict goes on among newer commits, so of several false ones the oldest is the root;
  // of false bad ones the newest.
  double p_root = 0;

  friend bool operator==(const Dispute&, const Dispute&) = default;
};

// All verdicts that are false with at least this probability, the most probable root first; then by p, then
// in the order of the tests. Whether a verdict is false is not said of `mixed`, where no commit is the
// culprit: it counts in p by what the test shows alone, and not in p_root. O(classes * tests).
std::vector<Dispute> disputes(const BeliefInput& input, const Belief& belief, double at_least);

// The probability that no verdict is false.
double all_verdicts_true(const BeliefInput& input, const Belief& belief);

// The fewest verdicts that must be turned for another result than theirs: places in BeliefInput::tests. Of
// several such sets the one whose result is most probable. Empty where no other result can be had.
// O(classes * tests).
std::vector<std::size_t> fewest_flips(const BeliefInput& input, const Belief& belief);

}  // namespace rebisect
