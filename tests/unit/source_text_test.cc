#include "engine/judge/source_text.h"

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(SourceText, CommentsAndIndentationDoNotCount) {
  struct Row {
    const char* before;
    const char* after;
    bool same;
  };
  const Row rows[] = {
      {"", "// new\n/* file */\n\n", false},  // no code that was compared
      {"// one\n", "// two\n", false},
      {"int a;\n", "int a; // one\n", true},
      {"int a;\n", "/* two\n lines */\nint a;\n", true},
      {"int a;\nint b;\n", "\tint\ta;\n\n\n  int b;", true},
      {"f(a, b);\n", "f( a,b ) ;\n", true},
      {"int a; // x \\\n goes on\nint b;\n", "int a;\nint b;\n", true},
      {"a /* x */ b\n", "a b\n", true},
      {"a/**/b\n", "ab\n", false},
      {"a + b\n", "a+b\n", false},  // pp-numbers and ++ would need more care
      {"f(a,\n  b);\n", "f(a, b);\n", false},
      {"int a;\n", "int b;\n", false},
      {"s = \"a  b\";\n", "s = \"a b\";\n", false},
      {"s = \"/* no comment */\";\n", "s = \"\";\n", false},
      {"s = \"// \\\" no comment\";\n", "s = \"// \\\" none\";\n", false},
      {"c = '\"'; /* x */ d = '\"';\n", "c = '\"'; d = '\"';\n", true},
      {"c = '\"'; x = '\"';\n", "c = '\"'; /* x */ '\"';\n", false},
      {"#define F(x) x\n", "#define F (x) x\n", false},
      {"#define F  x // y\n", "#define F x\n", true},
      {"#if A\nint a;\n#endif\n", "#if A\nint a;\n#endif /* A */\n", true},
      {"#error don't\nint a; /* x */\n", "#error don't\nint a;\n", true},
      {"\tnop\n\tret\n", "\tnop ret\n", false},
      {"int a; /* never closed", "int a;", true},
      {"s = \"never closed", "s = \"never close", false},
      {"a \\\n b\n", "a b\n", true},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.before);
    EXPECT_EQ(same_but_for_comments(row.before, row.after), row.same) << row.after;
    EXPECT_EQ(same_but_for_comments(row.after, row.before), row.same) << row.after;
    if (row.same) {
      EXPECT_TRUE(same_but_for_comments(row.before, row.before));
    }
  }
}

TEST(SourceText, SourcesInCAreKnownByTheirName) {
  EXPECT_TRUE(is_c_source("fs/open.c"));
  EXPECT_TRUE(is_c_source("include/linux/fs.h"));
  EXPECT_TRUE(is_c_source("arch/x86/entry/entry_64.S"));
  EXPECT_FALSE(is_c_source("fs/Makefile"));
  EXPECT_FALSE(is_c_source("fs/Kconfig"));
  EXPECT_FALSE(is_c_source("rust/kernel/lib.rs"));
}

}  // namespace
}  // namespace rebisect
