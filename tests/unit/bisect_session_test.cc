#include "engine/replay/bisect_session.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "tests/support/bisect_script.h"
#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::run_script;
using testing::sketch;
using testing::Sketch;
using testing::sketch_id;
using testing::to_text;

// The history of git's own t6030-bisect-porcelain.sh.
constexpr const char* kPorcelain =
    "H1; H2: H1; H3: H2; H4: H3; H5: H4; H6: H5; H7: H6; S5: H4; S6: S5; S7: S6; A: S5 H5; B: H7 S7;"
    "P1: H1; P2: P1; P3: P2; P4: P3 H4; P5: P4; P6: P5; P7: P6 H7";

struct Row {
  const char* why;
  const char* script;
  const char* answers;
};

void expect_answers(const Row& row, const Sketch& history, const GitRules& rules = newest_git_rules(),
                    BisectOptions options = {}) {
  SCOPED_TRACE(row.why);
  EXPECT_EQ(run_script(history, row.script, rules, options), row.answers);
}

TEST(BisectSession, AnswersAsT6030Expects) {
  const Row rows[] = {
      {"halves, then the end", "start H7 H1 | good | good", "test H4 (2, 2) | test H6 (0, 1) | first bad H7"},
      {"waits for both ends", "start | bad H7 | good H1", "waiting | waiting | test H4 (2, 2)"},
      {"goes around one skip", "start H4 H1 | skip | bad H2",
       "test H3 (0, 1) | test H2 (1, 1) | first bad H2"},
      {"good and bad swapped", "start H1 H7", "not ancestors"},
      {"a commit that is good and bad", "start H7 H7", "both good and bad"},
      {"a merge base is tested once", "start H7 S7 | good", "merge base H4 | test H6 (0, 1)"},
      {"a bad merge base", "start H7 S7 | bad H4", "merge base H4 | merge base H4 is bad"},
      {"a skipped merge base; S5 has a smaller id than S6", "start S7 H7 | skip H4",
       "merge base H4 | skipped merge base H4, test S5 (1, 1)"},
      {"several merge bases, newest first", "start B A | good | good",
       "merge base S5 | merge base H5 | test H7 (2, 1)"},
      {"an unexpected good commit brings the check back", "start H7 S7 | good H4 | bad H6 | good A",
       "merge base H4 | test H6 (0, 1) | test H5 (0, 0) | merge base H5"},
  };
  const Sketch history = sketch(kPorcelain);
  for (const Row& row : rows) expect_answers(row, history);
}

std::string last_answer(const std::string& answers) {
  const std::size_t bar = answers.rfind("| ");
  return bar == std::string::npos ? answers : answers.substr(bar + 2);
}

TEST(BisectSession, EndsAsT6030ExpectsWhateverTheIds) {
  const Row rows[] = {
      {"skips beside the end", "start H5 H1 | skip H3 | good H4", "first bad H5"},
      {"the first of all, behind a skip", "start H4 H1 | skip H3 | bad H2", "first bad H2"},
      {"a run with a skip and two bad ones", "start H7 H1 | skip H2 H3 H4 | good H5 | bad H6",
       "first bad H6"},
      {"a skipped range leaves one commit", "start H7 H1 | skip H1..H5 | good H6", "first bad H7"},
      {"a bad commit that was skipped", "start H7 H1 | skip H2 | skip H2..H5 | bad H6 | bad H2",
       "only skipped H2"},
      {"bad, good, bad on a chain", "start H7 H1 | bad H5 | good H3 | bad H4", "first bad H4"},
      {"down the side branch", "start B H4 | bad S7 | good S6", "first bad S7"},
  };
  const Sketch history = sketch(kPorcelain);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(last_answer(run_script(history, row.script)), row.answers);
  }
}

