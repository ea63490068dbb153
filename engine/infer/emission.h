// Emission: how probable the outcome of one test is, by itself. docs/evidence.md has the formulas.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/infer/belief_input.h"

namespace rebisect {

// Where the bug is, a test's rate of crashes is Beta(mean * size, (1 - mean) * size): the smaller the size,
// the more rates differ.
struct RatePoint {
  double mean;
  double size;
  double weight;  // before any test; they add up to 1
};
inline constexpr std::size_t kRatePoints = 10;
std::array<RatePoint, kRatePoints> rate_grid(const BeliefSettings& settings);

// Where the bug is not and its title shows all the same: half of the runs, and anything is possible. The
// parameters of the Beta distribution of the rate.
inline constexpr double kFalseCrashes = 0.5;
inline constexpr double kFalseOks = 2;

// How probable one test's outcome is, in each state of the two chains. `spread` where the bug is: by point of
// the grid.
struct Emission {
  std::array<double, kRatePoints> present_clear{};
  std::array<double, kRatePoints> present_blind{};
  double absent_clear = 0;
  double absent_false = 0;
};
// Of a test with so many crashes that are taken as the bug's.
Emission emission(std::uint32_t crashes, std::uint32_t ok, BeliefTest::Place place,
                  const BeliefSettings& settings);

}  // namespace rebisect
