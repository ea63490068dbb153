#include "adapters/logs/parse_log.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::read_fixture;
using testing::with_ids;

TEST(ParseLog, RefusesWhatIsNoBisectionLogAndSaysWhatItIs) {
  struct Row {
    const char* why;
    std::string text;
    const char* message;
  };
  const Row rows[] = {
      {"empty", "", "the input is empty"},
      {"blank", " \n\n\t\n", "the input is empty"},
      {"binary",
       std::string("\x7f"
                   "ELF\0\1",
                   6),
       "binary data"},
      {"a crash report",
       "WARNING: possible circular locking dependency detected\nCall Trace:\n dump_stack+0x1\n",
       "a kernel crash report"},
      {"a crash report with times", "[   12.3] ------------[ cut here ]------------\n[   12.3] foo\n",
       "a kernel crash report"},
      {"a patch", "diff --git a/x b/x\n--- a/x\n+++ b/x\n", "a patch"},
      {"git log", "commit $a\nAuthor: A U Thor <author@example.com>\n\n    git bisect found this\n",
       "the output of git log"},
      {"an HTML page", "<!DOCTYPE html>\n<title>Error 404</title>\n", "an HTML page"},
      {"a mail", "From: a@example.com\nSubject: hello\n\nhi\n", "a mail without a bisection log"},
      {"syzbot's mail", "From: syzbot\nSubject: Re: foo\n\nbisection log:  https://example.com/bisect.txt\n",
       "save the page that its line \"bisection log:\" names"},
      {"a job's error", "bisection is taking too long (>8h0m0s), aborting",
       "only the error of a bisection job, without its log: bisection is taking too long (>8h0m0s), "
       "aborting"},
      {"a job's error with an id", "commit $a not reachable in branch 'master'",
       "not reachable in branch 'master'"},
      {"a compiler's error", "kernel/foo.c:1:2: error: no such thing\n",
       "kernel/foo.c:1:2: error: no such thing"},
      {"prose", "We should use git bisect start here.\n", "it begins with \"We should use"},
      {"prose that begins like a verdict", "git bisect bad luck\n", "it begins with \"git bisect bad luck"},
      {"prose that begins like a command", "git bisect start the engine\nand drive\n",
       "it begins with \"git bisect start the"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const auto log = parse_log(with_ids(row.text));
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, ErrorCode::malformed);
    EXPECT_THAT(log.error().message, AllOf(HasSubstr(row.message), HasSubstr("what is read is")));
  }
}

TEST(ParseLog, RefusesInputsBeyondTheLimits) {
  const std::string text = read_fixture("git-2010-first.log");
  const auto bytes = parse_log(text, {.bytes = text.size() - 1});
  ASSERT_FALSE(bytes);
  EXPECT_THAT(bytes.error().message, HasSubstr("1739 bytes, more than the 1738"));
  const auto lines = parse_log(text, {.lines = 30});
  ASSERT_FALSE(lines);
  EXPECT_THAT(lines.error().message, HasSubstr("more than 30 lines"));
  EXPECT_TRUE(parse_log(text, {.bytes = text.size(), .lines = 31}));
}

TEST(ParseLog, ReadsASyzbotLogThatQuotesGitCommands) {
  // "# git bisect good" in a log of git is a step that a person took out; it makes no syzbot log.
  const auto log = parse_log(with_ids("git bisect start\n# git bisect good $a\ngit bisect bad $b\n"));
  ASSERT_TRUE(log);
  EXPECT_EQ(log->format, LogFormat::git);
  EXPECT_EQ(log->steps.size(), 1U);
}

TEST(ParseLog, SortsDiagnosticsByLine) {
  const auto log =
      parse_log(with_ids("git bisect start\ngit bisect good\n$a\ngit bisect reset\ngit bisect bad\n$b\n"));
  ASSERT_TRUE(log);
  std::vector<std::uint32_t> lines;
  for (const Diagnostic& diagnostic : log->diagnostics) lines.push_back(diagnostic.line);
  EXPECT_THAT(lines, ::testing::ElementsAre(3, 4, 6));
}

}  // namespace
}  // namespace rebisect
