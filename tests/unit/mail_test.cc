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

TEST(Mail, UndoesTheStuffingOfFlowedText) {
  const std::string text = with_ids(
      "From: a@example.com\nTo: b@example.com\nContent-Type: text/plain; charset=utf-8;\n"
      " format=flowed; delsp=yes\n\ngit bisect start\n From: no header\n# bad: [$b] a \nti \ntle\n"
      "git bisect bad $b\n");
  const std::vector<std::string> lines = lines_of(undo_mail(text));
  EXPECT_THAT(lines, ::testing::Contains("From: no header"));
  EXPECT_THAT(lines, ::testing::Contains(with_ids("# bad: [$b] atitle")));
}

// A mail of several parts: each has its header, an empty line and its text.
std::string mail_of(const std::vector<std::string>& parts) {
  std::string text =
      "From: a@example.com\nSubject: it broke\nMIME-Version: 1.0\n"
      "Content-Type: multipart/mixed;\n\tboundary=\"=_b/1\"\n\nfor old programs\n";
  for (const std::string& part : parts) text += "--=_b/1\n" + part;
  return text + "--=_b/1--\nbeyond\n";
}

constexpr const char* kBody = "Content-Type: text/plain\n\nsee below, git bisect good = fine\n";
constexpr const char* kLog = "git bisect start '--term-new=fixed'\ngit bisect fixed $b\ngit bisect good $a\n";

TEST(Mail, ReadsALogThatIsAttached) {
  for (const char* const type :
       {"text/plain", "text/x-log; name=\"bisect.log\"", "application/octet-stream", "TEXT/Plain"}) {
    SCOPED_TRACE(type);
    const BisectionLog log = read_log(mail_of({kBody, std::string("Content-Type: ") + type + "\n\n" + kLog}));
    EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\n");
    EXPECT_EQ(log.options.term_bad, "fixed");
    EXPECT_EQ(kinds_of(log), "rrrrr_rrr_rrr_!!!rr");
    EXPECT_EQ(diagnostics_of(log), "");
  }
}

TEST(Mail, DecodesEachPartByItsOwnHeader) {
  const std::string quoted_printable = "Content-Transfer-Encoding: quoted-printable\n\n";
  const std::string plain = "Content-Type: text/plain\n\n";
  struct Row {
    const char* why;
    std::vector<std::string> parts;
  };
  const Row rows[] = {
      {"only the other part is encoded", {quoted_printable + "=C3=A4\n", plain + kLog}},
      {"only the log is",
       {plain + "a=3Db\n", quoted_printable + "git bisect start '--term-new=3Dfi=\nxed'\n" +
                               std::string(kLog).substr(std::string(kLog).find('\n') + 1)}},
      {"the log is quoted above", {plain + "> git bisect good $c\n", plain + kLog}},
      {"not the one in HTML",
       {"Content-Type: text/html\n\ngit bisect start\n" + std::string(kLog) + kLog, plain + kLog}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = read_log(mail_of(row.parts));
    EXPECT_EQ(log.options.term_bad, "fixed");
    EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\n");
  }
}

TEST(Mail, ReadsAForwardedMailWithinAMail) {
  const std::string inner = mail_of({kBody, std::string("Content-Type: text/plain\n\n") + kLog});
  std::string outer = mail_of({kBody, "Content-Type: message/rfc822\n\n" + inner});
  outer.replace(outer.find("=_b/1"), 5, "outer");
  for (std::size_t at = outer.find("\n--=_b/1"); at < outer.find(inner);
       at = outer.find("\n--=_b/1", at + 1)) {
    outer.replace(at, 8, "\n--outer");
  }
  EXPECT_EQ(steps_of(read_log(outer)), "start b: bad\nstart a: good\n");
}

// RFC 2045's encoding, in lines of 76.
std::string base64(const std::string& bytes) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8U) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (unsigned k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : kDigits[(group >> (18U - 6U * k)) & 63U];
    }
    if (i % 57 == 54) text += '\n';
  }
  return text + "\n";
}

