#include "config/suite_file.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/line_halving.h"

namespace rebisect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

Result<Suite> parse(const std::string& text) {
  return parse_suite(text, "suites/x.yaml", std::span(&testing::line_halving(), 1));
}

const std::string kBegin =
    "why: because\n"
    "graphs:\n"
    "  line: {sketch: \"a; b: a; c: b\"}\n"
    "  kernel: {kernel_like: {range: 100, history: 500, seed: 7}}\n"
    "  real: {repo: linux.git, commit_graph: linux.graph}\n"
    "strategies:\n"
    "  ten: {strategy: line-halving}\n"
    "  five: {strategy: line-halving, runs: 5}\n"
    "scenarios:\n";  // line 9; the next is 10

std::string scenario(const std::string& rest) {
  return kBegin + "  one:\n    graph: line\n    bad: c\n    good: a\n" + rest;
}

std::vector<std::string> texts(const std::vector<SuiteCommit>& commits) {
  std::vector<std::string> result;
  for (const SuiteCommit& commit : commits) result.push_back(commit.text);
  return result;
}

TEST(SuiteFile, ASmallestOneHasTheDefaults) {
  const auto suite = parse(scenario("    world: {introduced: b}\n"));
  ASSERT_TRUE(suite.has_value()) << suite.error().message;
  EXPECT_EQ(suite->name, "x");
  EXPECT_EQ(suite->why, "because");
  ASSERT_EQ(suite->contestants.size(), 2U);
  EXPECT_EQ(suite->contestants[1].parameters.at("runs"), 5);
  ASSERT_EQ(suite->scenarios.size(), 1U);
  const SuiteScenario& one = suite->scenarios.front();
  EXPECT_EQ(one.seed, 1U);
  EXPECT_EQ(one.trials, 1000U);
  EXPECT_EQ(one.budget.runs, 100000U);
  EXPECT_THAT(one.strategies, ElementsAre("ten", "five"));
  EXPECT_EQ(one.task.bad->text, "c");
  EXPECT_EQ(one.task.bad->where, "suites/x.yaml:12: scenarios.one.bad");
  EXPECT_THAT(texts(*one.task.goods), ElementsAre("a"));
  EXPECT_FALSE(one.task.fix);
  EXPECT_EQ(one.world.introduced->text, "b");
  EXPECT_EQ(one.world.recipe.least_rate, 1);
  EXPECT_TRUE(std::isinf(one.world.recipe.world.rate.weight));
  EXPECT_THAT(one.expected, IsEmpty());
}

TEST(SuiteFile, EverythingCanBeSaid) {
  const auto suite = parse(
      "seed: 3\ntrials: 20\nbudget: {runs: 50}\n" +
      scenario(
          "    aim: fix\n    cross_tree: true\n    releases: {v1.0: a, v1.1: b}\n    same_title: b\n"
          "    seed: 9\n    trials: 4\n    budget: {builds: 6}\n    strategies: five\n"
          "    world:\n      introduced: a\n      fixed: any\n      rate: [0.2, 0.4]\n      rate_weight: 3\n"
          "      false_crash: 0.01\n      title: oops\n      cost_of_build: 5\n      cost_of_run: 2\n"
          "      stretches:\n"
          "        - {kind: blind, commits: b a..c, rate: 0.1}\n"
          "        - {kind: other_bug, share: 0.2, length: 30, rate_weight: 4, title: other}\n"
          "        - {kind: scripted, commits: [c], script: {crashed: 2, ok: 1}}\n"
          "    expect:\n"
          "      - {ending: several, reported: b c, flags: flaky, confidence: [0.5, 1]}\n"
          "      - {strategy: five, right: 1, wrong: [0, 0.1], runs: [1, 90], not_worse_than: five}\n"));
  ASSERT_TRUE(suite.has_value()) << suite.error().message;
  const SuiteScenario& one = suite->scenarios.front();
  EXPECT_TRUE(one.task.fix);
  EXPECT_TRUE(one.task.cross_tree);
  EXPECT_EQ(one.task.releases[1].tag, "v1.1");
  EXPECT_EQ(one.task.same_title->text, "b");
  EXPECT_EQ(one.seed, 9U);
  EXPECT_EQ(one.trials, 4U);
  EXPECT_EQ(one.budget.runs, 50U);
  EXPECT_EQ(one.budget.builds, 6U);
  const WorldRecipe& recipe = one.world.recipe;
  EXPECT_TRUE(recipe.any_culprit);
  EXPECT_EQ(recipe.least_rate, 0.2);
  EXPECT_EQ(recipe.most_rate, 0.4);
  EXPECT_EQ(recipe.world.rate.weight, 3);
  EXPECT_EQ(recipe.world.title, "oops");
  EXPECT_EQ(recipe.world.cost_of_run, 2);
  ASSERT_EQ(one.world.stretches.size(), 3U);
  EXPECT_THAT(texts(one.world.stretches[0].commits), ElementsAre("b", "a..c"));
  EXPECT_EQ(one.world.stretches[0].drawn.what.rate.mean, 0.1);
  EXPECT_EQ(one.world.stretches[1].drawn.share, 0.2);
  EXPECT_EQ(one.world.stretches[1].drawn.what.rate, (Rate{1, 4}));
  EXPECT_EQ(one.world.stretches[1].drawn.what.title, "other");
  EXPECT_THAT(one.world.stretches[2].drawn.what.script,
              ElementsAre(RunOutcome{RunOutcome::Kind::crashed, "oops"},
                          RunOutcome{RunOutcome::Kind::crashed, "oops"}, RunOutcome{}));
  ASSERT_EQ(one.expected.size(), 2U);
  EXPECT_EQ(one.expected[0].expected.strategy, "five");
  EXPECT_EQ(one.expected[0].expected.ending, Ending::Kind::several);
  EXPECT_THAT(texts(*one.expected[0].reported), ElementsAre("b", "c"));
  EXPECT_THAT(*one.expected[0].expected.flags, ElementsAre("flaky"));
  EXPECT_EQ(one.expected[1].expected.right, (Interval{1, 1}));
}

