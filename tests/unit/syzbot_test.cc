#include "adapters/logs/syzbot.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/logs/syzbot_dialect.h"
#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using ::testing::AllOf;
using testing::claim_of;
using testing::commands_of;
using testing::diagnostics_of;
using ::testing::Each;
using ::testing::HasSubstr;
using testing::kinds_of;
using ::testing::Ne;
using testing::read_fixture;
using testing::read_log;
using testing::steps_of;

constexpr int kDialects = 21;

// The same story, as each dialect tells it.
TEST(Syzbot, ReadsACauseBisectionOfEveryDialect) {
  for (int dialect = 0; dialect < kDialects; ++dialect) {
    SCOPED_TRACE(dialect);
    const BisectionLog log = read_log(read_fixture(fmt::format("syzbot-dialects/cause-D{:02}.txt", dialect)));
    EXPECT_EQ(log.dialect, fmt::format("D{}", dialect));
    EXPECT_EQ(log.aim, Aim::cause);
    EXPECT_EQ(claim_of(log), "commit 4: subject");
    EXPECT_EQ(commands_of(log),
              fmt::format("start {} [{}] -> test 4, 11 left, 4 rounds\n"
                          "bad 4 [{}] -> test 5, 5 left, 3 rounds\n"
                          "skip 5 [{}] -> test 6, 5 left, 3 rounds\n"
                          "good 6 [{}] -> first-bad 4\n",
                          dialect < 2 ? "v5.2 v5.1" : "2 3", dialect < 14 ? "1 2" : "3 4",
                          dialect < 14 ? 3 : 5, dialect < 14 ? 4 : 6, dialect < 14 ? 5 : 7));
    EXPECT_EQ(counted_tests(log), log.revisions_tested);
    EXPECT_THAT(log.line_kinds, Each(Ne(LineKind::unknown)));
    EXPECT_EQ(log.names, (std::map<std::string, std::string>{{"v5.1", std::string(40, '3')},
                                                             {"v5.2", std::string(40, '2')}}));
  }
}

TEST(Syzbot, ReadsTheTestsOfACauseBisection) {
  EXPECT_EQ(steps_of(read_log(read_fixture("syzbot-dialects/cause-D11.txt"))),
            "start 1: 1 ok, 19 crashed, -\n"
            "release 2 v5.2: all crashed, bad\n"
            "release 3 v5.1: all ok, good\n"
            "bisect 4: 6 ok, 3 crashed, 1 boot-failed, bad\n"
            "bisect 5: no build, skip\n"
            "bisect 6: 9 ok, 1 boot-failed, good\n"
            "parent 7: -\n");
  EXPECT_EQ(steps_of(read_log(read_fixture("syzbot-dialects/cause-D19.txt"))),
            "start 1: 1 ok, 19 crashed, -\n"
            "config 1: all crashed, -\n"
            "config 1: all crashed, -\n"
            "release 2 v5.2: all crashed, bad\n"
            "release 3 v5.1: all ok, good\n"
            "bisect 4: 6 ok, 3 crashed, 1 boot-failed, bad\n"
            "bisect 5: no build, skip\n"
            "bisect 6: 9 ok, 1 ignored, good\n"
            "parent 7: -\n");
}

TEST(Syzbot, ReadsAFixBisectionOfEveryDialect) {
  for (int dialect = 0; dialect < kDialects; ++dialect) {
    SCOPED_TRACE(dialect);
    const BisectionLog log = read_log(read_fixture(fmt::format("syzbot-dialects/fix-D{:02}.txt", dialect)));
    // A fix bisection without a failed build looks the same in these dialects as in the ones before.
    const bool as_before = dialect == 2 || dialect == 4 || dialect == 6;
    EXPECT_EQ(log.dialect, fmt::format("D{}", as_before ? dialect - 1 : dialect));
    EXPECT_EQ(log.aim, Aim::fix);
    EXPECT_EQ(claim_of(log), "commit 4: subject");
    EXPECT_EQ(counted_tests(log), log.revisions_tested);
    EXPECT_THAT(log.line_kinds, Each(Ne(LineKind::unknown)));
  }
}

TEST(Syzbot, KeepsGitsWordsOfAFixBisection) {
  const BisectionLog log = read_log(read_fixture("syzbot-dialects/fix-D17.txt"));
  EXPECT_EQ(steps_of(log),
            "start 1: all crashed, -\n"
            "merge-base 8: all crashed, good\n"
            "head 2: all ok, bad\n"
            "bisect 4: all ok, bad\n"
            "merge-base 9: all ok, -\n");
  // Commit 5 was not tested: syzbot pretended that it crashed.
  EXPECT_EQ(commands_of(log),
            "start 2 8 [2 1] -> test 4, 11 left, 4 rounds\n"
            "bad 4 [3] -> test 5, 5 left, 3 rounds\n"
            "good 5 [] -> first-bad 4\n");
}

TEST(Syzbot, ReadsTheFactsOfRealLogs) {
  struct Row {
    const char* file;
    const char* dialect;
    std::uint32_t tests;
    const char* culprit;
    const char* crash;
  };
  const Row rows[] = {
      {"syzbot-2019-11.txt", "D2", 17, "1d7bb1d50fb4",
       "INFO: trying to register non-static key in io_cqring_ev_posted"},
      {"syzbot-2020-04.txt", "D5", 15, "7bc3e6e55acf", "possible deadlock in io_submit_one"},
      {"syzbot-2021-05.txt", "D7", 20, "91f245d5d5de", "possible deadlock in tctx_task_work"},
      {"syzbot-2021-12.txt", "D8", 15, "71a85387546e", "possible deadlock in io_worker_cancel_cb"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.file);
    const BisectionLog log = read_log(read_fixture(row.file));
    EXPECT_EQ(log.dialect, row.dialect);
    EXPECT_EQ(counted_tests(log), row.tests);
    EXPECT_EQ(log.revisions_tested, row.tests);
    ASSERT_TRUE(log.claim);
    EXPECT_TRUE(log.claim->commits.front().text.starts_with(row.culprit));
    EXPECT_EQ(log.crash_title, row.crash);
    EXPECT_EQ(diagnostics_of(log), "");
    EXPECT_THAT(log.line_kinds, Each(Ne(LineKind::unknown)));
  }
}

