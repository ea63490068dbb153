#include "engine/simulate/trials.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/generate.h"
#include "tests/support/simulation.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::default_simulation_settings;
using testing::random_history;
using testing::sketch;
using testing::Sketch;
using Result = Trial::Result;

// Halving as git does it; one run decides.
Ending halve(Laboratory& laboratory, const Task& task, const Parameters&, Workspace& workspace) {
  ChoiceTree& tree = workspace.choices();
  ChoiceTree::Node node = tree.root(task.bad, task.goods);
  for (; tree.step(node).asks();) {
    const auto runs = laboratory.test(tree.step(node).commit, 1);
    if (runs.empty()) return {};
    const bool crashed = runs.front().kind == RunOutcome::Kind::crashed;
    node = tree.after(node, crashed ? Verdict::bad : Verdict::good);
  }
  return {Ending::Kind::found, {tree.step(node).commit}, 0, {}, {}};
}

const Strategy kHalving = {"halving", "for this test", {}, &halve};

Play play_on(const CommitGraph& graph, CommitIndex bad, CommitIndex good, std::uint32_t trials) {
  Play play{graph, kHalving, {}, {}, {}, 17, trials, default_simulation_settings(), 1};
  play.task.bad = bad;
  play.task.goods = {good};
  return play;
}

bool same(const Trial& a, const Trial& b) {
  return a.result == b.result && a.ending.reported == b.ending.reported && a.account == b.account;
}

TEST(Trials, FindTheCulpritWhereEveryRunTells) {
  Rng rng(2);
  const CommitGraph graph = *CommitGraph::build(random_history(rng, {.commits = 80, .merge_rate = 0.3}));
  const CommitSet candidates = [&] {
    CommitSet set = graph.ancestors(CommitIndex(79));
    set -= graph.ancestors(CommitIndex(10));
    return set;
  }();
  const std::vector<CommitIndex> culprits = candidates.members();
  const Play play =
      play_on(graph, CommitIndex(79), CommitIndex(10), static_cast<std::uint32_t>(culprits.size()));
  const std::vector<Trial> trials = play_trials(play, [&](std::size_t i) {
    World world;
    world.introduced = culprits[i];
    return world;
  });
  for (std::size_t i = 0; i < trials.size(); ++i) {
    EXPECT_EQ(trials[i].result, Result::right);
    EXPECT_EQ(trials[i].ending.reported.front(), culprits[i]);
    EXPECT_EQ(trials[i].account.runs, trials[i].account.builds);
  }
}

TEST(Trials, AreTheSameForAnyNumberOfThreadsAndAnyMemory) {
  Rng rng(3);
  const CommitGraph graph = *CommitGraph::build(random_history(rng, {.commits = 150, .merge_rate = 0.3}));
  World world;
  world.introduced = CommitIndex(90);
  world.rate = {0.7, 5};
  world.false_crash = 0.02;
  Play play = play_on(graph, CommitIndex(149), CommitIndex(10), 400);
  const auto always = [&](std::size_t) -> const World& { return world; };
  const std::vector<Trial> one = play_trials(play, always);
  play.threads = 4;
  const std::vector<Trial> four = play_trials(play, always);
  play.settings.choice_nodes = 5;
  play.settings.ancestor_bytes = 100;
  const std::vector<Trial> forgetful = play_trials(play, always);
  for (std::size_t i = 0; i < one.size(); ++i) {
    ASSERT_TRUE(same(one[i], four[i])) << i;
    ASSERT_TRUE(same(one[i], forgetful[i])) << i;
  }
}

// On a line of 2^3 candidates each bisection makes 3 tests. With culprit and runs independent, P(right) is
// the mean over the culprits of rate ^ (their bad verdicts): (1 + rate)^3 / 8.
TEST(Trials, AreRightAsOftenAsIsComputed) {
  const Sketch history = sketch("a; b: a; c: b; d: c; e: d; f: e; g: f; h: g; i: h");
  constexpr std::uint32_t kTrials = 8000;
  const double rate = 0.6;
  const Play play = play_on(history.graph, history.at("i"), history.at("a"), kTrials);
  const std::vector<Trial> trials = play_trials(play, [&](std::size_t i) {
    World world;
    world.introduced = CommitIndex(1 + static_cast<std::uint32_t>(i % 8));
    world.rate = {rate};
    return world;
  });
  std::size_t right = 0;
  for (const Trial& trial : trials) {
    EXPECT_EQ(trial.account.tests, 3U);
    right += trial.result == Result::right ? 1 : 0;
  }
  const double expected = std::pow(1 + rate, 3) / 8;
  EXPECT_NEAR(static_cast<double>(right) / kTrials, expected,
              5 * std::sqrt(expected * (1 - expected) / kTrials));
}

TEST(Trials, JudgeEndingsByTheTruth) {
  const CommitIndex c{2};
  const CommitIndex d{3};
  const Ending found{Ending::Kind::found, {c}, 0, {}, {}};
  const Ending older{Ending::Kind::older, {}, 0, {}, {}};
  const Ending several{Ending::Kind::several, {c, d}, 0, {}, {}};
  World culprit;
  culprit.introduced = c;
  World fixed;
  fixed.fixed = c;
  World nowhere;
  nowhere.nowhere = true;
  World scattered;
  scattered.scattered = true;
  EXPECT_EQ(judge_ending(found, culprit, false), Result::right);
  EXPECT_EQ(judge_ending({Ending::Kind::found, {d}, 0, {}, {}}, culprit, false), Result::wrong);
  EXPECT_EQ(judge_ending(older, culprit, false), Result::wrong);
  EXPECT_EQ(judge_ending(several, culprit, false), Result::no_answer);
  EXPECT_EQ(judge_ending({}, culprit, false), Result::no_answer);
  EXPECT_EQ(judge_ending(older, World(), false), Result::right);
  EXPECT_EQ(judge_ending(found, World(), false), Result::wrong);
  EXPECT_EQ(judge_ending(found, fixed, true), Result::right);
  EXPECT_EQ(judge_ending(older, World(), true), Result::right) << "not fixed within the range";
  for (const World& world : {nowhere, scattered}) {
    EXPECT_EQ(judge_ending(found, world, false), Result::wrong);
    EXPECT_EQ(judge_ending(older, world, false), Result::wrong);
  }
}

}  // namespace
}  // namespace rebisect
