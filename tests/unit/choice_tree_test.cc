#include "engine/simulate/choice_tree.h"

#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/simulate/workspace.h"
#include "tests/support/generate.h"
#include "tests/support/simulation.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::default_simulation_settings;
using ::testing::ElementsAre;
using testing::random_history;
using testing::sketch;
using testing::Sketch;
using Kind = GitStep::Kind;

// What a session's answer is as a step: written down a second time, by the names of the answers.
void expect_same(const GitStep& step, const BisectAnswer& answer) {
  if (const auto* test = std::get_if<TestCommit>(&answer.outcome)) {
    EXPECT_EQ(step.kind, Kind::test);
    EXPECT_EQ(step.commit, test->commit);
  } else if (const auto* base = std::get_if<TestMergeBase>(&answer.outcome)) {
    EXPECT_EQ(step.kind, Kind::test_merge_base);
    EXPECT_EQ(step.commit, base->commit);
  } else if (const auto* found = std::get_if<FoundFirstBad>(&answer.outcome)) {
    EXPECT_EQ(step.kind, Kind::found);
    EXPECT_EQ(step.commit, found->commit);
  } else if (const auto* left = std::get_if<OnlySkippedLeft>(&answer.outcome)) {
    EXPECT_EQ(step.kind, Kind::only_skipped_left);
    EXPECT_THAT(step.possible, ::testing::ElementsAreArray(left->commits));
  } else if (const auto* bad = std::get_if<MergeBaseIsBad>(&answer.outcome)) {
    EXPECT_EQ(step.kind, Kind::merge_base_is_bad);
    EXPECT_EQ(step.commit, bad->merge_base);
  } else {
    EXPECT_EQ(step.kind, Kind::stuck);
  }
}

// Random verdicts, false ones too, against a session that is told all of them from the start.
void expect_tree_follows_git(const CommitGraph& graph, const GitRules& rules, bool first_parent, Rng& rng) {
  BisectOptions options;
  options.first_parent = first_parent;
  ChoiceTree tree(graph, rules, options);
  BisectSession git(graph, rules, options);
  const auto commit = [&] { return CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size()))); };
  const CommitIndex bad = commit();
  const std::vector<CommitIndex> goods = {commit(), commit()};
  std::size_t asked = 0;
  for (int bisection = 0; bisection < 30; ++bisection) {
    ChoiceTree::Node node = tree.root(bad, goods);
    BisectAnswer answer = git.start(bad, goods);
    expect_same(tree.step(node), answer);
    for (; tree.step(node).asks(); ++asked) {
      const auto verdict = static_cast<Verdict>(rng.below(3));
      const CommitIndex tested[] = {tree.step(node).commit};
      node = tree.after(node, verdict);
      answer = git.mark(verdict, tested);
      expect_same(tree.step(node), answer);
      if (::testing::Test::HasFailure()) return;
    }
  }
  EXPECT_LE(tree.size(), asked + 1);
}

TEST(ChoiceTree, GoesAsGitGoes) {
  Rng rng(21);
  for (int history = 0; history < 60; ++history) {
    const CommitGraph graph = *CommitGraph::build(
        random_history(rng, {.commits = 60, .roots = 2, .merge_rate = 0.3, .skew_rate = 0.1}));
    const auto all_rules = all_git_rules();
    const GitRules& rules = all_rules[rng.below(all_rules.size())];
    expect_tree_follows_git(graph, rules, rng.chance(0.3), rng);
    if (HasFailure()) FAIL() << "history " << history << ", rules of " << rules.version;
  }
}

TEST(ChoiceTree, ComputesAHistoryOfVerdictsOnce) {
  const Sketch history = sketch("a; b: a; c: b; d: c; e: d");
  ChoiceTree tree(history.graph, newest_git_rules());
  const CommitIndex goods[] = {history.at("a")};
  const auto root = tree.root(history.at("e"), goods);
  const auto once = tree.after(tree.after(root, Verdict::bad), Verdict::bad);
  EXPECT_EQ(tree.step(once).kind, Kind::found);
  EXPECT_EQ(tree.size(), 3U);
  EXPECT_EQ(tree.root(history.at("e"), goods), root);
  EXPECT_EQ(tree.after(tree.after(root, Verdict::bad), Verdict::bad), once);
  EXPECT_EQ(tree.size(), 3U);
}

TEST(ChoiceTree, StartsAroundSkippedCommits) {
  const Sketch history = sketch("a; b: a; c: b; d: c");
  ChoiceTree tree(history.graph, newest_git_rules());
  const CommitIndex goods[] = {history.at("a")};
  const std::vector<CommitIndex> skips = history.all("b c");
  const GitStep step = tree.step(tree.root(history.at("d"), goods, skips));
  EXPECT_EQ(step.kind, Kind::only_skipped_left);
  EXPECT_EQ(history.names({step.possible.begin(), step.possible.end()}), "b c d");
}

TEST(ChoiceTree, SaysThatTheHistoryIsTooShort) {
  CommitList list;
  list.add(testing::sketch_id("a"), 1, {}, ParentsKnown::unread);
  list.add(testing::sketch_id("b"), 2, std::vector<std::uint32_t>{0});
  list.add(testing::sketch_id("c"), 3, {}, ParentsKnown::unread);
  const CommitGraph graph = *CommitGraph::build(list);
  ChoiceTree tree(graph, newest_git_rules());
  const CommitIndex goods[] = {*graph.find(testing::sketch_id("c"))};
  EXPECT_EQ(tree.step(tree.root(*graph.find(testing::sketch_id("b")), goods)).kind, Kind::history_too_short);
}

TEST(Workspace, ForgetsTreesThatOutgrewTheirRoom) {
  const Sketch history = sketch("a; b: a; c: b; d: c; e: d");
  SimulationSettings settings = default_simulation_settings();
  settings.choice_nodes = 2;
  Workspace workspace(history.graph, settings);
  ChoiceTree& tree = workspace.choices();
  const CommitIndex goods[] = {history.at("a")};
  tree.after(tree.root(history.at("e"), goods), Verdict::bad);
  workspace.begin_trial();
  EXPECT_EQ(tree.size(), 2U);
  tree.after(tree.root(history.at("e"), goods), Verdict::good);
  workspace.begin_trial();
  EXPECT_EQ(tree.size(), 0U);
  EXPECT_EQ(&workspace.choices(), &tree) << "the same tree for the same rules";
  EXPECT_NE(&workspace.choices(newest_git_rules(), true), &tree);
}

TEST(Workspace, KeepsOneObjectOfEachType) {
  const Sketch history = sketch("a");
  Workspace workspace(history.graph, default_simulation_settings());
  workspace.kept<std::vector<int>>(std::size_t{3}).push_back(5);
  EXPECT_THAT(workspace.kept<std::vector<int>>(), ElementsAre(0, 0, 0, 5));
}

}  // namespace
}  // namespace rebisect
