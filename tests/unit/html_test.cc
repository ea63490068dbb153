#include "adapters/report/html.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/report/finding_words.h"
#include "adapters/report/html_report.h"
#include "adapters/report/page_texts.h"
#include "config/reliability_file.h"
#include "config/settings.h"
#include "engine/review/review.h"
#include "tests/support/log_findings.h"
#include "tests/support/run_letters.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Html, TextIsReadAndNeverRun) {
  struct Row {
    std::string text;
    std::string markup;
    const char* why;
  };
  const Row rows[] = {
      {"plain", "plain", "nothing to do"},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "an element"},
      {"a & b &lt;", "a &amp; b &amp;lt;", "what is escaped already is text, too"},
      {"\" onload='x'", "&quot; onload=&#39;x&#39;", "the end of an attribute"},
      {"]]> --> <!--", "]]&gt; --&gt; &lt;!--", "the ends of other kinds of markup"},
      {"a\x01\x1b[31m\nb", "a??[31m?b", "control characters"},
      {"\xff\xc0\xaf", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "invalid UTF-8"},
      {"a\xE2\x80\xAE"
       "b\xE2\x81\xA6"
       "c\xD8\x9C",
       "a?b?c?", "marks that turn the direction of writing"},
      {"\xD7\xA9", "\xD7\xA9", "a letter that is written to the left is a letter"},
  };
  for (const Row& row : rows) EXPECT_EQ(Html(row.text).markup(), row.markup) << row.why;
}

TEST(Html, LongTextIsCutAndCounted) {
  EXPECT_EQ(Html(std::string(kMostOfText, 'w')).markup(), std::string(kMostOfText, 'w'));
  EXPECT_EQ(Html(std::string(10'000, 'w')).markup(),
            std::string(kMostOfText, 'w') + "... (9400 more characters)");
  const std::string accented = "\xC3\xA9";
  std::string text;
  for (std::size_t i = 0; i < kMostOfText + 1; ++i) text += accented;
  EXPECT_THAT(Html(text).markup(), HasSubstr(accented + "... (1 more characters)")) << "no letter is torn";
}

TEST(Html, AttributesCannotBeLeft) {
  const Html link = element("a", {{"href", "x\" onclick=\"run()"}, {"title", "<b>"}}, "<i>");
  EXPECT_EQ(link.markup(), "<a href=\"x&quot; onclick=&quot;run()\" title=\"&lt;b&gt;\">&lt;i&gt;</a>");
}

TEST(Html, LinksStayInTheirFolder) {
  EXPECT_EQ(page_link("Log_1.txt.html"), "Log_1.txt.html");
  EXPECT_EQ(page_link("javascript:alert(1)"), "javascript%3Aalert%281%29");
  EXPECT_EQ(page_link("../a b?#\xC3\xA9"), "..%2Fa%20b%3F%23%C3%A9");
}

TEST(Html, APagesPolicyNamesItsStyleAndScriptByTheirHashes) {
  // Of the empty text, by coreutils: printf '' | openssl dgst -sha256 -binary | base64
  const EmbeddedText nothing{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
  const std::string page = to_document({"<t>", nothing, nothing, element("p", "text")});
  EXPECT_THAT(page, HasSubstr("content=\"default-src &#39;none&#39;; style-src "
                              "&#39;sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=&#39;; script-src "
                              "&#39;sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=&#39;; base-uri"));
  EXPECT_THAT(page, HasSubstr("<title>&lt;t&gt;</title>"));
  EXPECT_THAT(page, HasSubstr("<body><p>text</p><script></script></body>"));
}

TEST(Html, StyleAndScriptsLoadNothingAndDoNotEndEarly) {
  for (const std::string_view text : {page_style(), report_script(), corpus_script()}) {
    for (const char* loads :
         {"http:", "https:", "//www", "@import", "</script", "</style", "eval(", "innerHTML"}) {
      EXPECT_EQ(text.find(loads), std::string_view::npos) << loads;
    }
  }
}

// A log whose every text is as bad as texts get.
BisectionLog hostile_log() {
  const std::string markup = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>";
  BisectionLog log =
      testing::syzbot_log("D8", "start allC; v5.1 x; v5.0 all.; bad C.O......b; good all.; claim c3");
  for (Step& step : log.steps) {
    step.release = step.release.empty() ? "" : markup;
    step.commit.text += step.role == StepRole::release ? markup : "";
    for (RunOutcome& run : step.runs) run.title += markup + std::string(10'000, 'w') + "\xff\xE2\x80\xAE";
  }
  log.diagnostics = {{1, markup}};
  log.dialect = markup;
  return log;
}

std::string page_of(const BisectionLog& log, const std::string& name) {
  ReviewOptions options = testing::default_review_options();
  options.weigh_by = Weighing{*default_settings(), *default_reliability_model()};
  options.plan = true;
  options.pages = true;
  return to_html(review(log, options), name, {"rebisect", "1.2.3"});
}

TEST(ReportPage, ShowsHostileTextAsText) {
  const std::string page = page_of(hostile_log(), "<img src=x>");
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("&lt;img src=x onerror=alert(2)&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_LT(page.size(), 400'000U);
}

// The tags between the style and the script, without what stands between them and without values.
std::vector<std::string> tags_of(const std::string& page) {
  std::vector<std::string> tags;
  const std::size_t end = page.rfind("<script>");
  for (std::size_t at = page.find("</style>"); at < end; at = page.find('<', at + 1)) {
    std::string tag;
    bool quoted = false;
    for (const char c : page.substr(at, page.find('>', at) - at)) {
      if (c == '"') quoted = !quoted;
      if (!quoted) tag += c;
    }
    tags.push_back(tag);
  }
  return tags;
}

TEST(ReportPage, HasNothingInItThatThePolicyForbids) {
  const std::vector<std::string> tags = tags_of(page_of(hostile_log(), "log"));
  EXPECT_GT(tags.size(), 200U);
  for (const std::string& tag : tags) {
    for (const char* forbidden : {" style=", " src=", " on", "<link", "<iframe", "<base", "<script"}) {
      EXPECT_THAT(tag, Not(HasSubstr(forbidden)));
    }
  }
}

TEST(ReportPage, HasEverySectionThatTheReportHasSomethingFor) {
  const std::string page = page_of(
      testing::syzbot_log("D8", "start allC; v5.1 allC; v5.0 all.; bad CCCCC.....; good all.; claim c3"),
      "log");
  for (const char* id : {"why", "suspects", "steps", "history", "what-if", "plan", "findings", "how"}) {
    EXPECT_THAT(page, HasSubstr(std::string("<section id=\"") + id + "\""));
  }
}

TEST(FindingWords, ExplainEveryFinding) {
  for (int kind = 0; kind <= static_cast<int>(FindingKind::weak_bad); ++kind) {
    const FindingWords& words = words_for(static_cast<FindingKind>(kind));
    EXPECT_TRUE(words.meaning.ends_with('.')) << id_of(static_cast<FindingKind>(kind));
    EXPECT_TRUE(words.remedy.ends_with('.')) << id_of(static_cast<FindingKind>(kind));
  }
}

}  // namespace
}  // namespace rebisect
