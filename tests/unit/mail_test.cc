#include "adapters/logs/mail.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using testing::diagnostics_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kinds_of;
using testing::read_fixture;
using testing::read_log;
using testing::steps_of;
using testing::with_ids;

std::vector<std::string> lines_of(const MailText& mail) {
  std::vector<std::string> lines;
  for (const LineView& line : mail.lines) lines.emplace_back(line.text);
  return lines;
}

std::string quoted(std::string_view text, std::string_view quote) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    result += std::string(quote) + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return result;
}

TEST(Lines, EndWithLfOrCrlfOrTheText) {
  struct Row {
    const char* text;
    std::vector<std::string> lines;
  };
  const Row rows[] = {
      {"", {}},           {"a", {"a"}},
      {"a\n", {"a"}},     {"a\r\nb", {"a", "b"}},
      {"\n\n", {"", ""}}, {"a\r\rb\n", {"a\r\rb"}},
  };
  for (const Row& row : rows) EXPECT_EQ(lines_of(undo_mail(row.text)), row.lines);
}

TEST(Mail, LeavesAPlainLogAsItIs) {
  for (const char* const name : {"syzbot-2021-05.txt", "syzbot-dialects/fix-D20.txt", "git-2010-first.log"}) {
    SCOPED_TRACE(name);
    const std::string text = read_fixture(name);
    const MailText mail = undo_mail(text);
    EXPECT_THAT(mail.rewritten, IsEmpty());
    EXPECT_THAT(mail.diagnostics, IsEmpty());
    std::string again;
    for (const LineView& line : mail.lines) again += std::string(line.text) + "\n";
    EXPECT_EQ(again, text);
  }
}

TEST(Mail, ReadsTheSameLogThroughQuotes) {
  const std::string text = read_fixture("syzbot-2021-05.txt");
  BisectionLog plain = read_log(text);
  for (const char* const quote : {"> ", ">", "> > ", ">> "}) {
    SCOPED_TRACE(quote);
    EXPECT_EQ(read_log(quoted(text, quote)), plain);
  }
}

TEST(Mail, TakesHeadersAndAnswersForRemarks) {
  const BisectionLog log = read_log(
      "From: A U Thor <author@example.com>\nSubject: Re: [syzbot] WARNING in foo\n\n"
      "On some day, somebody wrote:\n"
      "> git bisect start\n> # bad: [$b] subject\n> git bisect bad $b\n"
      "This one is right, but\n"
      "> git bisect good $a\n> # first bad commit: [$b] subject\n"
      "Thanks\n");
  EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\n");
  EXPECT_EQ(kinds_of(log), "rr_r!#!r!#r");
  EXPECT_EQ(diagnostics_of(log), "");
}

TEST(Mail, ReadsALogThatIsPartlyQuoted) {
  EXPECT_EQ(steps_of(read_log("> git bisect start\n>> git bisect bad $b\ngit bisect good $a\n")),
            "start b: bad\nstart a: good\n");
}

TEST(Mail, PutsBrokenLinesTogether) {
  struct Row {
    const char* why;
    const char* text;
    std::vector<const char*> lines;
  };
  const Row rows[] = {
      {"an id", "git bisect good\n$a\n", {"git bisect good $a"}},
      {"a comment", "# first bad commit:\n[$a] subject\n", {"# first bad commit: [$a] subject"}},
      {"a test", "testing commit\n$a with gcc\n", {"testing commit $a with gcc"}},
      {"counts",
       "Bisecting: 5 revisions left to test after this (roughly 3\nsteps)\n",
       {"Bisecting: 5 revisions left to test after this (roughly 3 steps)"}},
      {"the second id of a start", "# git bisect start $a\n$b\n", {"# git bisect start $a $b"}},
      {"git's answer to a command",
       "git bisect bad\n$a is the first bad commit\n",
       {"git bisect bad", "$a is the first bad commit"}},
      {"a title, but not in a mail",
       "# good: [$a] Merge branch 'for-next' of the maintainers\ntree\n",
       {"# good: [$a] Merge branch 'for-next' of the maintainers", "tree"}},
      {"a title in a mail",
       "> # good: [$a] Merge branch 'for-next' of the maintainers\n> tree\n",
       {"# good: [$a] Merge branch 'for-next' of the maintainers tree"}},
      {"a log line behind a title",
       "> # good: [$a] Merge branch 'for-next' of the maintainers\n> git bisect good $a\n",
       {"# good: [$a] Merge branch 'for-next' of the maintainers", "git bisect good $a"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const std::string text = with_ids(row.text);
    const MailText mail = undo_mail(text);
    std::vector<std::string> expected;
    for (const char* const line : row.lines) expected.push_back(with_ids(line));
    EXPECT_EQ(lines_of(mail), expected);
    EXPECT_EQ(mail.diagnostics.size(), 2 - expected.size());
    EXPECT_EQ(mail.lines.back().span.last, 2U);
  }
}

TEST(Mail, KeepsTheNumbersOfTheInputsLines) {
  const BisectionLog log = read_log("git bisect start\ngit bisect bad\n$b\ngit bisect good $a\n");
  EXPECT_EQ(log.commands[1].lines, (LineSpan{2, 3}));
  EXPECT_EQ(log.commands[2].lines, (LineSpan{4, 4}));
  EXPECT_EQ(kinds_of(log), "!!!!");
  EXPECT_EQ(diagnostics_of(log), "3: put together with the line before, as it must have been\n");
}

TEST(Mail, UndoesQuotedPrintable) {
  const BisectionLog log = read_log(
      "From: a@example.com\nTo: b@example.com\nContent-Transfer-Encoding: quoted-printable\n\n"
      "git bisect start '--term-new=3Dslow' '--term-old=\n=3Dfast'\ngit bisect slow $b=20\n");
  EXPECT_EQ(log.options.term_bad, "slow");
  EXPECT_EQ(log.options.term_good, "fast");
  EXPECT_EQ(steps_of(log), "start b: bad\n");
  EXPECT_EQ(kinds_of(log), "rrr_!!!");
}

TEST(Mail, UndoesFormatFlowed) {
  const std::string text = with_ids(
      "From: a@example.com\nTo: b@example.com\nContent-Type: text/plain; format=flowed\n\n"
      "git bisect start\n# bad: [$b] a \ntitle\ngit bisect bad $b\n");
  EXPECT_THAT(lines_of(undo_mail(text)), ::testing::Contains(with_ids("# bad: [$b] a title")));
}

}  // namespace
}  // namespace rebisect
