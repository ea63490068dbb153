// SuiteResult: all that was found by playing the scenarios of one suite.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/simulate/baseline.h"
#include "engine/simulate/evaluate.h"

namespace rebisect {

struct SuiteResult {
  std::string suite;
  std::string why;
  std::vector<Evaluation> evaluations;                // one for each scenario, in their order
  std::optional<std::vector<Comparison>> compared{};  // with a baseline: one for each score, in their order
};

// What later runs are held against.
Baseline baseline_of(const SuiteResult& result);

// What a suite says as a whole: no where an expectation fails or a strategy has become worse; undecided where
// an expectation needs more trials, or a baseline has nothing to compare a row with.
Held outcome_of(const SuiteResult& result);

// How many expectations and comparisons came out so.
struct HeldCounts {
  std::size_t held = 0;
  std::size_t failed = 0;
  std::size_t undecided = 0;
};
HeldCounts expectations_of(const SuiteResult& result);
HeldCounts comparisons_of(const SuiteResult& result);

// "STRATEGY in SUITE/SCENARIO: what is wrong", for each expectation that does not hold and each row that
// became worse; nothing of what is undecided.
std::vector<std::string> failures_of(const SuiteResult& result);
// The same of what is undecided.
std::vector<std::string> doubts_of(const SuiteResult& result);

// "right 95.0 % of 1000 before, now 90.1 %; 52 trials lost, 3 won (p 2.1e-12, after Holm 8.4e-12)".
std::string difference_text(const Comparison& comparison);

}  // namespace rebisect
