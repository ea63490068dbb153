#include "engine/simulate/laboratory.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/generate.h"
#include "tests/support/simulation.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::default_simulation_settings;
using testing::letters;
using testing::random_history;
using testing::sketch;
using testing::Sketch;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e";

// A graph, a world and a laboratory of it.
struct Bench {
  Sketch history = sketch(kLine);
  Workspace workspace{history.graph, default_simulation_settings()};
  World world;

  CommitSet set(std::string_view names) const {
    CommitSet commits(history.graph.size());
    for (const CommitIndex commit : history.all(names)) commits.insert(commit);
    return commits;
  }
  // "X.o" for a crash, an ok run and a failed one; of a new laboratory.
  std::string runs(std::string_view name, std::uint32_t count, Luck luck = {1, 0}) {
    Laboratory laboratory(workspace, world, luck, {});
    return letters(laboratory.test(history.at(name), count));
  }
};

TEST(Laboratory, ShowsTheBugInTheCulpritAndAllThatDescendFromIt) {
  Bench bench;
  bench.world.introduced = bench.history.at("c");
  bench.world.fixed = bench.history.at("e");
  const std::pair<std::string_view, std::string_view> cases[] = {{"a", "ooo"}, {"b", "ooo"}, {"c", "XXX"},
                                                                 {"d", "XXX"}, {"e", "ooo"}, {"f", "ooo"}};
  for (const auto& [commit, expected] : cases) EXPECT_EQ(bench.runs(commit, 3), expected) << commit;
  bench.world.introduced.reset();
  EXPECT_EQ(bench.runs("a", 3), "XXX") << "older than all";
  bench.world.nowhere = true;
  EXPECT_EQ(bench.runs("d", 3), "ooo");
}

TEST(Laboratory, DecidesRunsByScriptThenHazardsThenTheBug) {
  Bench bench;
  const CommitSet all = bench.set("a b c d e f");
  const Stretch dead{Stretch::Kind::boot_failed, bench.set("b"), 1, {1}, "no boot", {}};
  const Stretch script{Stretch::Kind::scripted,
                       bench.set("b c"),
                       1,
                       {},
                       "",
                       {{RunOutcome::Kind::crashed, "x"}, {}, {RunOutcome::Kind::infra, "lost"}}};
  bench.world.stretches = {dead, script, {Stretch::Kind::blind, bench.set("d"), 1, {0}, "", {}}};
  EXPECT_EQ(bench.runs("b", 5), "Xo-Xo") << "a script goes first";
  EXPECT_EQ(bench.runs("d", 2), "oo") << "blind";
  EXPECT_EQ(bench.runs("e", 2), "XX");
  bench.world.stretches = {dead, {Stretch::Kind::other_bug, all, 1, {1}, "another", {}}};
  EXPECT_EQ(bench.runs("b", 2), "--") << "the first that happens";
  Laboratory laboratory(bench.workspace, bench.world, {}, {});
  EXPECT_EQ(laboratory.test(bench.history.at("d"), 1).front().title, "another") << "it hides the bug";
}

TEST(Laboratory, AsksOnlyTheFirstBlindStretchOfACommit) {
  Bench bench;
  bench.world.stretches = {{Stretch::Kind::blind, bench.set("c"), 0, {0}, "", {}},
                           {Stretch::Kind::blind, bench.set("c d"), 1, {0}, "", {}}};
  EXPECT_EQ(bench.runs("c", 2), "XX") << "in the first one, which does not concern it";
  EXPECT_EQ(bench.runs("d", 2), "oo");
}

TEST(Laboratory, TellsJudgesWhereTheBugIs) {
  Bench bench;
  bench.world.scattered = true;
  for (std::uint64_t world = 0; world < 50; ++world) {
    const bool crashed = bench.runs("c", 1, {1, world}) == "X";
    EXPECT_EQ(bug_present(bench.history.graph, bench.world, {1, world}, bench.history.at("c")), crashed);
  }
  bench.world.scattered = false;
  bench.world.introduced = bench.history.at("c");
  EXPECT_TRUE(bug_present(bench.history.graph, bench.world, {}, bench.history.at("d")));
  EXPECT_FALSE(bug_present(bench.history.graph, bench.world, {}, bench.history.at("b")));
}

