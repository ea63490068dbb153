// Reports of real logs with all that is judged of them, whole: for terminals of two widths, as a mail and as
// Markdown. Then what must hold of any of them.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/report/layout.h"
#include "adapters/report/mail.h"
#include "adapters/report/markdown.h"
#include "adapters/report/text.h"
#include "engine/review/review.h"
#include "tests/support/golden.h"
#include "tests/support/log_findings.h"
#include "tests/support/log_text.h"
#include "tests/support/reports.h"
#include "tests/support/scenarios.h"

namespace rebisect {
namespace {

using testing::judging_review_options;
using testing::lines_of;
using testing::matches_golden;

constexpr ToolVersion kTool{"rebisect", "1.2.3"};

constexpr const char* kLogs[] = {"syzbot-2019-11.txt", "syzbot-2020-04.txt", "syzbot-2021-05.txt",
                                 "syzbot-2021-12.txt", "git-2010-first.log", "git-2010-second.log"};

Report judged(const std::string& fixture) {
  return review(testing::read_log(testing::read_fixture(fixture)), judging_review_options());
}

std::string stem(const std::string& fixture) {
  return fixture.substr(0, fixture.find('.'));
}

TEST(JudgedReports, FitTerminalsOfTwoWidths) {
  for (const char* const log : kLogs) {
    SCOPED_TRACE(log);
    const Report report = judged(log);
    for (const std::size_t width : {80U, 120U}) {
      TextStyle style;
      style.width = width;
      const std::string text = to_text(report, style);
      EXPECT_TRUE(matches_golden(stem(log) + "-" + std::to_string(width) + ".txt", text));
      EXPECT_EQ(testing::overlong_lines(text, width), "");
    }
  }
}

TEST(JudgedReports, AreTheSameInColorButForTheFirstWord) {
  const Report report = judged("syzbot-2021-05.txt");
  TextStyle color;
  color.color = true;
  const std::string plain = to_text(report, TextStyle());
  EXPECT_EQ(to_text(report, color), "\x1b[1;33mDOUBTFUL\x1b[0m" + plain.substr(plain.find(':')));
}

TEST(JudgedReports, MakeMailsAndMarkdown) {
  for (const char* const log : kLogs) {
    SCOPED_TRACE(log);
    const Report report = judged(log);
    EXPECT_TRUE(matches_golden(stem(log) + "-mail.txt", to_mail(report, kTool)));
    EXPECT_TRUE(matches_golden(stem(log) + ".md", to_markdown(report, kTool)));
  }
}

// Everything that a test of this program has ever reported on.
std::vector<Report> all_reports() {
  std::vector<Report> reports;
  for (const auto& [name, scenario] : testing::all_scenarios()) {
    reports.push_back(testing::described_report(scenario, judging_review_options()));
    reports.push_back(review(scenario.log, judging_review_options()));
  }
  for (const char* const log : kLogs) reports.push_back(judged(log));
  for (const char* const aim : {"cause", "fix"}) {
    for (int dialect = 0; dialect <= 20; ++dialect) {
      const std::string number = (dialect < 10 ? "0" : "") + std::to_string(dialect);
      reports.push_back(judged(std::string("syzbot-dialects/") + aim + "-D" + number + ".txt"));
    }
  }
  reports.push_back(review(testing::hostile_log(), judging_review_options()));
  return reports;
}

// Words of a log that would do something where they began a line of a mail, or stood bare in Markdown.
constexpr const char* kTexts[] = {
    "#syz invalid", "@everyone see #1, GH-2 and https://example.com/ <b>bold</b> [a](b) `code` | & *x* _y_",
    "From nobody Mon Sep 17 00:00:00 2001", "\xff\xfe\x1b[31m \xe2\x80\xae ```", ""};

// The report as it would be of a log whose texts are these.
Report with_texts(Report report, const std::string& text, std::size_t length) {
  std::string longer = text;
  while (longer.size() < length) longer += " " + text;
  report.headline = longer;
  for (std::string& reason : report.reasons) reason = longer;
  for (std::string& claimed : report.deduction.claimed) report.descriptions[claimed] = {longer, text, 0, 0};
  for (Step& step : report.log.steps) step.release = text;
  report.log.mail = MailFacts{"<" + text + "@example.com>", longer, text, text};
  report.log.diagnostics.assign(30, {1, longer});
  return report;
}

void expect_mail(const Report& report) {
  const std::string mail = to_mail(report, kTool);
  const std::vector<std::string> lines = lines_of(mail);
  EXPECT_LE(lines.size(), kMostMailLines) << mail;
  EXPECT_TRUE(testing::is_utf8(mail)) << mail;
  for (const std::string& line : lines) {
    EXPECT_LE(columns(line), kMostMailColumns) << line;
    EXPECT_FALSE(line.starts_with("#") || line.starts_with("From ")) << line;
  }
}

TEST(Mails, AreShortWhateverTheReport) {
  for (const Report& report : all_reports()) expect_mail(report);
}

TEST(Mails, AreShortWhateverTheTexts) {
  const Report reports[] = {judged("syzbot-2021-05.txt"), judged("git-2010-second.log")};
  for (const Report& report : reports) {
    for (const char* const text : kTexts) {
      for (const std::size_t length : {0U, 80U, 4000U}) {
        SCOPED_TRACE(text);
        expect_mail(with_texts(report, std::string(text) + "x", length));
      }
    }
  }
}

// What is left of a line of Markdown when its code is taken out, as a tracker does before it looks for names.
std::string without_code(const std::string& line) {
  std::string rest;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] != '`') {
      rest += line[at++];
      continue;
    }
    const std::size_t begin = std::min(line.find_first_not_of('`', at), line.size());
    const std::string fence = line.substr(at, begin - at);
    std::size_t end = line.find(fence, begin);
    while (end != std::string::npos && end + fence.size() < line.size() && line[end + fence.size()] == '`') {
      end = line.find(fence, line.find_first_not_of('`', end));
    }
    EXPECT_NE(end, std::string::npos) << "code without an end: " << line;
    if (end == std::string::npos) break;
    at = end + fence.size();
  }
  return rest;
}

TEST(Markdown, LeavesNothingBareThatATrackerActsOn) {
  for (const char* const text : kTexts) {
    SCOPED_TRACE(text);
    const std::string markdown =
        to_markdown(with_texts(judged("syzbot-2021-05.txt"), std::string(text) + "x", 400), kTool);
    EXPECT_TRUE(testing::is_utf8(markdown));
    bool fenced = false;
    for (const std::string& line : lines_of(markdown)) {
      if (line.starts_with("```")) {
        fenced = !fenced;
        continue;
      }
      if (fenced || line.starts_with("<details>") || line == "</details>") continue;
      std::string bare = without_code(line);
      if (bare.starts_with("**")) bare.erase(bare.find("**", 2), 2).erase(0, 2);
      EXPECT_EQ(bare.find_first_of("@#<>[]&|*_~$\\"), std::string::npos) << line;
      EXPECT_EQ(bare.find("://"), std::string::npos) << line;
    }
    EXPECT_FALSE(fenced);
  }
}

}  // namespace
}  // namespace rebisect