TEST(SuiteFile, OneExpectationIsForAllStrategies) {
  const auto suite = parse(scenario("    world: {introduced: b}\n    expect: [{ending: found}]\n"));
  ASSERT_TRUE(suite.has_value()) << suite.error().message;
  ASSERT_EQ(suite->scenarios[0].expected.size(), 2U);
  EXPECT_EQ(suite->scenarios[0].expected[0].expected.strategy, "ten");
  EXPECT_EQ(suite->scenarios[0].expected[1].expected.strategy, "five");
}

TEST(SuiteFile, TheFingerprintIsOfWhatIsPlayedAndOfNothingElse) {
  const auto fingerprint = [](const std::string& text) {
    const auto suite = parse(text);
    return suite ? suite->scenarios.front().fingerprint : 0;
  };
  const std::string world = "    world: {introduced: b}\n";
  const std::uint64_t plain = fingerprint(scenario(world));
  ASSERT_NE(plain, 0U);
  for (const char* same : {"    why: x\n", "    trials: 5\n", "    seed: 5\n", "    strategies: ten\n",
                           "    expect: [{ending: found}]\n", "    # a comment\n"}) {
    EXPECT_EQ(fingerprint(scenario(world + same)), plain) << same;
  }
  EXPECT_NE(fingerprint(scenario(world + "    budget: {runs: 3}\n")), plain);
  EXPECT_NE(fingerprint(scenario("    world: {introduced: c}\n")), plain);
  EXPECT_NE(fingerprint(scenario("    aim: fix\n" + world)), plain);
  std::string other_graph = scenario(world);
  other_graph.replace(other_graph.find("c: b"), 4, "c: a");
  EXPECT_NE(fingerprint(other_graph), plain);
}

