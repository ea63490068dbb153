// What real logs do beside their grammar.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/logs/syzbot.h"
#include "adapters/logs/syzbot_dialect.h"
#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using testing::claim_of;
using testing::commands_of;
using testing::diagnostics_of;
using ::testing::HasSubstr;
using testing::kinds_of;
using testing::read_fixture;
using testing::read_log;
using testing::steps_of;
using testing::with_ids;

std::string runs(const std::vector<std::string>& outcomes) {
  std::string text;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    text += "run #" + std::to_string(i) + ": " + outcomes[i] + "\n";
  }
  return text;
}

std::vector<std::string> times(std::size_t count, const std::string& outcome) {
  return {count, outcome};
}

std::vector<std::string> operator+(std::vector<std::string> front, const std::vector<std::string>& back) {
  front.insert(front.end(), back.begin(), back.end());
  return front;
}

// A log of 2023-07-09 whose first test has these runs.
std::string log_of_july_2023(const std::vector<std::string>& outcomes) {
  return with_ids(
             "ci starts bisection 2023-07-09 10:00:00 +0000 UTC m=+1\nbisecting cause commit starting from "
             "$1\n"
             "ensuring issue is reproducible on original commit $1\n\ntesting commit $1 gcc\n"
             "compiler: gcc\nkernel signature: %1\n") +
         runs(outcomes) + "representative crash: A, types: [BUG]\n";
}

TEST(SyzbotAnomalies, UndoesTheDoubledCrashLinesOf2023) {
  struct Row {
    const char* why;
    std::vector<std::string> outcomes;
    const char* step;
  };
  const std::vector<std::string> crash = times(2, "crashed: A");
  const std::vector<std::string> ignored = {"crashed: SYZFAIL: x", "ignore: SYZFAIL: x"};
  const Row rows[] = {
      {"more runs than the bot makes", crash + times(19, "OK"), "start 1: 19 ok, 1 crashed, -\n"},
      {"10 runs without the twins", crash + crash + crash + times(7, "OK"), "start 1: 7 ok, 3 crashed, -\n"},
      {"an ignored crash", ignored + times(19, "OK"), "start 1: 19 ok, 1 ignored, -\n"},
      {"different titles", crash + times(2, "crashed: B") + times(8, "OK"), "start 1: 8 ok, 2 crashed, -\n"},
      {"a crash without its twin", crash + std::vector<std::string>{"crashed: B"} + times(18, "OK"),
       "start 1: 18 ok, 3 crashed, -\n"},
      {"two real crashes of ten", crash + times(8, "OK"), "start 1: 8 ok, 2 crashed, -\n"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(steps_of(read_log(log_of_july_2023(row.outcomes))), row.step);
  }
}

TEST(SyzbotAnomalies, LeavesPairsOfOtherYearsAlone) {
  const BisectionLog log =
      read_log("bisecting cause commit starting from $1\ntesting commit $1 with gcc (GCC) 8.1.0\n" +
               runs(times(4, "crashed: A") + times(18, "OK")));
  EXPECT_EQ(steps_of(log), "start 1: 18 ok, 4 crashed, -\n");
}

TEST(SyzbotAnomalies, ReadsALogWithoutItsFront) {
  const std::string whole = read_fixture("syzbot-2021-05.txt");
  // Cut within the runs of the fifth test.
  const BisectionLog log = read_log(whole.substr(whole.find("run #4")));
  EXPECT_THAT(diagnostics_of(log), HasSubstr("the log lacks its front"));
  EXPECT_EQ(log.commands.front().kind, GitCommand::Kind::verdict);
  EXPECT_EQ(log.commands.front().verdict, Verdict::bad);
  EXPECT_EQ(log.steps.front().role, StepRole::bisect);
  EXPECT_EQ(log.dialect, "D7");
  EXPECT_TRUE(log.claim);
}

TEST(SyzbotAnomalies, ReadsALogWithoutItsEnd) {
  const std::string whole = read_fixture("syzbot-2021-05.txt");
  const BisectionLog log = read_log(whole.substr(0, whole.find("kernel signature: e91e7aac")));
  EXPECT_FALSE(log.claim);
  EXPECT_THAT(diagnostics_of(log), HasSubstr("the log ends within a test"));
  EXPECT_FALSE(log.steps.back().build_failed);
}

TEST(SyzbotAnomalies, LinksAVerdictToTheTestOfItsOwnCommit) {
  const BisectionLog log = read_log(
      "bisecting fixing commit since $1\ntesting commit $1\nall runs: crashed: A\n"
      "testing current HEAD $2\ntesting commit $2\nall runs: OK\n"
      "# git bisect start $2 $1\nBisecting: 1 revision left to test after this (roughly 1 step)\n[$3] "
      "subject\n\n"
      "checking the merge base $4\nno existing result, test the revision\ntesting commit $4\nall runs: OK\n"
      "checking the merge base $5\nno existing result, test the revision\ntesting commit $5\nall runs: "
      "crashed: A\n"
      "testing commit $3\nall runs: crashed: A\n# git bisect good $3\n$2 is the first bad commit\n");
  EXPECT_EQ(steps_of(log),
            "start 1: all crashed, good\nhead 2: all ok, bad\nmerge-base 4: all ok, -\n"
            "merge-base 5: all crashed, -\nbisect 3: all crashed, good\n");
  EXPECT_EQ(commands_of(log), "start 2 1 [1 0] -> test 3, 1 left, 1 rounds\ngood 3 [4] -> first-bad 2\n");
}

TEST(SyzbotAnomalies, AMergeBaseThatIsOnlyLookedUpGivesNoRoleToTheNextTest) {
  const BisectionLog log = read_log(
      "bisecting fixing commit since $1\ntesting commit $1\nall runs: crashed: A\n"
      "testing current HEAD $2\ntesting commit $2\nall runs: OK\n"
      "# git bisect start $2 $1\nBisecting: 3 revisions left to test after this (roughly 2 steps)\n[$3] "
      "subject\n\n"
      "determine whether the revision contains the guilty commit\nchecking the merge base $4\n"
      "the bug was not introduced yet; pretend that kernel crashed\n# git bisect good $3\n"
      "Bisecting: 1 revision left to test after this (roughly 1 step)\n[$5] subject\n\n"
      "determine whether the revision contains the guilty commit\n"
      "revision $1 crashed and is reachable\ntesting commit $5\nall runs: OK\n# git bisect bad $5\n"
      "$5 is the first bad commit\n");
  EXPECT_EQ(steps_of(log), "start 1: all crashed, good\nhead 2: all ok, bad\nbisect 5: all ok, bad\n");
}

TEST(SyzbotAnomalies, KeepsACommandWhoseCommitCouldNotBePrepared) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\ntesting commit $1 gcc\nall runs: crashed: A\n"
      "# git bisect start $1 $2\nBisecting: 1 revision left to test after this (roughly 1 step)\n[$3] "
      "subject\n\n"
      "failed building $3: failed to cherry pick fixes: exit status 1\nerror: could not apply\n"
      "# git bisect skip $3\nThere are only 'skip'ped commits left to test.\nThe first bad commit could be "
      "any of:\n"
      "$3\n$1\nWe cannot bisect more!\n");
  EXPECT_EQ(commands_of(log), "start 1 2 [0] -> test 3, 1 left, 1 rounds\nskip 3 [] -> only-skipped 3 1\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("8: commit 333"));
  EXPECT_EQ(kinds_of(log),
            "cccc"
            "gg_"
            "ct"
            "cggggg");
}

