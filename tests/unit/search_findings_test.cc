#include "engine/review/search_findings.h"

#include <gtest/gtest.h>

#include "tests/support/log_findings.h"
#include "tests/support/run_letters.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::problem_ids;
using testing::problems_of;
using testing::syzbot_log;
using testing::told;

TEST(EndStreak, IsFiveEqualVerdictsBehindAnother) {
  struct Row {
    const char* why;
    const char* log;
    const char* expected;
  };
  const Row rows[] = {
      {"five bad ones", "start h a; good b; bad c; bad d; bad e; bad f; bad g; claim g", "end-streak 2"},
      {"four", "start h a; good b; bad c; bad d; bad e; bad f; claim f", ""},
      {"five good ones", "start h a; bad b; good c; good d; good e; good f; good g; claim b", "end-streak 2"},
      {"a skip does not count", "start h a; good b; bad c; bad d; skip x; bad e; bad f; claim f", ""},
      {"nor does it end the streak", "start h a; good b; bad c; bad d; skip x; bad e; bad f; bad g; claim g",
       "end-streak 2"},
      {"all good: the bad end is the last other one",
       "start h a; good b; good c; good d; good e; good f; claim h", "end-streak 0"},
      {"the good end is no test", "start h a; good b; good c; good d; good e; claim h", ""},
      {"ends told one by one", "start; good a; bad h; bad b; bad c; bad d; bad e; bad f; claim f",
       "end-streak 0"},
      {"four behind such ends", "start; good a; bad h; bad b; bad c; bad d; bad e; claim e", ""},
      {"no claim, as in old logs of git", "start h a; good b; bad c; bad d; bad e; bad f; bad g",
       "end-streak 2"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(problem_ids(told(row.log), find_search_problems), row.expected);
  }
}

TEST(EndStreak, NamesTheStepBefore) {
  EXPECT_EQ(
      problems_of(told("start h a; good b; bad c; bad d; bad e; bad f; bad g; claim g"), find_search_problems)
          .front()
          .text,
      "the last 5 verdicts are the same (bad), as they are where the last other one is wrong: step 2, b, was "
      "called good");
}

TEST(ReleaseWalk, IsARiskWhereTheGoodReleaseMayHaveMissedTheBug) {
  struct Row {
    const char* why;
    const char* tests;
    const char* expected;
  };
  const Row rows[] = {
      {"the bug shows always", "start allC; v5.1 allC; v5.0 all.; bad allC", ""},
      {"it shows in one run of five", "start CC........; v5.0 ..........; bad allC", "release-walk-risk 1"},
      {"the release has two results", "start CCCCC.....; v5.0 ..bbbbbbbb; bad allC", "release-walk-risk 1"},
      {"four releases had it", "start allC; v5.4 allC; v5.3 allC; v5.2 allC; v5.1 allC; v5.0 all.; bad allC",
       "release-walk-risk 5"},
      {"three had it", "start allC; v5.3 allC; v5.2 allC; v5.1 allC; v5.0 all.; bad allC", ""},
      {"there was no search", "start CC........; v5.0 CC........; none", ""},
      {"a fix bisection walks no releases", "fix; start CC........; head all.; good allC", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(problem_ids(syzbot_log("D8", row.tests), find_search_problems), row.expected);
  }
}

TEST(ReleaseWalk, SaysHowProbableAMissIs) {
  EXPECT_EQ(
      problems_of(syzbot_log("D8", "start CC........; v5.0 ..........; bad allC"), find_search_problems)
          .front()
          .text,
      "that v5.0 is good, and with it the range, is not safe: the kernels before it crash in 20 % of their "
      "runs, so that its 10 runs miss the bug in 11 % of the cases");
}

}  // namespace
}  // namespace rebisect
