#include "engine/infer/emission.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "engine/base/logspace.h"

namespace rebisect {
namespace {

// More runs of one test tell nothing more: the rate differs between tests by much more than they leave open.
// The probability of so many is still a double (2^-1000).
constexpr std::uint32_t kMostRunsWeighed = 1000;

// The same share of crashes among fewer runs. A single crash stays one, and a single run without.
std::pair<std::uint32_t, std::uint32_t> as_few(std::uint32_t crashes, std::uint32_t ok) {
  const std::uint64_t runs = std::uint64_t{crashes} + ok;
  if (runs <= kMostRunsWeighed) return {crashes, ok};
  const auto scaled = static_cast<std::uint32_t>(std::uint64_t{crashes} * kMostRunsWeighed / runs);
  const std::uint32_t least = crashes > 0 ? 1 : 0;
  const std::uint32_t most = kMostRunsWeighed - (ok > 0 ? 1 : 0);
  const std::uint32_t kept = std::clamp(scaled, least, most);
  return {kept, kMostRunsWeighed - kept};
}

}  // namespace

std::array<RatePoint, kRatePoints> rate_grid(const BeliefSettings& settings) {
  constexpr double kMeans[] = {0.12, 0.4, 0.7, 0.93, 0.99};
  constexpr double kSizes[] = {1.5, 12};
  std::array<RatePoint, kRatePoints> grid{};
  double all = 0;
  std::size_t next = 0;
  for (const double mean : kMeans) {
    for (const double size : kSizes) {
      const double steady = size == kSizes[1] ? settings.rate_steady : 1;
      const double weight =
          std::pow(mean, settings.rate_high) * std::pow(1 - mean, settings.rate_low) * steady;
      grid[next++] = {mean, size, weight};
      all += weight;
    }
  }
  for (RatePoint& point : grid) point.weight /= all;
  return grid;
}

Emission emission(std::uint32_t crashes, std::uint32_t ok, BeliefTest::Place place,
                  const BeliefSettings& settings) {
  std::tie(crashes, ok) = as_few(crashes, ok);
  const double clean = crashes == 0 ? 1 : 0;
  const double blind = place == BeliefTest::Place::release ? settings.blind_release : settings.blind_in_range;
  const std::array<RatePoint, kRatePoints> grid = rate_grid(settings);
  Emission result;
  for (std::size_t k = 0; k < kRatePoints; ++k) {
    const double shows =
        beta_binomial(grid[k].mean * grid[k].size, (1 - grid[k].mean) * grid[k].size, crashes, ok);
    result.present_clear[k] = (1 - blind) * shows + blind * clean;
    result.present_blind[k] = (1 - settings.blind_inside) * shows + settings.blind_inside * clean;
  }
  const double false_crashes = beta_binomial(kFalseCrashes, kFalseOks, crashes, ok);
  result.absent_clear = (1 - settings.false_crash) * clean + settings.false_crash * false_crashes;
  result.absent_false = (1 - settings.false_inside) * clean + settings.false_inside * false_crashes;
  return result;
}

}  // namespace rebisect