TEST(SuiteFile, WhatIsNotDescribedIsRefusedWithItsPlace) {
  const std::string world = "    world: {introduced: b}\n";
  const struct {
    std::string text;
    const char* message;
  } rows[] = {
      {"", "suites/x.yaml:"},
      {"why: x\n", "suites/x.yaml:1: the key `graphs` is missing"},
      {scenario(world + "    colour: red\n"), "suites/x.yaml:15: scenarios.one.colour: unknown key"},
      {scenario(world + world), "suites/x.yaml:15: scenarios.one: the key `world` stands twice"},
      {scenario(world) + "  one: {}\n", "suites/x.yaml:15: scenarios: the key `one` stands twice"},
      {scenario(""), "suites/x.yaml:11: scenarios.one: the key `world` is missing"},
      {scenario("    world: {introduced: z}\n"),
       "suites/x.yaml:14: scenarios.one.world.introduced: `z` is no commit of the graph"},
      {scenario("    world: {rate: 0}\n"),
       "suites/x.yaml:14: scenarios.one.world.rate: 0 is not in the range"},
      {scenario("    world: {rate: [0.9, 0.1]}\n"), "suites/x.yaml:14: scenarios.one.world.rate: the first"},
      {scenario("    world: {model: drawn}\n"),
       "suites/x.yaml:14: scenarios.one.world.model: expected one of"},
      {scenario("    world: {model: fitted, rate: 0.5}\n"),
       "suites/x.yaml:14: scenarios.one.world.rate: worlds of the fitted model draw this"},
      {scenario("    world: {end_runs: 5}\n"), "suites/x.yaml:14: scenarios.one.world.end_runs: only worlds"},
      {scenario("    world: {stretches: [{kind: loud, commits: a}]}\n"),
       "suites/x.yaml:14: scenarios.one.world.stretches[0].kind: expected one of blind"},
      {scenario("    world: {stretches: [{kind: blind}]}\n"),
       "suites/x.yaml:14: scenarios.one.world.stretches[0]: expected either"},
      {scenario("    world: {stretches: [{kind: blind, share: 1}]}\n"),
       "suites/x.yaml:14: scenarios.one.world.stretches[0]: the key `length` is missing"},
      {scenario("    world: {stretches: [{kind: scripted, commits: a}]}\n"),
       "suites/x.yaml:14: scenarios.one.world.stretches[0]: the kind `scripted` has a script"},
      {scenario("    world: {stretches: [{kind: build_failed, commits: a, rate: 1}]}\n"),
       "suites/x.yaml:14: scenarios.one.world.stretches[0].rate: this kind has no rate"},
      {scenario(world + "    strategies: six\n"),
       "suites/x.yaml:15: scenarios.one.strategies: expected one of ten, five; found `six`"},
      {scenario(world + "    strategies: ten ten\n"),
       "suites/x.yaml:15: scenarios.one.strategies: `ten` stands twice"},
      {scenario(world + "    trials: 0\n"), "suites/x.yaml:15: scenarios.one.trials: 0 is not in the range"},
      {scenario(world + "    cross_tree: true\n"), "suites/x.yaml:15: scenarios.one.cross_tree: only"},
      {scenario(world + "    expect: [{}]\n"),
       "suites/x.yaml:15: scenarios.one.expect[0]: nothing is expected"},
      {scenario(world + "    expect: [{strategy: ten}]\n"),
       "suites/x.yaml:15: scenarios.one.expect[0]: nothing is expected"},
      {scenario(world + "    expect: [{ending: won}]\n"),
       "suites/x.yaml:15: scenarios.one.expect[0].ending: expected one of found"},
      {scenario(world + "    expect: [{not_worse_than: six}]\n"),
       "suites/x.yaml:15: scenarios.one.expect[0].not_worse_than: expected one of"},
      {kBegin + "  one: {graph: none, world: {}}\n",
       "suites/x.yaml:10: scenarios.one.graph: expected one of line, kernel, real"},
      {kBegin + "  one: {graph: line, world: {}}\n",
       "suites/x.yaml:10: scenarios.one: the key `bad` is missing"},
      {"why: x\ngraphs: {}\n", "suites/x.yaml:2: graphs: there is nothing in it"},
      {"why: x\ngraphs: {g: {sketch: \"a: b\"}}\n",
       "suites/x.yaml:2: graphs.g.sketch: parent `b` of `a` does not stand before it"},
      {"why: x\ngraphs: {g: {sketch: a, repo: .}}\n", "suites/x.yaml:2: graphs.g: expected one of"},
      {"why: x\ngraphs: {g: {sketch: a, log: x.txt}}\n",
       "suites/x.yaml:2: graphs.g.log: a log needs the history that it was made on"},
      {scenario("    world: {model: log}\n"), "suites/x.yaml:11: scenarios.one.graph: this graph has no log"},
      {"why: x\ngraphs: {g: {kernel_like: {range: 9, history: 9}}}\n",
       "suites/x.yaml:2: graphs.g.kernel_like.history: the range is only a part"},
      {"why: x\ngraphs: {g: {sketch: a}}\nstrategies: {s: {strategy: luck}}\n",
       "suites/x.yaml:3: strategies.s.strategy: expected one of line-halving; found `luck`"},
      {"why: x\ngraphs: {g: {sketch: a}}\nstrategies: {s: {strategy: line-halving, speed: 3}}\n",
       "suites/x.yaml:3: strategies.s.speed: the strategy line-halving has no such parameter"},
      {"why: x\ngraphs: {g: {sketch: a}}\nstrategies: {s: {runs: 3}}\n",
       "suites/x.yaml:3: strategies.s: the key `strategy` is missing"},
  };
  for (const auto& row : rows) {
    const auto suite = parse(row.text);
    ASSERT_FALSE(suite.has_value()) << row.text;
    EXPECT_EQ(suite.error().code, ErrorCode::malformed);
    EXPECT_THAT(suite.error().message, StartsWith(row.message));
  }
}

}  // namespace
}  // namespace rebisect