TEST(Laboratory, KeepsTheAccountAndTheBudget) {
  Bench bench;
  bench.world.cost_of_build = 5;
  bench.world.cost_of_run = 0.5;
  bench.world.stretches = {{Stretch::Kind::build_failed, bench.set("b"), 1, {}, "", {}},
                           {Stretch::Kind::same_image, bench.set("d e"), 1, {}, "", {}}};
  Laboratory laboratory(bench.workspace, bench.world, {}, {.runs = 7, .builds = 4});
  EXPECT_EQ(laboratory.test(bench.history.at("c"), 3).size(), 3U);
  EXPECT_EQ(laboratory.test(bench.history.at("c"), 2).size(), 2U) << "built once";
  EXPECT_EQ(laboratory.test(bench.history.at("b"), 2).size(), 0U);
  EXPECT_EQ(laboratory.account(), (Account{5, 2, 3, 2 * 5 + 5 * 0.5}));
  EXPECT_EQ(laboratory.signature(bench.history.at("b")), "");
  EXPECT_EQ(laboratory.signature(bench.history.at("d")), laboratory.signature(bench.history.at("e")));
  EXPECT_FALSE(laboratory.exhausted());
  EXPECT_EQ(laboratory.test(bench.history.at("c"), 3).size(), 2U) << "two runs were left";
  EXPECT_TRUE(laboratory.exhausted());
  EXPECT_EQ(laboratory.signature(bench.history.at("f")), "") << "no build was left";
}

TEST(Laboratory, GivesRunsThatDoNotDependOnWhatElseIsTested) {
  Bench bench;
  bench.world.rate = {0.5, 3};
  bench.world.false_crash = 0.3;
  bench.world.introduced = bench.history.at("c");
  bench.world.stretches = {{Stretch::Kind::infra, bench.set("b c"), 0.5, {0.4, 2}, "lost", {}},
                           {Stretch::Kind::blind, bench.set("d"), 0.5, {0.1}, "", {}}};
  const Luck luck{7, 3};
  const char* const names[] = {"a", "b", "c", "d", "e", "f"};
  std::map<std::string, std::string> alone;
  for (const char* name : names) alone[name] = bench.runs(name, 12, luck);
  for (std::uint64_t round = 0; round < 20; ++round) {
    Laboratory laboratory(bench.workspace, bench.world, luck, {});
    Rng rng(5, round);
    std::map<std::string, std::string> together;
    for (int i = 0; i < 12; ++i) {
      const std::string name = names[rng.below(6)];
      const auto runs = static_cast<std::uint32_t>(rng.below(5));
      if (together[name].size() + runs > 12) continue;
      together[name] += letters(laboratory.test(bench.history.at(name), runs));
    }
    for (const auto& [name, runs] : together) EXPECT_EQ(runs, alone[name].substr(0, runs.size())) << name;
  }
  EXPECT_NE(alone["e"], bench.runs("e", 12, {7, 4})) << "another world";
  EXPECT_NE(alone["e"], bench.runs("e", 12, {8, 3})) << "another seed";
}

TEST(Laboratory, KnowsACommitByItsIdAndNotByItsPlace) {
  const Sketch shuffled = sketch("z; a; y: z; b: a; c: b; d: c");
  Bench bench;
  bench.world.rate = {0.5};
  Workspace workspace(shuffled.graph, default_simulation_settings());
  Laboratory laboratory(workspace, bench.world, {1, 0}, {});
  EXPECT_EQ(letters(laboratory.test(shuffled.at("d"), 30)), bench.runs("d", 30));
}

// Over many worlds, one commit: the share of runs that crash.
double share_of_crashes(Bench& bench, std::uint64_t worlds, std::uint32_t runs) {
  std::uint64_t crashes = 0;
  for (std::uint64_t world = 0; world < worlds; ++world) {
    const std::string seen = bench.runs("e", runs, {11, world});
    crashes += static_cast<std::uint64_t>(std::ranges::count(seen, 'X'));
  }
  return static_cast<double>(crashes) / static_cast<double>(worlds * runs);
}

