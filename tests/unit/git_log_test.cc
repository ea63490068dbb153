#include "adapters/report/git_log.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "adapters/logs/parse_log.h"
#include "engine/replay/replay.h"
#include "tests/support/log_text.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::read_fixture;
using testing::told;

// What git was told in the end: "bad x; good y; ...", one verdict each. Answers and start lines do not count.
std::string marks_of(const BisectionLog& log) {
  std::string text;
  for (const GitCommand& command : log.commands) {
    for (std::size_t i = 0; i < command.revisions.size(); ++i) {
      text +=
          std::string(to_text(verdict_on(command, i))) + " " + explained(log, command.revisions[i]) + "; ";
    }
  }
  return text;
}

TEST(GitLog, TellsEachVerdictAndTheOutcome) {
  EXPECT_EQ(to_git_log(told("start h a b; good d; skip c e; bad f; claim f")),
            "git bisect start\n"
            "git bisect bad h\n"
            "git bisect good a\n"
            "git bisect good b\n"
            "git bisect good d\n"
            "git bisect skip c\n"
            "git bisect skip e\n"
            "git bisect bad f\n"
            "# first bad commit: [f]\n");
  EXPECT_EQ(to_git_log(told("start h a; skip g; claim g h")),
            "git bisect start\n"
            "git bisect bad h\n"
            "git bisect good a\n"
            "git bisect skip g\n"
            "# only skipped commits left to test\n"
            "# possible first bad commit: [g]\n"
            "# possible first bad commit: [h]\n");
}

TEST(GitLog, QuotesTheOptionsOfTheStartLine) {
  BisectionLog log = told("start h a");
  log.options = {true, true, {"a b", "it's!"}, "fast", "slow"};
  EXPECT_EQ(
      to_git_log(log),
      "git bisect start '--term-new=fast' '--term-old=slow' '--no-checkout' '--first-parent' '--' 'a b' "
      "'it'\\''s'\\!''\n"
      "git bisect fast h\n"
      "git bisect slow a\n");
}

TEST(GitLog, ReadsBackAsTheSameVerdicts) {
  for (const char* name : {"git-2010-first.log", "git-2010-second.log", "syzbot-2019-11.txt",
                           "syzbot-2020-04.txt", "syzbot-2021-05.txt", "syzbot-2021-12.txt"}) {
    SCOPED_TRACE(name);
    const Result<BisectionLog> log = parse_log(read_fixture(name), LogLimits());
    ASSERT_TRUE(log.has_value());
    const std::string printed = to_git_log(*log);
    const Result<BisectionLog> again = parse_log(printed, LogLimits());
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(marks_of(*again), marks_of(*log));
    EXPECT_EQ(to_git_log(*again), printed);
  }
}

}  // namespace
}  // namespace rebisect
