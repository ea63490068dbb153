// OwnTest: a test that a person ran beside the log's and adds to its evidence.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// "COMMIT=CRASHES/RUNS"
struct OwnTest {
  Revision commit;
  std::uint32_t crashes = 0;
  std::uint32_t runs = 0;  // at least 1, at least `crashes`, at most kMostOwnRuns

  friend bool operator==(const OwnTest&, const OwnTest&) = default;
};

inline constexpr std::uint32_t kMostOwnRuns = 100'000;

// Fails (usage), naming what is wrong with the text.
Result<OwnTest> parse_own_test(std::string_view text);

// The log with a step for each test at its end. They carry Step::own and no verdict: git was told nothing
// about them. A crash of theirs is of the bug, so it has no title.
BisectionLog with_own_tests(const BisectionLog& log, const std::vector<OwnTest>& tests);

}  // namespace rebisect
