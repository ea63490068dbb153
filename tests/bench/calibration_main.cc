// Is the belief right as often as it says? Worlds drawn from its own model on the benchmarks' history, with
// the settings that people get.
//
//     calibration [WORLDS [COMMITS]]
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "tests/bench/bench_history.h"
#include "tests/support/belief_by_definition.h"
#include "tests/support/drawn_world.h"

int main(int argc, char** argv) {
  using namespace rebisect;
  const unsigned long worlds = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 5000;
  const auto commits = static_cast<std::uint32_t>(argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 2000);
  const bench::Ends ends = bench::ends_of_range(commits);
  const BeliefSettings settings = testing::default_belief_settings();
  const testing::WorldRange range =
      testing::world_range(bench::bench_history().graph, ends.bad, ends.good, settings);
  std::vector<testing::Prediction> predictions;
  std::vector<testing::Prediction> claims;
  for (unsigned long world = 0; world < worlds; ++world) {
    const std::vector<testing::Prediction> more =
        testing::predictions_in_drawn_world(range, {99, world}, 14, 10, settings);
    claims.push_back(more.front());
    predictions.insert(predictions.end(), more.begin(), more.end());
  }
  const auto all = testing::recalibration(predictions);
  const auto claimed = testing::recalibration(claims);
  std::printf("%lu worlds, %zu commits\n", worlds, range.worlds.range().candidates().size());
  std::printf("all %zu predictions: intercept %.3f slope %.3f\n", predictions.size(), all.first, all.second);
  std::printf("of the claim alone: intercept %.3f slope %.3f\n", claimed.first, claimed.second);
  return 0;
}