TEST(SyzbotAnomalies, NoticesAVerdictOnACommitThatGitHadNotCheckedOut) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\n# git bisect start $1 $2\n[$3] subject\n"
      "testing commit $4 with gcc (GCC) 8.1.0\nall runs: OK\n# git bisect good $4\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("git had checked out 333"));
}

TEST(SyzbotAnomalies, CountsATestThatFailedAsAWholeOnceForAllItsRuns) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\ntesting commit $1 with gcc (GCC) 10.2.1 20210217\n"
      "kernel signature: %1\nfailed: failed to create VM pool\n"
      "revisions tested: 1, total time: 1s (build: 0s, test: 0s)\nerror: the crash wasn't reproduced\n");
  EXPECT_EQ(steps_of(log), "start 1: all failed, -\n");
  EXPECT_EQ(log.steps[0].runs[0].title, "failed to create VM pool");
  EXPECT_EQ(counted_tests(log), 1U);
}

TEST(SyzbotAnomalies, CountsFailedBuildsUntilTheEndOf2020Only) {
  const std::string build_failure =
      "bisecting cause commit starting from $1\n"
      "testing commit $1 with {}\nkernel signature: %1\nall runs: OK\ntesting release v5.1\n"
      "testing commit $2 with {}\nfoo.c: error\n# git bisect start $1 $2\n";
  const auto counted = [&](const std::string& compiler) {
    std::string text = build_failure;
    for (std::size_t at = text.find("{}"); at != std::string::npos; at = text.find("{}")) {
      text.replace(at, 2, compiler);
    }
    return counted_tests(read_log(text));
  };
  EXPECT_EQ(counted("gcc (GCC) 8.1.0"), 2U);
  EXPECT_EQ(counted("gcc (GCC) 10.2.1 20210217"), 1U);
}

TEST(SyzbotAnomalies, ReportsRunsOutOfOrderAndOutcomesOfUnknownWording) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\ntesting commit $1 with gcc (GCC) 8.1.0\n"
      "run #0: OK\nrun #2: exploded\nrun #2: OK\n");
  EXPECT_EQ(steps_of(log), "start 1: 2 ok, 1 failed, -\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("4: run #2 where run #1 is due"));
  EXPECT_THAT(diagnostics_of(log), HasSubstr("4: an outcome of unknown wording"));
}