TEST(Laboratory, CrashesAsOftenAsTheWorldSays) {
  struct Case {
    const char* what;
    World world;
    double expected;
    double deviation;  // of one world's share of 10 runs: standard deviation
  };
  Bench bench;
  const CommitSet all = bench.set("a b c d e f");
  const auto blind = [&](double share, double rate) {
    World world;
    world.stretches = {{Stretch::Kind::blind, all, share, {rate}, "", {}}};
    return world;
  };
  World fixed_rate;
  fixed_rate.rate = {0.3};
  World spread;
  spread.rate = {0.3, 2};
  World known;
  known.rate = {0.3, 2};
  known.known = {{bench.history.at("e"), {0.8, 10}}};
  World absent;
  absent.nowhere = true;
  absent.false_crash = 0.1;
  World scattered;
  scattered.scattered = true;
  // Of a share of n runs: variance m (1 - m) / n (1 + (n - 1) / (weight + 1)).
  const auto beta = [](double mean, double weight) {
    return std::sqrt(mean * (1 - mean) / 10 * (1 + 9 / (weight + 1)));
  };
  const Case cases[] = {{"one rate", fixed_rate, 0.3, std::sqrt(0.021)},
                        {"spread rates", spread, 0.3, beta(0.3, 2)},
                        {"a rate that is known", known, 0.8, beta(0.8, 10)},
                        {"false crashes", absent, 0.1, std::sqrt(0.009)},
                        {"a coin for each commit", scattered, 0.5, 0.5},
                        {"half of the commits blind", blind(0.5, 0), 0.5, 0.5},
                        {"shows less", blind(1, 0.2), 0.2, std::sqrt(0.016)}};
  constexpr std::uint64_t kWorlds = 2000;
  for (const Case& one : cases) {
    bench.world = one.world;
    // Five standard deviations: false alarm once in 1,700,000 cases.
    const double tolerance = 5 * one.deviation / std::sqrt(double{kWorlds});
    EXPECT_NEAR(share_of_crashes(bench, kWorlds, 10), one.expected, tolerance) << one.what;
  }
}

TEST(Laboratory, SpreadsRatesAsTheBetaDistributionDoes) {
  Bench bench;
  bench.world.rate = {0.25, 4};
  // P(t crashes of 4) for Beta(1, 3): (t + 1 multichoose ...) = C(4, t) B(1 + t, 7 - t) / B(1, 3).
  const double expected[] = {15.0 / 35, 10.0 / 35, 6.0 / 35, 3.0 / 35, 1.0 / 35};
  std::map<std::int64_t, double> counts;
  constexpr std::uint64_t kWorlds = 5000;
  for (std::uint64_t world = 0; world < kWorlds; ++world) {
    const std::string seen = bench.runs("f", 4, {3, world});
    counts[std::ranges::count(seen, 'X')] += 1.0 / kWorlds;
  }
  for (int t = 0; t <= 4; ++t) {
    EXPECT_NEAR(counts[t], expected[t], 5 * std::sqrt(expected[t] * (1 - expected[t]) / kWorlds)) << t;
  }
}

TEST(AncestorCache, AnswersAsAWalkDoesWhateverItKeeps) {
  Rng rng(9);
  const CommitGraph graph =
      *CommitGraph::build(random_history(rng, {.commits = 120, .roots = 2, .merge_rate = 0.3}));
  const CommitSet cleared = graph.ancestors(CommitIndex(40));
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{40}, std::size_t{1} << 20U}) {
    AncestorCache cache(graph, cleared, bytes);
    for (int question = 0; question < 4000; ++question) {
      const auto ancestor = CommitIndex(static_cast<std::uint32_t>(rng.below(120)));
      const auto descendant = CommitIndex(static_cast<std::uint32_t>(rng.below(120)));
      ASSERT_EQ(cache.is_ancestor(ancestor, descendant), is_ancestor(graph, ancestor, descendant));
      ASSERT_LE(cache.bytes(), std::max<std::size_t>(bytes, 16)) << "one set at least";
    }
  }
}

}  // namespace
}  // namespace rebisect
