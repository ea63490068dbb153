#include "engine/review/wording.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/sketch.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

TEST(Wording, ShortensIdsAndNothingElse) {
  EXPECT_EQ(brief("d1477d63961a308a1377e78dae04020479791d36"), "d1477d63961a");
  EXPECT_EQ(brief("d1477d6"), "d1477d6");
  EXPECT_EQ(brief("a-branch-with-a-long-name"), "a-branch-with-a-long-name");
}

TEST(Wording, NeverSaysGoodAndBadInAFixBisection) {
  EXPECT_EQ(word(Verdict::bad, Aim::cause), "bad");
  EXPECT_EQ(word(Verdict::good, Aim::cause), "good");
  EXPECT_EQ(word(Verdict::bad, Aim::fix), "does not crash");
  EXPECT_EQ(word(Verdict::good, Aim::fix), "crashes");
  EXPECT_EQ(word(Verdict::skip, Aim::fix), "skip");
  EXPECT_EQ(clause(Verdict::bad, Aim::cause), "was called bad");
  EXPECT_EQ(clause(Verdict::bad, Aim::fix), "does not crash");
  EXPECT_EQ(clause(Verdict::skip, Aim::fix), "was skipped");

  const testing::Sketch history = testing::sketch("a; b: a");
  const CommitIndex b = history.at("b");
  const BisectAnswer answers[] = {
      {TestCommit{b, 0, 0, 1}, {}}, {TestMergeBase{b}, {}},   {FoundFirstBad{b}, {}},
      {OnlySkippedLeft{{b}}, {}},   {MergeBaseIsBad{b}, {}},  {GoodsNotAncestors{}, {}},
      {BothGoodAndBad{}, {}},       {NoTestableCommit{}, {}}, {WaitingForEnds{}, {}},
  };
  for (const BisectAnswer& answer : answers) {
    const std::string text = describe_outcome(history.graph, answer);
    EXPECT_EQ(text.find("good"), std::string::npos) << text;
    EXPECT_EQ(text.find("bad"), std::string::npos) << text;
  }
}

TEST(Wording, CountsAsGitDoes) {
  EXPECT_EQ(bisecting_line(1, 1), "Bisecting: 1 revision left to test after this (roughly 1 step)");
  EXPECT_EQ(bisecting_line(0, 0), "Bisecting: 0 revisions left to test after this (roughly 0 steps)");
  EXPECT_EQ(bisecting_line(-1, 0), "Bisecting: -1 revisions left to test after this (roughly 0 steps)");
  EXPECT_EQ(counted(1, "commit"), "1 commit");
  EXPECT_EQ(counted(0, "commit"), "0 commits");
}

TEST(Wording, NamesStepsByTheirNumberElseByTheirLine) {
  BisectionLog log = testing::told("start h a; good d");
  EXPECT_EQ(step_name(log, 1), "step 2");
  log.commands[1].steps.clear();
  log.commands[1].lines = {40, 40};
  EXPECT_EQ(step_name(log, 1), "line 40");
}

}  // namespace
}  // namespace rebisect
