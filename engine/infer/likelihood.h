// Likelihood: how probable everything that was observed is under each hypothesis. docs/evidence.md has the
// model with its formulas; this computes it, class by class.
//
// Two things make tests of one log depend on each other. The rate of the bug differs from commit to commit
// around a mean and with a spread that the tests of a log share (rate_grid() in engine/infer/emission.h). And
// there are stretches of history where the bug cannot show, or where its title shows without it: two-state
// Markov chains along the tests' positions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/infer/belief_input.h"

namespace rebisect {

// One choice of "is the bug" or "is another bug" for each of the first groups of foreign titles.
struct Reading {
  std::uint32_t same = 0;  // bit i: group i is the bug
  double log_prior = 0;
  // Natural logarithms; all up to one constant.
  std::vector<double> classes;
  double everywhere = 0;  // the bug is at every test
  double nowhere = 0;
  double mixed = 0;
  std::vector<double> mixed_present;  // by test: that the bug is there, given the observations and `mixed`
};

struct Likelihoods {
  std::size_t groups = 0;         // so many groups were weighed together; the others one test at a time
  std::vector<Reading> readings;  // 2 ^ groups
};

// O(2^groups * classes * tests). Very long logs with many titles get fewer groups. The same, but for the last
// digits, for any order of the tests, and exactly the same on every machine with the same arithmetic.
Likelihoods likelihoods(const BeliefInput& input, const BeliefSettings& settings);

}  // namespace rebisect
