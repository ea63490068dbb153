#include "engine/simulate/world_recipe.h"

#include <cmath>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "config/settings.h"
#include "tests/support/line_halving.h"

namespace rebisect {
namespace {

using testing::line_sketch;
using testing::sketch;
using testing::Sketch;

constexpr std::uint64_t kWorlds = 4000;

Task task_on(const Sketch& history, const char* bad, const char* good) {
  Task task;
  task.bad = history.at(bad);
  task.goods = {history.at(good)};
  return task;
}

TEST(WorldRecipe, EveryCommitOfTheRangeIsTheCulpritEquallyOften) {
  const Sketch history = sketch("a; b: a; x: a; c: b x; d: c; e: d");
  WorldRecipe recipe;
  recipe.any_culprit = true;
  const WorldSource worlds(history.graph, task_on(history, "d", "b"), recipe);
  EXPECT_EQ(worlds.candidates(), 3U);
  std::map<CommitIndex, int> seen;
  for (std::uint64_t number = 0; number < kWorlds; ++number) {
    const World world = worlds.draw({1, number});
    ASSERT_TRUE(world.introduced.has_value());
    EXPECT_FALSE(world.fixed.has_value());
    ++seen[*world.introduced];
  }
  ASSERT_EQ(seen.size(), 3U);
  // Four standard deviations of a binomial share of one third.
  for (const char* name : {"x", "c", "d"}) {
    EXPECT_NEAR(seen[history.at(name)], kWorlds / 3.0, 4 * std::sqrt(kWorlds * 2.0 / 9)) << name;
  }
}

TEST(WorldRecipe, OfAFixTheCulpritRemovesTheBug) {
  const Sketch history = sketch("a; b: a; c: b");
  Task task = task_on(history, "c", "a");
  task.fix = true;
  WorldRecipe recipe;
  recipe.any_culprit = true;
  const World world = WorldSource(history.graph, task, recipe).draw({1, 0});
  EXPECT_TRUE(world.fixed.has_value());
  EXPECT_FALSE(world.introduced.has_value());
}

TEST(WorldRecipe, WithoutAGoodEndTheRangeBeginsBehindTheOldestRelease) {
  const Sketch history = sketch("a; b: a; c: b; d: c; e: d");
  Task task;
  task.bad = history.at("e");
  task.releases = {{history.at("d"), "v1.1"}, {history.at("b"), "v1.0"}};
  EXPECT_EQ(WorldSource(history.graph, task, {}).candidates(), 3U);
}

TEST(WorldRecipe, RatesLieInTheirRangeAndFillIt) {
  const Sketch history = sketch("a; b: a");
  WorldRecipe recipe;
  recipe.least_rate = 0.2;
  recipe.most_rate = 0.6;
  const WorldSource worlds(history.graph, task_on(history, "b", "a"), recipe);
  double sum = 0;
  for (std::uint64_t number = 0; number < kWorlds; ++number) {
    const double rate = worlds.draw({1, number}).rate.mean;
    EXPECT_GE(rate, 0.2);
    EXPECT_LE(rate, 0.6);
    sum += rate;
  }
  // The standard deviation of a uniform distribution is its width / sqrt(12).
  EXPECT_NEAR(sum / kWorlds, 0.4, 4 * 0.4 / std::sqrt(12.0 * kWorlds));
}

TEST(WorldRecipe, DrawnStretchesHaveTheirShareAndLength) {
  const Sketch history = sketch(line_sketch(2000));
  WorldRecipe recipe;
  recipe.drawn = {{{}, 0.2, 25}};
  const WorldSource worlds(history.graph, task_on(history, "c2000", "c0"), recipe);
  std::size_t inside = 0;
  std::size_t stretches = 0;
  for (std::uint64_t number = 0; number < 100; ++number) {
    const CommitSet commits = worlds.draw({1, number}).stretches.at(0).commits;
    inside += commits.count();
    bool before = false;
    for (std::uint32_t i = 0; i < commits.graph_size(); ++i) {
      const bool here = commits.contains(CommitIndex(i));
      stretches += here && !before ? 1 : 0;
      before = here;
    }
  }
  // 200,000 commits in some 1,600 stretches: shares and lengths are known to within 4 / sqrt(1,600).
  const auto share = static_cast<double>(inside) / (100 * 2001);
  EXPECT_NEAR(share, 0.2, 0.02);
  EXPECT_NEAR(static_cast<double>(inside) / static_cast<double>(stretches), 25, 2.5);
}

TEST(WorldRecipe, OnlyPlainWorldsHaveASingleRate) {
  const Sketch history = sketch("a; b: a; c: b");
  const Task task = task_on(history, "c", "a");
  WorldRecipe plain;
  plain.any_culprit = true;
  plain.least_rate = plain.most_rate = 0.4;
  EXPECT_EQ(WorldSource(history.graph, task, plain).single_rate(), 0.4);
  for (void (*spoil)(WorldRecipe&) : {
           +[](WorldRecipe& recipe) { recipe.any_culprit = false; },
           +[](WorldRecipe& recipe) { recipe.most_rate = 0.5; },
           +[](WorldRecipe& recipe) { recipe.world.rate.weight = 3; },
           +[](WorldRecipe& recipe) { recipe.world.false_crash = 0.1; },
           +[](WorldRecipe& recipe) { recipe.world.stretches.emplace_back(); },
           +[](WorldRecipe& recipe) { recipe.drawn.emplace_back(); },
       }) {
    WorldRecipe other = plain;
    spoil(other);
    EXPECT_FALSE(WorldSource(history.graph, task, other).single_rate().has_value());
  }
}

// Given that ten runs on the good end show nothing and some on the bad end do, "older" has its prior odds,
// e : 1, times the chance that the good end alone is blind (0.015; stretches are much longer than this range
// and would cover the bad end, too) or shows the bug too seldom: some 4 %.
TEST(WorldRecipe, WorldsOfTheModelHaveEndsAsTheyWereCalled) {
  const Sketch history = sketch(line_sketch(60));
  const Task task = task_on(history, "c60", "c0");
  WorldRecipe recipe;
  const auto settings = default_settings();
  ASSERT_TRUE(settings.has_value());
  recipe.model = settings->belief;
  const WorldSource worlds(history.graph, task, recipe);
  Workspace workspace(history.graph, settings->simulation);
  int older = 0;
  constexpr std::uint64_t kDrawn = 500;
  for (std::uint64_t number = 0; number < kDrawn; ++number) {
    const World world = worlds.draw({1, number});
    older += world.introduced ? 0 : 1;
    Laboratory laboratory(workspace, world, {1, number}, Budget());
    int bad = 0;
    for (const SimulatedRun& run : laboratory.test(task.bad, 10)) {
      bad += run.kind == RunOutcome::Kind::crashed ? 1 : 0;
    }
    EXPECT_GT(bad, 0) << number;
    for (const SimulatedRun& run : laboratory.test(task.goods.front(), 10)) {
      EXPECT_NE(run.kind, RunOutcome::Kind::crashed) << number;
    }
  }
  EXPECT_GT(older, kDrawn / 50);
  EXPECT_LT(older, kDrawn / 12);
}

}  // namespace
}  // namespace rebisect
