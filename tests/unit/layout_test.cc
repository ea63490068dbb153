#include "adapters/report/layout.h"

#include <string>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(Layout, ShowsNothingThatDrivesATerminal) {
  struct Row {
    const char* why;
    std::string text, expected;
  };
  const std::string unknown = "\xEF\xBF\xBD";
  const Row rows[] = {
      {"plain text stays", "a b-c", "a b-c"},
      {"so does text in other scripts", "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\x9B",
       "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\x9B"},
      {"an escape sequence", "\x1b[31mred", "?[31mred"},
      {"line ends and tabs", "a\r\n\tb", "a???b"},
      {"NUL and DEL", std::string("a\0b\x7f", 4), "a?b?"},
      {"a control character of Latin-1 in UTF-8",
       "\xC2\x9B"
       "31m",
       "?31m"},
      {"the same as a byte",
       "\x9B"
       "31m",
       unknown + "31m"},
      {"writing turned around",
       "a\xE2\x80\xAE"
       "b",
       "a?b"},
      {"an overlong slash", "\xC0\xAF", unknown + unknown},
      {"a surrogate", "\xED\xA0\x80", unknown + unknown + unknown},
      {"beyond Unicode", "\xF5\x80\x80\x80", unknown + unknown + unknown + unknown},
      {"a sequence cut short", "a\xE2\x82", "a" + unknown + unknown},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(printable(row.text), row.expected);
  }
}

TEST(Layout, ShowsAsciiAlone) {
  EXPECT_EQ(in_ascii("a-b"), "a-b");
  EXPECT_EQ(in_ascii("J\xC3\xB6rg \xE2\x82\xAC\xF0\x9F\x90\x9B"), "J?rg ??");
}

TEST(Layout, CountsColumns) {
  EXPECT_EQ(columns(""), 0U);
  EXPECT_EQ(columns("abc"), 3U);
  EXPECT_EQ(columns("\xC3\xA9\xE2\x82\xAC"), 2U);
  EXPECT_EQ(columns("\xE5\xBC\xA0\xE4\xB8\x89"), 4U) << "a Chinese name";
  EXPECT_EQ(columns("\xF0\x9F\x90\x9B"), 2U) << "a picture";
  EXPECT_EQ(columns("e\xCC\x81"), 1U) << "an accent by itself";
  EXPECT_EQ(columns("\xFF\xE5"), 2U) << "bytes of no character";
}

TEST(Layout, BreaksLinesAtBlanks) {
  struct Row {
    const char* why;
    std::string text;
    std::size_t width;
    std::string expected;
  };
  const Row rows[] = {
      {"it fits", "one two", 10, "- one two\n"},
      {"just so", "one two", 9, "- one two\n"},
      {"one too many", "one two", 8, "- one\n    two\n"},
      {"several blanks are one", " one   two ", 20, "- one two\n"},
      {"a long word stands alone", "a wwwwwwwwwwww b", 8, "- a\n    wwwwwwwwwwww\n    b\n"},
      {"a long word comes first", "wwwwwwwwwwww b", 8, "- wwwwwwwwwwww\n    b\n"},
      {"no text", "", 8, "- \n"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(wrapped(row.text, "- ", "    ", row.width), row.expected);
  }
}

TEST(Layout, FillsAndCutsCells) {
  EXPECT_EQ(cell("abc", 5), "abc  ");
  EXPECT_EQ(cell("abc", 3), "abc");
  EXPECT_EQ(cell("abcd", 3), "ab~");
  EXPECT_EQ(cell("\xC3\xA9\xC3\xA9\xC3\xA9", 2), "\xC3\xA9~");
  EXPECT_EQ(cell("abc", 0), "");
  EXPECT_EQ(cell("\xE5\xBC\xA0\xE4\xB8\x89", 3), "\xE5\xBC\xA0~");
  EXPECT_EQ(cell("\xE5\xBC\xA0\xE4\xB8\x89", 2), " ~") << "a wide one does not fit";
}

}  // namespace
}  // namespace rebisect
