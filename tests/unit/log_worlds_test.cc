// The judge of a posterior: draw a world, play tests in it, and draw a world from what they showed. The
// second world then comes as often as the first one, whatever is asked of it.
#include "engine/simulate/log_worlds.h"

#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/laboratory.h"
#include "tests/support/drawn_world.h"
#include "tests/support/generate.h"
#include "tests/support/simulation.h"

namespace rebisect {
namespace {

using testing::default_simulation_settings;
using testing::eventful_settings;
using testing::play_tests;
using testing::PlayedTests;
using testing::random_history;
using testing::world_range;
using testing::WorldRange;

// Crashes of ten new runs.
double crashes_at(const CommitGraph& graph, const World& world, Luck luck, CommitIndex commit) {
  Workspace workspace(graph, default_simulation_settings());
  Laboratory laboratory(workspace, world, luck, {});
  double crashes = 0;
  for (const SimulatedRun& run : laboratory.test(commit, 10)) {
    crashes += run.kind == RunOutcome::Kind::crashed ? 1 : 0;
  }
  return crashes;
}

struct Sums {
  double first = 0;
  double second = 0;
  double squares = 0;  // of the differences
};

TEST(LogWorlds, ComeAsOftenAsTheWorldsThatLogsComeFrom) {
  Rng history_rng(6);
  const CommitGraph graph =
      *CommitGraph::build(random_history(history_rng, {.commits = 100, .merge_rate = 0.3}));
  const BeliefSettings settings = eventful_settings();
  const WorldRange range = world_range(graph, CommitIndex(99), CommitIndex(10), settings);
  std::map<std::string, Sums> asked;
  constexpr std::uint64_t kWorlds = 1500;
  for (std::uint64_t number = 0; number < kWorlds; ++number) {
    const Luck luck{71, number};
    const Luck other_luck{72, number};
    const World first = range.worlds.draw(luck);
    const PlayedTests played = play_tests(range, first, luck, 6, 4);
    const LogWorlds worlds(graph, played.input, {}, {}, settings);
    const World second = worlds.draw(other_luck);
    const auto ask = [&](const std::string& what, double of_first, double of_second) {
      Sums& sums = asked[what];
      sums.first += of_first;
      sums.second += of_second;
      sums.squares += (of_first - of_second) * (of_first - of_second);
    };
    const auto place_of = [&](const World& world) {
      return world.introduced ? static_cast<double>(place(*world.introduced)) : 0;
    };
    const auto is_older = [](const World& world) {
      return !world.introduced && !world.scattered ? 1.0 : 0.0;
    };
    ask("the culprit's place", place_of(first), place_of(second));
    ask("older", is_older(first), is_older(second));
    ask("mixed", first.scattered ? 1 : 0, second.scattered ? 1 : 0);
    ask("mean rate", first.rate.mean, second.rate.mean);
    ask("spread of rates", first.rate.weight, second.rate.weight);
    for (const std::uint32_t at : {10U, 40U, 60U, 80U, 99U}) {
      const CommitIndex commit{at};
      ask("crashes at " + std::to_string(at), crashes_at(graph, first, luck, commit),
          crashes_at(graph, second, other_luck, commit));
    }
  }
  for (const auto& [what, sums] : asked) {
    // Differences of pairs that have the same expectation. Five standard deviations.
    EXPECT_NEAR(sums.first, sums.second, 5 * std::sqrt(sums.squares) + 1e-9) << what;
  }
}

}  // namespace
}  // namespace rebisect
