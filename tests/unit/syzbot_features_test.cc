// What syzbot's logs say since 2023-05 (dialects D12 to D20), feature by feature: that it is read, and where
// it is kept.
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
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kinds_of;
using ::testing::Ne;
using testing::read_log;
using testing::steps_of;

// The head of a log of that day, up to the runs of its first test.
std::string head(const std::string& day, const std::string& what = "cause commit starting from") {
  return "ci starts bisection " + day + " 10:00:00.5 +0000 UTC m=+1.5\nbisecting " + what +
         " $1\nbuilding syzkaller on $f\nensuring issue is reproducible on original commit $1\n\n"
         "testing commit $1 gcc\ncompiler: gcc\nkernel signature: %1\n";
}

std::string fix_head(const std::string& day) {
  return head(day, "fixing commit since");
}

std::string test_of(char commit, const std::string& runs) {
  const std::string id(1, commit);
  return "testing commit $" + id + " gcc\ncompiler: gcc\nkernel signature: %" + id + "\n" + runs + "\n";
}

constexpr const char* kTested = "revisions tested: 1, total time: 1h2m3.5s (build: 1h0m0s, test: 2m3.5s)\n";

BisectionLog read_whole(const std::string& text) {
  BisectionLog log = read_log(text);
  EXPECT_THAT(log.line_kinds, Each(Ne(LineKind::unknown))) << kinds_of(log) << "\n" << diagnostics_of(log);
  return log;
}

TEST(SyzbotFeatures, KeepsTheCrashThatStandsForATest) {
  const BisectionLog log = read_whole(
      head("2024-02-02") +
      "run #0: crashed: WARNING in foo\nrun #1: crashed: INFO: task hung in bar, types: [x]\nrun #2: OK\n"
      "representative crash: WARNING in foo, types: [WARNING HANG]\n");
  EXPECT_EQ(log.steps[0].representative_crash, "WARNING in foo");
  EXPECT_THAT(log.steps[0].crash_types, ElementsAre("WARNING", "HANG"));
}

TEST(SyzbotFeatures, KeepsWhatTheBotThinksOfItsOwnVerdicts) {
  const BisectionLog log = read_whole(
      head("2024-02-02") + "all runs: crashed: A\nrepresentative crash: A, types: [UNKNOWN]\n" +
      "testing release v6.1\n" + test_of('2', "all runs: OK") + "false negative chance: 0.016\n" +
      "# git bisect start $1 $2\n$1 is the first bad commit\ncommit $1\n\naccumulated error probability: "
      "0.27\n"
      "culprit signature: %1\nparent  signature: %2\nreproducer is flaky (0.31 repro chance estimate)\n"
      "revisions tested: 2, total time: 1s (build: 0s, test: 0s)\nfirst bad commit: $1 subject\n"
      "recipients (to): [\"a@example.com\"]\nrecipients (cc): []\ncrash: A\n");
  EXPECT_EQ(log.steps[0].false_negative_chance, std::nullopt);
  EXPECT_EQ(log.steps[1].false_negative_chance, 0.016);
  EXPECT_EQ(log.error_probability, 0.27);
  EXPECT_EQ(log.crash_chance, 0.31);
  EXPECT_TRUE(log.reproducer_flaky);
  EXPECT_EQ(log.crash_title, "A");
  EXPECT_EQ(diagnostics_of(log), "");
}

TEST(SyzbotFeatures, ReportsNumbersThatAreNone) {
  const BisectionLog log =
      read_whole(head("2024-02-02") +
                 "all runs: OK\nfalse negative chance: often\naccumulated error probability: NaN0\n"
                 "reproducer is flaky (never repro chance estimate)\n");
  EXPECT_EQ(log.steps[0].false_negative_chance, std::nullopt);
  EXPECT_EQ(log.error_probability, std::nullopt);
  EXPECT_EQ(log.crash_chance, std::nullopt);
  EXPECT_THAT(diagnostics_of(log),
              HasSubstr("10: no number: often\n11: no number: NaN0\n12: no number: never\n"));
}