TEST(Mail, ReadsALogInBase64AsTheLogAlone) {
  const std::string text = read_fixture("syzbot-2021-05.txt");
  const BisectionLog alone = read_log(text);
  const std::string encoded = "Content-Transfer-Encoding: base64\n\n" + base64(text);
  const std::string mails[] = {
      "From: a@example.com\nTo: b@example.com\n" + encoded,
      mail_of({kBody, "Content-Type: text/x-log\n" + encoded}),
  };
  for (const std::string& mail : mails) {
    BisectionLog log = read_log(mail);
    ASSERT_FALSE(log.diagnostics.empty());
    EXPECT_THAT(log.diagnostics.front().text, HasSubstr("base64"));
    log.diagnostics.erase(log.diagnostics.begin());
    log.mail.reset();
    EXPECT_EQ(log, alone);
  }
}

TEST(Mail, KeepsOfTheHeaderWhatAReplyNeeds) {
  struct Row {
    const char* why;
    std::string text;
    std::optional<MailFacts> facts;
  };
  const std::string log = "\n> git bisect start\n";
  const Row rows[] = {
      {"all of it",
       "Date: Mon, 10 May 2021 01:02:03 -0700\r\nMessage-ID: <1@example.com>\r\nSubject: [bug] it\r\n "
       "fails\r\n"
       "From: A U Thor <author@example.com>\r\n\r\nhello\r\nSubject: not this\r\n",
       MailFacts{"<1@example.com>", "[bug] it fails", "A U Thor", "Mon, 10 May 2021 01:02:03 -0700"}},
      {"a quoted name", "From: \"Thor, A\" <a@example.com>\nTo: b@example.com\n" + log,
       MailFacts{"", "", "Thor, A", ""}},
      {"an address alone", "From: <a@example.com>\nTo: b@example.com\n" + log,
       MailFacts{"", "", "a@example.com", ""}},
      {"a name in an encoded word",
       "From: =?UTF-8?q?J=C3=B6rg_T?= <a@example.com>\nTo: b@example.com\n" + log,
       MailFacts{"", "", "J\xC3\xB6rg T", ""}},
      {"the same in base64", "From: =?utf-8?B?SsO2cmc=?= <a@example.com>\nTo: b@example.com\n" + log,
       MailFacts{"", "", "J\xC3\xB6rg", ""}},
      {"a charset that is not read", "From: =?KOI8-R?B?0g==?= <a@example.com>\nTo: b@example.com\n" + log,
       MailFacts{"", "", "=?KOI8-R?B?0g==?=", ""}},
      {"no header", "git bisect start\n", std::nullopt},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(mail_facts(row.text), row.facts);
  }
}

TEST(Mail, DecodesBase64) {
  struct Row {
    const char* text;
    const char* bytes;
  };
  const Row rows[] = {
      {"", ""},
      {"Zg==", "f"},
      {"Zm8=", "fo"},
      {"Zm9v", "foo"},
      {"Zm9v\r\nYmFy", "foobar"},
      {"Z m*9v", "foo"},
      {"Zm9vY", "foo"},
      {"Zm8=Zm8=", "fo"},
      {"+/+/", "\xfb\xff\xbf"},
  };
  for (const Row& row : rows) EXPECT_EQ(decode_base64(row.text), row.bytes) << row.text;
}

TEST(Mail, SurvivesPartsWithoutEnd) {
  const std::string head = "From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n";
  for (const std::string& mail : {head, head + "--x\n", head + "--x\n--x\n", head + "--x--\n"}) {
    EXPECT_EQ(undo_mail(mail).lines.size(), read_lines(mail).size());
  }
  EXPECT_EQ(steps_of(read_log(head + "--x\n\n" + kLog)), "start b: bad\nstart a: good\n");
}

}  // namespace
}  // namespace rebisect
