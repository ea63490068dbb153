#include "adapters/report/markdown.h"

#include <string>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(MarkdownText, PutsIntoCodeWhatIsNotProse) {
  struct Row {
    const char* why;
    const char* text;
    const char* markdown;
  };
  const Row rows[] = {
      {"prose stays", "it's doubtful (52 %), see step 3: why?", "it's doubtful (52 %), see step 3: `why?`"},
      {"a name would be notified", "thanks @torvalds, for that", "thanks `@torvalds`, for that"},
      {"a number would be linked", "see #12 or GH-12", "see `#12` or `GH-12`"},
      {"as would an id", "91f245d5d5de was called bad", "`91f245d5d5de` was called bad"},
      {"and an address", "http://example.com/ www.example.com", "`http://example.com/ www.example.com`"},
      {"markup is text", "<b>x</b> *y* [z](w) a_b", "`<b>x</b> *y* [z](w`) `a_b`"},
      {"no list begins", "1. first", "`1`. first"},
      {"nor a rule", "-- x", "`--` x"},
      {"dates and sums are no ids", "2021-05-12 1.5 bits", "2021-05-12 1.5 bits"},
      {"a backtick needs a longer fence", "a`b", "``a`b``"},
      {"one at the end a blank too", "x`", "`` x` ``"},
      {"control characters are shown as such", "a\x1b[0mb", "`a?[0mb`"},
      {"nothing", "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(markdown_text(row.text), row.markdown);
  }
}

TEST(MarkdownText, CutsWhatIsTooLong) {
  const std::string text = markdown_text(std::string(10'000, 'w'));
  EXPECT_EQ(text, std::string(kMostMarkdownText - 1, 'w') + "...");
}

}  // namespace
}  // namespace rebisect
