#include "engine/review/run_findings.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/log_findings.h"
#include "tests/support/run_letters.h"

namespace rebisect {
namespace {

using testing::problem_ids;
using testing::problems_of;
using testing::syzbot_log;

TEST(RunFindings, EachIsRaisedByItsFaultAndByNoOther) {
  struct Row {
    const char* why;
    const char* tests;
    const char* expected;
  };
  const Row rows[] = {
      {"a clean bisection", "start allC; v5.1 CCCCCCCCCC; v5.0 all.; bad CCCCCCCCC.; good all.; claim c3",
       ""},
      {"git was told another word than the runs give", "start allC; v5.0 all.; bad all.; claim c2",
       "verdict-differs 2"},
      {"the walk went on from a good release", "start allC; v5.1 all.; v5.0 all.; bad allC",
       "verdict-differs 1"},
      {"today's rule skips one crash of ten", "start allC; v5.0 all.; bad C.........",
       "verdict-policy-dependent 2; single-crash-bad 2; rate-drop 2"},
      {"and so it does few results", "start allC; v5.0 all.; good ....bbbbbb",
       "verdict-policy-dependent 2; mostly-uninformative 2"},
      {"two crashes of ten", "start CC........; v5.0 all.; bad CC........", "flaky"},
      {"half of the runs", "start CCCCC.....; v5.0 all.; bad CCCCC.....", ""},
      {"a kernel that crashes rarely", "start allC; v5.1 allC; v5.0 all.; bad CC........", "rate-drop 3"},
      {"and one that crashes in most runs", "start allC; v5.1 allC; v5.0 all.; bad CCCCCC....", ""},
      {"half of the runs have a result", "start allC; v5.0 all.; good .....bbbbb", ""},
      {"a configuration may lose the bug", "start allC; config all.; v5.0 all.; bad allC", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(problem_ids(syzbot_log("D8", row.tests), find_run_problems), row.expected);
  }
}

TEST(RunFindings, OfAFixBisectionAreTheSame) {
  const BisectionLog log = syzbot_log("D8", "fix; start allC; head all.; good C.........; bad all.");
  EXPECT_EQ(problem_ids(log, find_run_problems),
            "verdict-policy-dependent 2; single-crash-bad 2; rate-drop 2");
  EXPECT_EQ(problems_of(log, find_run_problems)[1].text,
            "taken to crash on hardly any crash: step 2 (1 of 10 runs)");
}

TEST(RunFindings, SayWhatTheRunsGive) {
  const auto text = [](const char* tests) {
    return problems_of(syzbot_log("D8", tests), find_run_problems).front().text;
  };
  EXPECT_EQ(
      text("start allC; v5.0 all.; bad all."),
      "step 2 was called bad; by the rule V2 its runs say good (10 of 10 runs ended well and none crashed)");
  EXPECT_EQ(text("start allC; v5.1 all.; v5.0 all.; bad allC"),
            "step 1 was taken otherwise; by the rule V2 its runs say good (10 of 10 runs ended well and none "
            "crashed)");
  EXPECT_EQ(
      text("start allC; v5.0 all.; bad C........."),
      "today's rule, V6, decides otherwise: step 2 skip instead of bad (1 of 10 runs crashed, 2 are needed)");
  EXPECT_EQ(
      text("start CC........; v5.0 all.; bad CC........"),
      "kernels that have the bug crash in 20 % of their runs, so that ten runs miss it in 10.7 % of the "
      "cases");
}

TEST(RunFindings, ListFourStepsAndCountTheOthers) {
  std::string tests = "start allC; v5.0 all.";
  for (int i = 0; i < 6; ++i) tests += "; good ....bbbbbb";
  EXPECT_EQ(
      problems_of(syzbot_log("D8", tests), find_run_problems)[1].text,
      "a verdict although most runs neither crashed nor ended well: step 2 (4 of 10 runs), step 3 (4 of 10 "
      "runs), step 4 (4 of 10 runs), step 5 (4 of 10 runs) and 2 more");
}

TEST(RunFindings, ByAPolicyThatAPersonNamedAreNoErrors) {
  const BisectionLog log = syzbot_log("D8", "start allC; v5.0 all.; bad C.........");
  const std::vector<Finding> findings = problems_of(log, find_run_problems, find_policy("V6"));
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().kind, FindingKind::verdict_differs);
  EXPECT_EQ(findings.front().severity, Severity::warning);
}

}  // namespace
}  // namespace rebisect
