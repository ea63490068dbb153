#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/infer/classes.h"
#include "engine/simulate/strategy.h"
#include "engine/simulate/trials.h"
#include "tests/support/generate.h"
#include "tests/support/simulation.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::default_simulation_settings;
using testing::sketch;
using testing::Sketch;
using Result = Trial::Result;

const Strategy& named(const char* name) {
  const Strategy* found = find_strategy(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

// A history, its newest commit and an old good one, and what can be the culprit.
struct Range {
  CommitGraph graph;
  CommitIndex bad{};
  CommitIndex good{};
  std::vector<CommitIndex> culprits;

  CommitIndex culprit(std::size_t i) const { return culprits[i * 7 % culprits.size()]; }
};

Range random_range(std::uint64_t seed, std::uint32_t commits) {
  Rng rng(seed);
  testing::HistoryShape shape;
  shape.commits = commits;
  shape.merge_rate = 0.15;
  shape.equal_date_rate = 0;
  Range range{*CommitGraph::build(testing::random_history(rng, shape)), {}, {}, {}};
  range.bad = CommitIndex(commits - 1);
  range.good = CommitIndex(0);
  range.culprits = universe_of(range.graph, range.bad, std::vector{range.good}).candidates.members();
  return range;
}

Play play_on(const Range& range, const Strategy& strategy, std::uint32_t trials) {
  Play play{range.graph, strategy, {}, {}, {}, 23, trials, default_simulation_settings(), 1};
  play.task.bad = range.bad;
  play.task.goods = {range.good};
  // The walk looks for a good release by itself.
  if (strategy.name == "syzkaller") {
    play.task.goods.clear();
    play.task.releases = {{range.good, "v1.0"}};
  }
  return play;
}

World world_with(CommitIndex culprit, double rate) {
  World world;
  world.introduced = culprit;
  world.rate.mean = rate;
  return world;
}

std::size_t count(const std::vector<Trial>& trials, Result result) {
  return static_cast<std::size_t>(std::ranges::count(trials, result, &Trial::result));
}

bool is_linear(const Strategy& strategy) {
  return strategy.name == "linear-bayes";
}

TEST(Strategies, HaveNamesAndParametersOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Strategy& strategy : all_strategies()) {
    EXPECT_TRUE(names.insert(strategy.name).second) << strategy.name;
    EXPECT_FALSE(strategy.what.empty());
    EXPECT_EQ(find_strategy(strategy.name), &strategy);
    std::set<std::string_view> parameters;
    for (const Strategy::Parameter& parameter : strategy.parameters) {
      EXPECT_TRUE(parameters.insert(parameter.name).second) << strategy.name << ' ' << parameter.name;
      EXPECT_FALSE(parameter.what.empty());
    }
  }
  EXPECT_EQ(find_strategy("no such strategy"), nullptr);
}

TEST(Strategies, FindEveryCulpritWhereEveryRunTells) {
  const Range range = random_range(5, 60);
  for (const Strategy& strategy : all_strategies()) {
    if (is_linear(strategy)) continue;
    const Play play = play_on(range, strategy, static_cast<std::uint32_t>(range.culprits.size()));
    const auto trials = play_trials(play, [&](std::size_t i) { return world_with(range.culprits[i], 1); });
    EXPECT_EQ(count(trials, Result::right), trials.size()) << strategy.name;
  }
}

TEST(Strategies, FindWhatFixedTheBug) {
  const Range range = random_range(6, 60);
  for (const Strategy& strategy : all_strategies()) {
    if (is_linear(strategy)) continue;
    Play play = play_on(range, strategy, static_cast<std::uint32_t>(range.culprits.size()));
    play.task.fix = true;
    play.task.goods = {range.good};
    const auto trials = play_trials(play, [&](std::size_t i) {
      World world;
      world.fixed = range.culprits[i];
      return world;
    });
    EXPECT_EQ(count(trials, Result::right), trials.size()) << strategy.name;
  }
}

TEST(Strategies, SayThatTheBugIsOlderThanAllReleases) {
  const Range range = random_range(7, 60);
  for (const Strategy& strategy : all_strategies()) {
    if (is_linear(strategy)) continue;
    Play play = play_on(range, strategy, 1);
    play.task.goods.clear();
    play.task.releases = {{range.good, "v1.0"}};
    const auto trials = play_trials(play, [&](std::size_t) { return World{}; });
    EXPECT_EQ(trials[0].ending.kind, Ending::Kind::older) << strategy.name;
    EXPECT_EQ(trials[0].result, Result::right) << strategy.name;
  }
}

TEST(Strategies, EndWithTheirBudget) {
  const Range range = random_range(8, 60);
  for (const Strategy& strategy : all_strategies()) {
    Play play = play_on(range, strategy, 1);
    play.budget = {3, 1};
    const auto trials = play_trials(play, [&](std::size_t) { return world_with(range.culprit(20), 0.5); });
    EXPECT_EQ(trials[0].ending.kind, Ending::Kind::failed) << strategy.name;
    EXPECT_FALSE(trials[0].ending.error.empty()) << strategy.name;
    EXPECT_LE(trials[0].account.runs, 3U) << strategy.name;
  }
}

TEST(Strategies, EndWhereNoCommitInTheMiddleCanBeBuilt) {
  const Range range = random_range(9, 40);
  for (const Strategy& strategy : all_strategies()) {
    Play play = play_on(range, strategy, 1);
    play.budget = {2000, 200};
    const auto trials = play_trials(play, [&](std::size_t) {
      World world = world_with(range.culprit(15), 1);
      Stretch broken;
      broken.kind = Stretch::Kind::build_failed;
      broken.commits = CommitSet::all(range.graph.size());
      broken.commits.erase(range.good);
      broken.commits.erase(range.bad);
      world.stretches.push_back(broken);
      return world;
    });
    EXPECT_NE(trials[0].result, Result::wrong) << strategy.name;
  }
}

TEST(Strategies, AreTheSameOnEveryThread) {
  const Range range = random_range(10, 120);
  for (const Strategy& strategy : all_strategies()) {
    Play play = play_on(range, strategy, 24);
    const auto draw = [&](std::size_t i) { return world_with(range.culprit(i), 0.5); };
    const auto alone = play_trials(play, draw);
    play.threads = 3;
    const auto together = play_trials(play, draw);
    for (std::size_t i = 0; i < alone.size(); ++i) {
      EXPECT_EQ(alone[i].ending, together[i].ending) << strategy.name << ' ' << i;
      EXPECT_EQ(alone[i].account, together[i].account) << strategy.name << ' ' << i;
    }
  }
}

// 400 trials of a true share of .99: fewer than 388 right have a probability below .001 (binomial).
TEST(Strategies, ThatWeighTheRateAreRightWhereItIsLow) {
  const Range range = random_range(11, 400);
  for (const char* name : {"bayes", "repeat-until-sure"}) {
    const Play play = play_on(range, named(name), 400);
    const auto trials = play_trials(play, [&](std::size_t i) { return world_with(range.culprit(i), 0.4); });
    EXPECT_GE(count(trials, Result::right), 388U) << name;
  }
}

TEST(Strategies, ThatKnowNothingOfRatesAreWrongThere) {
  const Range range = random_range(11, 400);
  const Play play = play_on(range, named("git-run"), 200);
  const auto trials = play_trials(play, [&](std::size_t i) { return world_with(range.culprit(i), 0.4); });
  EXPECT_GT(count(trials, Result::wrong), 150U);
}

TEST(Bayes, BuildsLessWhereBuildsAreExpensive) {
  const Range range = random_range(12, 400);
  Play play = play_on(range, named("bayes"), 60);
  const auto draw = [&](std::size_t i) { return world_with(range.culprit(i), 0.5); };
  const auto builds = [&] {
    std::uint32_t sum = 0;
    for (const Trial& trial : play_trials(play, draw)) sum += trial.account.builds;
    return sum;
  };
  const std::uint32_t free = builds();
  play.parameters = {{"build", 20}};
  EXPECT_LT(builds(), free * 2 / 3);
}

TEST(Bayes, TakesOtherCrashesForNoResultWhereItKnowsTheTitle) {
  const Range range = random_range(13, 100);
  Play play = play_on(range, named("bayes"), 40);
  const auto draw = [&](std::size_t i) {
    World world = world_with(range.culprit(i), 0.8);
    world.title = "KASAN: use-after-free in foo";
    Stretch other;
    other.kind = Stretch::Kind::other_bug;
    other.commits = CommitSet::all(range.graph.size());
    other.rate.mean = 0.3;
    other.title = "WARNING in bar";
    world.stretches.push_back(other);
    return world;
  };
  EXPECT_LT(count(play_trials(play, draw), Result::right), 20U);
  play.task.title = "KASAN: use-after-free in foo";
  EXPECT_GE(count(play_trials(play, draw), Result::right), 38U);
}

// The oldest release stands for all that is older, also for what branched off before it.
TEST(Bayes, SaysOlderThoughBranchesBeganBeforeTheOldestRelease) {
  const Sketch history = sketch("a; x: a; y: x; r: a; s: r; t: s y; u: t; v: u");
  Play play{history.graph, named("bayes"), {}, {}, {}, 1, 100, default_simulation_settings(), 1};
  play.task.bad = history.at("v");
  play.task.releases = {{history.at("r"), "v5.0"}};
  World world;
  world.rate.mean = 0.7;
  const auto trials = play_trials(play, [&](std::size_t) { return world; });
  EXPECT_GE(count(trials, Result::right), 97U);
}

TEST(FirstParent, GoesOnInsideOfTheMergeThatItFound) {
  const Sketch history = sketch("a; b: a; s: a; t: s; u: t; m: b u; n: m");
  Play play{history.graph, named("first-parent"), {}, {}, {}, 1, 1, default_simulation_settings(), 1};
  play.task.bad = history.at("n");
  play.task.goods = history.all("a");
  const auto trials = play_trials(play, [&](std::size_t) { return world_with(history.at("t"), 1); });
  EXPECT_EQ(history.names(trials[0].ending.reported), "t");
}

TEST(LinearBayes, NamesTheMergeThatBroughtTheCulprit) {
  const Sketch history = sketch("a; b: a; s: a; t: s; u: t; m: b u; n: m; o: n");
  Play play{history.graph, named("linear-bayes"), {}, {}, {}, 1, 1, default_simulation_settings(), 1};
  play.task.bad = history.at("o");
  play.task.goods = history.all("a");
  const auto trials = play_trials(play, [&](std::size_t) { return world_with(history.at("t"), 1); });
  EXPECT_EQ(history.names(trials[0].ending.reported), "m");
}

TEST(RetestWeakest, FindsAFalseGoodVerdict) {
  const Range range = random_range(14, 300);
  const auto draw = [&](std::size_t i) { return world_with(range.culprit(i), 0.25); };
  const auto right = [&](const char* name) {
    return count(play_trials(play_on(range, named(name), 150), draw), Result::right);
  };
  EXPECT_GT(right("retest-weakest"), right("git-runs") + 10);
}

TEST(KnownRate, RunsAsOftenAsTheRateNeeds) {
  const Range range = random_range(15, 200);
  Play play = play_on(range, named("known-rate"), 100);
  play.parameters = {{"rate", 0.3}};
  const auto trials = play_trials(play, [&](std::size_t i) { return world_with(range.culprit(i), 0.3); });
  EXPECT_GE(count(trials, Result::right), 95U);
}

}  // namespace
}  // namespace rebisect