TEST(SyzbotFeatures, KeepsThePickedReleases) {
  struct Row {
    const char* day;
    const char* line;
    std::optional<std::uint32_t> count;
    const char* diagnostic;
  };
  const Row rows[] = {
      {"2024-02-02", "picked [v6.4 v6.3 v6.1] out of 12 release tags\n", 12, ""},
      {"2023-08-30",
       "picked [%!d(string=v6.4) %!d(string=v6.3) %!d(string=v6.1)] out of %!d(MISSING) release tags\n",
       std::nullopt, "10: the list of picked releases is malformed"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.line);
    const BisectionLog log = read_whole(head(row.day) + "all runs: crashed: A\n" + row.line);
    EXPECT_THAT(log.picked_releases, ElementsAre("v6.4", "v6.3", "v6.1"));
    EXPECT_EQ(log.release_count, row.count);
    EXPECT_THAT(diagnostics_of(log), HasSubstr(row.diagnostic));
  }
}

TEST(SyzbotFeatures, ReadsATestThatFailsAsAWhole) {
  struct Row {
    const char* why;
    const char* day;
    std::string lines;
    const char* step;
    std::uint32_t counted;
  };
  const Row rows[] = {
      {"the build", "2023-05-20", "failed building $1: kernel/a.c:1:2: error: x\nmake: stop\n",
       "start 1: all ok, -\n", 1},
      {"the test, in the first days of May 2023", "2023-05-07",
       "failed testing reproducer on $1: no pool\nat all\n", "start 1: all failed, -\n", 1},
      {"the test, since then", "2024-02-02", "repro testing failure: no pool\n", "start 1: all failed, -\n",
       1},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const bool build = row.lines.starts_with("failed building");
    const BisectionLog log = read_whole(head(row.day) + (build ? "all runs: OK\n" : "") + row.lines +
                                        kTested + "error: repro testing failure: no pool\n");
    EXPECT_EQ(steps_of(log), row.step);
    EXPECT_EQ(counted_tests(log), row.counted);
    EXPECT_EQ(diagnostics_of(log), "");
  }
}

TEST(SyzbotFeatures, SkipsWhatHasNoVerdict) {
  const BisectionLog log = read_whole(
      head("2024-02-02") +
      "all runs: crashed: A\nrepresentative crash: A, types: [BUG]\n"
      "# git bisect start $1 $2\nBisecting: 2 revisions left to test after this (roughly 1 step)\n[$3] "
      "subject\n\n" +
      test_of(
          '3',
          "run #0: boot failed: B\nrun #1: infra problem: quota\nrun #2: ignore: SYZFAIL: x\nrun #3: OK") +
      "unable to determine the verdict: 1 good runs (wanted 5), for bad wanted 5 in total, got 1\n"
      "# git bisect skip $3\nBisecting: 2 revisions left to test after this (roughly 1 step)\n[$4] "
      "subject\n\n"
      "testing commit $4 gcc\nmake: stop\nfailed building $4: make: stop\n# git bisect skip $4\n");
  EXPECT_EQ(steps_of(log),
            "start 1: all crashed, bad\n"
            "bisect 3: 1 ok, 1 boot-failed, 1 infra, 1 ignored, skip\n"
            "bisect 4: no build, skip\n");
}