TEST(Syzbot, ReadsEveryFieldOfATest) {
  const BisectionLog log = read_log(read_fixture("syzbot-2021-05.txt"));
  const Step& culprit = log.steps[log.steps.size() - 3];
  EXPECT_EQ(culprit.commit.text, "91f245d5d5de0802428a478802ec051f7de2f5d6");
  EXPECT_EQ(culprit.compiler, "gcc (GCC) 10.2.1 20210217");
  EXPECT_EQ(culprit.signature, log.culprit_signature);
  EXPECT_EQ(culprit.runs[1], (RunOutcome{RunOutcome::Kind::crashed, "possible deadlock in tctx_task_work"}));
  EXPECT_TRUE(log.reproducer_flaky);
  EXPECT_EQ(log.header_commit.text, "88b06399c9c766c283e070b022b5ceafa4f63f19");
  EXPECT_EQ(log.syzkaller_commit.text, "da958a4d24db4dfddd875298efb23733d05272d5");
  EXPECT_EQ(log.steps[4].lines, (LineSpan{34, 36}));
  // What syzbot does between two tests belongs to neither.
  EXPECT_EQ(read_log(read_fixture("syzbot-dialects/cause-D20.txt")).steps[1].lines, (LineSpan{32, 36}));
  EXPECT_EQ(log.commands[1].lines, (LineSpan{30, 30}));
  EXPECT_EQ(read_log(read_fixture("syzbot-dialects/cause-D17.txt")).steps.back().false_negative_chance,
            std::nullopt);
  EXPECT_EQ(read_log(read_fixture("syzbot-dialects/cause-D17.txt")).steps[4].false_negative_chance, 0.001);
}

TEST(Syzbot, ReadsEveryEnding) {
  struct Row {
    const char* why;
    const char* tail;
    const char* claim;
  };
  const Row rows[] = {
      {"an error of several lines", "error: no build\nmake: stop\n\nrun #0: OK\n",
       "error: no build\nmake: stop\n\nrun #0: OK"},
      {"no fix", "the crash still happens on HEAD\ncommit msg: subject\n",
       "none: the crash still happens on HEAD"},
      {"no fix, since 2023", "crash still not fixed or there were kernel test errors\n",
       "none: crash still not fixed or there were kernel test errors"},
      {"older than the releases", "the crash already happened on the oldest tested release\ncrash: foo\n",
       "none: the crash already happened on the oldest tested release"},
      {"several", "bisection is inconclusive, the first bad commit could be any of:\n$4\n$5\n",
       "several 4 5: bisection is inconclusive, the first bad commit could be any of:"},
      {"one", "first bad commit: $4 subject\n", "commit 4: subject"},
      {"none at all", "", "no claim"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const std::string head =
        "bisecting cause commit starting from $1\ntesting commit $1 with gcc (GCC) 8.1.0\nall runs: OK\n"
        "revisions tested: 1, total time: 1s (build: 0s, test: 0s)\n";
    const BisectionLog log = read_log(head + row.tail);
    EXPECT_EQ(claim_of(log), row.claim);
    EXPECT_THAT(log.line_kinds, Each(Ne(LineKind::unknown)));
  }
}

TEST(Syzbot, TellsItsOwnLinesFromThoseOfABuildAndOfGit) {
  const BisectionLog log = read_log(
      "bisecting cause commit starting from $1\n"                    // c
      "testing commit $1 with gcc (GCC) 8.1.0\n"                     // c
      "run #0: failed: failed to run [\"scp\"]: exit status 1\n"     // c
      "scp: no space left on device\n"                               // t
      "\n"                                                           // _
      "run #1: crashed: foo\n"                                       // c
      "# git bisect start $2 $3\n"                                   // c
      "warning: unable to access 'x'\n"                              // g
      "Bisecting: a merge base must be tested\n"                     // g
      "[$4] run #0: crashed: foo\n"                                  // g
      "testing commit $4 with gcc (GCC) 8.1.0\n"                     // c
      "crash: this is said by a build\n"                             // t
      "error: so is this\n"                                          // t
      "# git bisect skip $4\n"                                       // c
      "There are only 'skip'ped commits left to test.\n"             // g
      "The first bad commit could be any of:\n"                      // g
      "$4\n"                                                         // g
      "We cannot bisect more!\n"                                     // g
      "what is this\n"                                               // ?
      "revisions tested: 2, total time: 1s (build: 0s, test: 0s)\n"  // c
      "bisection is inconclusive, the first bad commit could be any of:\n$4\n");
  EXPECT_EQ(kinds_of(log),
            "ccct_cc"
            "gggctt"
            "cgggg?ccc");
  EXPECT_EQ(diagnostics_of(log), "19: not understood: what is this\n");
  EXPECT_EQ(commands_of(log),
            "start 2 3 [] -> merge-base 4\n"
            "skip 4 [1] -> only-skipped 4\n");
  EXPECT_EQ(steps_of(log),
            "start 1: 1 crashed, 1 failed, -\n"
            "merge-base 4: no build, skip\n");
}

}  // namespace
}  // namespace rebisect