TEST(BisectSession, ListsTheSkippedCommitsBestFirstAndTheBadOneLast) {
  // H2 and H3 are both at distance 1: the smaller id comes first.
  const Sketch history = sketch(kPorcelain);
  const std::string both = sketch_id("H2") < sketch_id("H3") ? "H2 H3" : "H3 H2";
  EXPECT_EQ(run_script(history, "start H4 H1 | skip H3 | skip H2"),
            "test H3 (0, 1) | test H2 (1, 1) | only skipped " + both + " H4");
  EXPECT_EQ(run_script(history, "start H4 H1 | skip H3 | good H2"),
            "test H3 (0, 1) | test H2 (1, 1) | only skipped H3 H4");
  EXPECT_EQ(run_script(history, "start H4 H1 | skip H3 H4 | good H2"),
            "test H3 (0, 1) | test H2 (1, 1) | only skipped H3 H4");
}

TEST(BisectSession, FollowsFirstParentsWhereAsked) {
  const Sketch history = sketch(kPorcelain);
  expect_answers({"only H7, H6, H5 and B count", "start B H4 | good | good",
                  "test H6 (1, 1) | test H7 (0, 0) | first bad B"},
                 history, newest_git_rules(), {.first_parent = true});
}

TEST(BisectSession, ALeakOfSkipRangesLastsOneStep) {
  // Since 2.31.0 `skip HEAD^..HEAD` computes its one step without the ancestors of HEAD^.
  const Sketch history = sketch("H1; H2: H1; H3: H2; H4: H3; H5: H4; H6: H5; H7: H6");
  const char* script = "start H7 H1 | skip H3..H4 | next";
  const std::string leaking = run_script(history, script, *find_git_rules("2.39.5"));
  EXPECT_EQ(leaking.substr(0, leaking.find(')') + 1), "test H4 (2, 2)");
  EXPECT_NE(leaking.find("(1, 1) | "), std::string::npos) << leaking;
  EXPECT_EQ(leaking.substr(leaking.size() - 6), "(2, 2)");
  EXPECT_EQ(run_script(history, script, *find_git_rules("2.30.2")).find("(1, 1)"), std::string::npos);
}

TEST(BisectSession, WithoutARecordOldGitTakesEveryCommitForUnexpected) {
  // Nothing is expected after the skips have left nothing to test. The good commit beside the bad one then
  // brings the check of merge bases back before 2.30.0 only.
  const Sketch history = sketch("a; b: a; c: b; d: c; e: d; x: c");
  const char* script = "start e a | skip b c d | good x";
  EXPECT_EQ(last_answer(run_script(history, script, *find_git_rules("2.29.0"))),
            "skipped merge base c, only skipped d e");
  EXPECT_EQ(last_answer(run_script(history, script, *find_git_rules("2.30.0"))), "only skipped d e");
}

TEST(BisectSession, TestsNoMergeBasesBefore1_6_1) {
  const Sketch history = sketch(kPorcelain);
  EXPECT_EQ(run_script(history, "start H7 S7", *find_git_rules("1.6.0.2")), "test H6 (1, 1)");
}

TEST(BisectSession, SaysWhereTheHistoryIsTooShort) {
  CommitList list;
  list.add(sketch_id("b"), 100, {}, ParentsKnown::unread);
  list.add(sketch_id("c"), 200, std::vector<std::uint32_t>{0});
  list.add(sketch_id("d"), 300, std::vector<std::uint32_t>{1});
  const CommitGraph graph = *CommitGraph::build(list);
  const auto at = [&](const char* name) { return *graph.find(sketch_id(name)); };
  BisectSession session(graph, newest_git_rules());
  const CommitIndex good = at("c");
  EXPECT_EQ(session.start(at("d"), std::span(&good, 1)).outcome, BisectOutcome(HistoryTooShort{at("b")}));
  EXPECT_EQ(session.state().expected, std::nullopt);
}

TEST(BisectSession, AShallowCommitHasNoParents) {
  CommitList list;
  list.add(sketch_id("b"), 100, {}, ParentsKnown::shallow);
  list.add(sketch_id("c"), 200, std::vector<std::uint32_t>{0});
  const CommitGraph graph = *CommitGraph::build(list);
  const CommitIndex good = *graph.find(sketch_id("b"));
  const CommitIndex bad = *graph.find(sketch_id("c"));
  BisectSession session(graph, newest_git_rules());
  EXPECT_EQ(session.start(bad, std::span(&good, 1)).outcome, BisectOutcome(FoundFirstBad{bad}));
}

