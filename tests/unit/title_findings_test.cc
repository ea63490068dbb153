#include "engine/review/title_findings.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/log_findings.h"
#include "tests/support/run_letters.h"

namespace rebisect {
namespace {

using testing::problem_ids;
using testing::problems_of;
using testing::syzbot_log;

TEST(TitleFindings, EachIsRaisedByItsFaultAndByNoOther) {
  struct Row {
    const char* why;
    const char* tests;
    const char* expected;
  };
  const Row rows[] = {
      {"one title", "start allC; v5.0 all.; bad allC; claim c2", ""},
      {"another bug alone", "start allC; v5.0 all.; bad allC; bad allD; claim c2",
       "other-crash-bad 3; title-drift 3"},
      {"a title of the same function and family", "start allC; v5.0 all.; bad allO; claim c2", ""},
      {"of the same function, but another family", "start allC; v5.0 all.; bad allW; bad allC; claim c3",
       "other-crash-bad 2; title-drift 2"},
      {"another bug beside the bug's own", "start allC; v5.0 all.; bad CCCD......; bad allC; claim c3", ""},
      {"a quarter of the crashes", "start allC; v5.0 all.; bad CCCD......; claim c2", "title-drift 2"},
      {"most of the culprit's crashes", "start allC; v5.0 all.; bad CDD.......; bad allC; claim c2",
       "culprit-other-crash 2"},
      {"as many of each", "start allC; v5.0 all.; bad CD........; bad allC; claim c2", ""},
      {"only a good test shows another", "start allC; v5.0 all.; bad allC; claim c2", ""},
      {"titles of the start are the bug's", "start CD........; v5.0 all.; bad allD; claim c2", ""},
      {"no crash at all", "start -; v5.0 all.; bad -; claim c2", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(problem_ids(syzbot_log("D8", row.tests), find_title_problems), row.expected);
  }
}

TEST(TitleFindings, SayWhichTitles) {
  const auto findings = problems_of(
      syzbot_log("D8", "start allC; v5.0 all.; bad DDC.......; bad allD; claim c2"), find_title_problems);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(
      findings[0].text,
      "called bad on crashes that are not the bug's (KASAN: use-after-free Read in tcp_close) alone; step 3: "
      "possible deadlock in ext4_iget");
  EXPECT_EQ(
      findings[1].text,
      "22 of 23 crashes after the first kernel's have titles unlike the bug's (KASAN: use-after-free Read in "
      "tcp_close): possible deadlock in ext4_iget (22 runs)");
  EXPECT_EQ(
      findings[2].text,
      "at the reported commit 2 of 3 crashes are not the bug's (KASAN: use-after-free Read in tcp_close) but "
      "possible deadlock in ext4_iget");
}

std::string ids_of_claim(const std::string& id, const std::string& title) {
  BisectionLog log = syzbot_log("D8", "start allC; v5.0 all.; bad allC; claim " + id);
  log.claim->text = title;
  return problem_ids(log, find_title_problems);
}

TEST(DetectorCommit, IsToldFromTheTitleOfTheClaim) {
  for (const char* title :
       {"lockdep: Report nested waits", "mm/kasan: stop tests early", "io_uring: wire up the registration",
        "tty: add WARN_ON() for a lost reference", "net: might_sleep() in close",
        "refcount: check for overflow", "fs: new syscall to open trees"}) {
    EXPECT_EQ(ids_of_claim("c2", title), "detector-commit") << title;
  }
  for (const char* title : {"net: fix the order of locks", "ext4: undetected error", "Merge tag 'x'",
                            "tty: rewire upper half", "usb: forward to lockdepartment", ""}) {
    EXPECT_EQ(ids_of_claim("c2", title), "") << title;
  }
}

TEST(KnownAttractor, IsOnSyzkallersList) {
  EXPECT_EQ(ids_of_claim("f2c2e717642c" + std::string(28, '0'), ""), "known-attractor");
  EXPECT_EQ(ids_of_claim("f2c2e717642d" + std::string(28, '0'), ""), "");
}

}  // namespace
}  // namespace rebisect