TEST(SyzbotAnomalies, SaysWhereTheStartCommitIsNotTheHeaders) {
  const BisectionLog log = read_log(
      "ci starts bisection 2023-01-01 10:00:00 +0000 UTC m=+1\nbisecting cause commit starting from $1\n"
      "building syzkaller on $f\nrewritten commit $2 reidentified by title 'subject'\n\n"
      "ensuring issue is reproducible on original commit $2\n\ntesting commit $2 gcc\ncompiler: gcc\n"
      "kernel signature: %2\nall runs: OK\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("4: the start commit is not the header's"));
  EXPECT_EQ(steps_of(log), "start 2: all ok, -\n");
}

TEST(SyzbotAnomalies, SaysWhereLinesAreOfDifferentYears) {
  const BisectionLog log =
      read_log("searching for guilty commit starting from $1\ntesting commit $1 gcc\nall runs: OK\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("0: lines of different years"));
}

TEST(SyzbotAnomalies, SaysThatANoteOfJune2023IsWrong) {
  const BisectionLog log = read_log(
      "ci starts bisection 2023-06-20 10:00:00 +0000 UTC m=+1\nbisecting cause commit starting from $1\n"
      "testing commit $1 gcc\ncompiler: gcc\nkernel signature: %1\nrun #0: boot failed: A\nrun #1: OK\n"
      "too many neither good nor bad results, skipping this commit\n# git bisect start $2 $1\n");
  EXPECT_EQ(steps_of(log), "start 1: 1 ok, 1 boot-failed, good\n");
  EXPECT_THAT(diagnostics_of(log),
              HasSubstr("8: the line says that this commit is skipped, but it was called good"));
}

TEST(SyzbotAnomalies, TestsAReleaseOnceMoreWhereTheSearchComesByIt) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\ntesting commit $1\nall runs: crashed: A\n"
      "testing release v5.2\ntesting commit $2\nrun #0: boot failed: B\n"
      "testing release v5.1\ntesting commit $3\nall runs: OK\n"
      "# git bisect start $1 $3\nBisecting: 3 revisions left to test after this (roughly 2 steps)\n[$2] "
      "subject\n\n"
      "testing commit $2\nall runs: OK\n# git bisect good $2\n");
  EXPECT_EQ(steps_of(log),
            "start 1: all crashed, bad\nrelease 2 v5.2: 1 boot-failed, -\nrelease 3 v5.1: all ok, good\n"
            "bisect 2: all ok, good\n");
}

TEST(SyzbotAnomalies, KeepsTheOrderOfThePossibleCommits) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\ntesting commit $1\nall runs: crashed: A\n"
      "# git bisect start $1 $2\n[$3] subject\n\ntesting commit $3\n# git bisect skip $3\n"
      "There are only 'skip'ped commits left to test.\nThe first bad commit could be any of:\n$3\n$1\n"
      "We cannot bisect more!\nrevisions tested: 1, total time: 1s (build: 0s, test: 0s)\n"
      "bisection is inconclusive, the first bad commit could be any of:\n$3\n$1\n");
  EXPECT_EQ(claim_of(log), "several 3 1: bisection is inconclusive, the first bad commit could be any of:");
  EXPECT_EQ(commands_of(log), "start 1 2 [0] -> test 3\nskip 3 [1] -> only-skipped 3 1\n");
}

TEST(SyzbotAnomalies, TakesTheFixForTheClaimWhereGitCallsItBad) {
  const BisectionLog log = read_log(
      "bisecting fixing commit since $1\ntesting commit $1\nall runs: crashed: A\n"
      "testing current HEAD $2\ntesting commit $2\nall runs: OK\n# git bisect start $2 $1\n"
      "$2 is the first bad commit\ncommit $2\n\nrevisions tested: 2, total time: 1s (build: 0s, test: 0s)\n"
      "first good commit: $2 subject\n");
  EXPECT_EQ(claim_of(log), "commit 2: subject");
  EXPECT_EQ(log.aim, Aim::fix);
  EXPECT_EQ(diagnostics_of(log), "");
}

TEST(SyzbotAnomalies, TakesTheCrashOfTheReportAsItIsNamed) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\ntesting commit $1\nrun #0: crashed: A\nrun #1: crashed: B\n"
      "revisions tested: 1, total time: 1s (build: 0s, test: 0s)\nfirst bad commit: $1 subject\ncrash: "
      "B\nreport\n");
  EXPECT_EQ(log.crash_title, "B");
  EXPECT_EQ(kinds_of(log), "cccccccx");
}

TEST(SyzbotAnomalies, StartsFromACommitOfNoBranch) {
  const BisectionLog log = read_log(
      "ci starts bisection 2024-01-01 10:00:00 +0000 UTC m=+1\nbisecting cause commit starting from $1\n"
      "building syzkaller on $f\nfetch other tags and check if the commit is present\n"
      "fetch failed with exit status 128\nfatal: no such remote\ntesting commit $1 gcc\ncompiler: gcc\nall "
      "runs: OK\n");
  EXPECT_EQ(kinds_of(log), "ccccctccc");
}

}  // namespace
}  // namespace rebisect