TEST(BisectSession, CanBeStartedAgain) {
  const Sketch history = sketch(kPorcelain);
  BisectSession session(history.graph, newest_git_rules());
  run_script(history, session, "start H7 S7 | skip | skip P1..P3 | bad H6");
  EXPECT_EQ(run_script(history, session, "start H7 H1 | good | bad"),
            "test H4 (2, 2) | test H6 (0, 1) | test H5 (0, 0)");
}

// A random history under ids that depend on the salt, bisected; commits are told by their place in the list.
std::string bisect_random_history(std::uint64_t seed, const std::string& salt) {
  Rng rng(seed);
  CommitList list = testing::random_history(rng, {});
  for (std::size_t i = 0; i < list.size(); ++i) list.ids[i] = sketch_id(salt + std::to_string(i));
  const CommitGraph graph = *CommitGraph::build(list);
  const auto name = [&](CommitIndex commit) {
    return std::to_string(std::ranges::find(list.ids, graph.id(commit)) - list.ids.begin());
  };
  BisectSession session(graph, newest_git_rules());
  const CommitIndex good = *graph.find(list.ids.front());
  std::string text = to_text(session.start(*graph.find(list.ids.back()), std::span(&good, 1)), name);
  for (int step = 0; step < 5 && session.state().expected; ++step) {
    text += " | " + to_text(session.mark(rng.chance(0.5) ? Verdict::bad : Verdict::good, {}), name);
  }
  return text;
}

TEST(BisectSession, WithoutSkipsIdsDoNotMatter) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_EQ(bisect_random_history(seed, "one"), bisect_random_history(seed, "other")) << seed;
  }
}

TEST(BisectSession, KeepsItsStateById) {
  const Sketch history = sketch(kPorcelain);
  BisectSession session(history.graph, newest_git_rules());
  run_script(history, session, "start H7 H1 | skip H3 H2 H3 | good P3 P1 P2");
  EXPECT_EQ(session.state().bad, history.at("H7"));
  EXPECT_EQ(history.names(session.state().goods), "H1 P1 P2 P3");
  EXPECT_EQ(history.names(session.state().skips), "H2 H3");
  const auto by_id = [&](CommitIndex a, CommitIndex b) { return history.graph.id(a) < history.graph.id(b); };
  EXPECT_TRUE(std::ranges::is_sorted(session.state().goods, by_id));
  EXPECT_TRUE(std::ranges::is_sorted(session.state().skips, by_id));
}

TEST(BisectSession, WithManyGoodsOldGitNamesAnotherMergeBase) {
  const Sketch history = sketch("a; b: a; c: b; g1: b; g2: b; g3: b; g4: b; g5: b; g6: b");
  const auto named = [&](const char* version, const char* start, MergeBaseMessage message) {
    BisectSession session(history.graph, *find_git_rules(version));
    run_script(history, session, start);
    const CommitIndex printed = printed_merge_base(session, history.at("b"), message);
    const auto good = std::ranges::find(session.state().goods, printed);
    return good == session.state().goods.end()
               ? std::string("right")
               : "good " + std::to_string(good - session.state().goods.begin());
  };
  const char* three = "start c g1 g2 g3";
  const char* six = "start c g1 g2 g3 g4 g5 g6";
  EXPECT_EQ(named("2.39.5", three, MergeBaseMessage::is_bad), "right");
  EXPECT_EQ(named("2.39.5", three, MergeBaseMessage::must_be_skipped), "good 2");
  EXPECT_EQ(named("2.39.5", six, MergeBaseMessage::is_bad), "good 3");
  EXPECT_EQ(named("2.55.0", six, MergeBaseMessage::is_bad), "right");
}

}  // namespace
}  // namespace rebisect