TEST(SyzbotFeatures, ReadsEveryWayToASmallerConfiguration) {
  const std::string test = test_of('1', "all runs: crashed: A") + "representative crash: A, types: [BUG]\n";
  struct Row {
    const char* why;
    const char* day;
    std::string lines;
    std::size_t tests;
  };
  const Row rows[] = {
      {"nothing to switch off", "2024-02-02",
       "check whether we can drop unnecessary instrumentation\nthere was nothing we could disable; skip\n",
       0},
      {"instrumentation", "2024-02-02",
       "check whether we can drop unnecessary instrumentation\n"
       "disabling configs for [UBSAN BUG KASAN], they are not needed\n" +
           test +
           "the bug reproduces without the instrumentation\n"
           "disabling configs for [KASAN BUG UBSAN], they are not needed\n",
       1},
      {"instrumentation by other names", "2025-08-01",
       "check whether we can drop unnecessary instrumentation\n"
       "disabling configs for [hang memleak bug_or_warning], they are not needed\n" +
           test,
       1},
      {"chunks", "2024-02-02",
       "kconfig minimization: base=3920 full=7501 leaves diff=2016\nsplit chunks (needed=false): <2016>\n"
       "split chunk #0 of len 2016 into 5 parts\ntesting without sub-chunk 1/5\n" +
           test + "the chunk can be dropped\ntesting without sub-chunk 2/5\n" + test +
           "split chunks (needed=true): <403>, <403, final>\nno way to further split the chunk\n"
           "no need to test this chunk, it's definitely needed\n"
           "we have reached the limit on predicate runs (5); pretend it returns false\n"
           "minimized to 1613 configs; suspects: [FOO BAR]\n",
       2},
      {"a broken Kconfig", "2024-05-02",
       "config minimization failed due to bad Kconfig foo\nbar\nproceeding with the original config\n", 0},
      {"none", "2024-02-02", "# configuration already minimized\n", 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = read_whole(head(row.day) + "all runs: crashed: A\n" + row.lines);
    std::string expected = "start 1: all crashed, -\n";
    for (std::size_t i = 0; i < row.tests; ++i) expected += "config 1: all crashed, -\n";
    EXPECT_EQ(steps_of(log), expected);
  }
}

TEST(SyzbotFeatures, ReadsAFixOfAnotherTree) {
  struct Row {
    const char* why;
    const char* day;
    std::string lines;
    const char* steps;
  };
  const std::string base = "determining the merge base between $1 and $2\n";
  const std::string tip = "testing current HEAD $2\n" + test_of('2', "all runs: OK");
  const Row rows[] = {
      {"the merge base is taken as it is", "2023-08-15", base + "$8/subject of it is a merge base\n" + tip,
       "start 1: all crashed, -\nhead 2: all ok, -\n"},
      {"the merge base is tested", "2024-02-02",
       base + "$8/subject of it is a merge base, check if it has the bug\n" +
           test_of('8', "all runs: crashed: A") + tip,
       "start 1: all crashed, -\nmerge-base 8: all crashed, -\nhead 2: all ok, -\n"},
      {"the merge base has not got the bug", "2024-02-02",
       base + "$8/subject of it is a merge base, check if it has the bug\n" + test_of('8', "all runs: OK") +
           "reproducer does not crash the merge base, so there's no known bad commit\n",
       "start 1: all crashed, -\nmerge-base 8: all ok, -\n"},
      {"no single merge base", "2024-02-02", base + "expected 1 merge base, got 2\n",
       "start 1: all crashed, -\n"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(steps_of(read_whole(fix_head(row.day) + "all runs: crashed: A\n" + row.lines)), row.steps);
  }
}

TEST(SyzbotFeatures, SaysWhichVerdictWasPretended) {
  const std::string start =
      fix_head("2024-02-02") +
      "all runs: crashed: A\n# git bisect start $2 $1\n"
      "Bisecting: 3 revisions left to test after this (roughly 2 steps)\n[$3] subject\n\n"
      "determine whether the revision contains the guilty commit\n";
  const BisectionLog pretended =
      read_whole(start +
                 "checking the merge base $4\nthe bug was not introduced yet; pretend that kernel crashed\n"
                 "# git bisect good $3\n$2 is the first bad commit\ncommit $2\n\n");
  EXPECT_THAT(diagnostics_of(pretended),
              HasSubstr("without a test: syzbot took the bug for not yet there\n"));
  const BisectionLog tested = read_whole(start + "revision $1 crashed and is reachable\n" +
                                         test_of('3', "all runs: OK") + "# git bisect bad $3\n");
  EXPECT_EQ(commands_of(tested), "start 2 1 [0] -> test 3, 3 left, 2 rounds\nbad 3 [1] -> nothing\n");
}

TEST(SyzbotFeatures, ReadsEveryEnding) {
  struct Row {
    const char* day;
    const char* lines;  // behind the search
    const char* tail;   // behind "revisions tested"
    const char* claim;
  };
  const Row rows[] = {
      {"2023-06-01", "",
       "crash still not fixed on HEAD or HEAD had kernel test errors\ncommit msg: subject\n",
       "none: crash still not fixed on HEAD or HEAD had kernel test errors"},
      {"2024-02-02", "crash still not fixed/happens on the oldest tested release\n",
       "crash still not fixed or there were kernel test errors\ncommit msg: subject\ncrash: A\nreport\n",
       "none: crash still not fixed or there were kernel test errors"},
      {"2024-02-02", "HEAD had kernel build, boot or test errors\n",
       "crash still not fixed or there were kernel test errors\n",
       "none: crash still not fixed or there were kernel test errors"},
      {"2024-02-02", "",
       "oldest tested release already had the bug or it had kernel test errors\ncommit msg: subject\ncrash: "
       "A\n",
       "none: oldest tested release already had the bug or it had kernel test errors"},
      {"2024-02-02", "", "error: oldest tested release had kernel build, boot or test errors\n",
       "error: oldest tested release had kernel build, boot or test errors"},
      {"2023-05-20", "", "error: more than 50% of runs failed with an infra error\n",
       "error: more than 50% of runs failed with an infra error"},
      {"2024-02-02", "", "error: unable to determine the verdict because of infra errors\n",
       "error: unable to determine the verdict because of infra errors"},
      {"2024-02-02", "", "error: bisection is taking too long (>12h0m0s), aborting\n",
       "error: bisection is taking too long (>12h0m0s), aborting"},
      {"2024-02-02",
       "failed to detect release: exit status 1\nfailed to detect noop change: exit\nstatus 1\n",
       "first good commit: $4 subject\nrecipients (to): [\"a@example.com\" \"b@example.com\"]\n"
       "recipients (cc): []\n",
       "commit 4: subject"},
      {"2024-02-02", "", "bisection is inconclusive, the first good commit could be any of:\n$5\n$4\n$6\n",
       "several 5 4 6: bisection is inconclusive, the first good commit could be any of:"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.tail);
    const BisectionLog log =
        read_whole(fix_head(row.day) + "all runs: crashed: A\n" + row.lines + kTested + row.tail);
    EXPECT_EQ(claim_of(log), row.claim);
    EXPECT_EQ(diagnostics_of(log), "");
  }
}

TEST(SyzbotFeatures, TellsTheDialectsApartByWhatOnlyTheyPrint) {
  struct Row {
    const char* line;
    const char* dialect;
  };
  // Without the host line, which would say it.
  const Row rows[] = {
      {"failed building $1: x\n", "D12"},
      {"unable to determine the verdict: 1 good runs (wanted 5), for bad wanted 5 in total, got 1\n", "D13"},
      {"representative crash: A, types: [KASAN]\n", "D14"},
      {"false negative chance: 0.001\n", "D15"},
      {"picked [%!d(string=v6.4)] out of %!d(MISSING) release tags\n", "D16"},
      {"picked [v6.4] out of 2 release tags\n", "D17"},
      {"representative crash: A, types: [LOST_CONNECTION]\n", "D19"},
      {"run #0: ignore: lost connection to test machine\n", "D19"},
      {"representative crash: A, types: [DoS]\n", "D20"},
      {"disabling configs for [hang memleak], they are not needed\n", "D20"},
      {"disabling configs for [HANG LEAK], they are not needed\n", "D14"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.line);
    EXPECT_EQ(
        read_log("bisecting cause commit starting from $1\ntesting commit $1 gcc\n" + std::string(row.line))
            .dialect,
        row.dialect);
  }
}

}  // namespace
}  // namespace rebisect
