#include "engine/replay/log_arithmetic.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::told;

// "1 left: f, follows".
std::string outline(const BisectionLog& log) {
  const LogArithmetic arithmetic = log_arithmetic(log);
  std::string text = arithmetic.left ? std::to_string(*arithmetic.left) + " left" : "open";
  for (const Revision& end : arithmetic.ends_with) text += " " + end.text;
  if (arithmetic.follows) text += *arithmetic.follows ? ", follows" : ", does not follow";
  return text;
}

TEST(LogArithmetic, ClosesWhereGitsNumbersDo) {
  struct Row {
    const char* why;
    const char* log;
    const char* expected;
  };
  const Row rows[] = {
      {"no commands", "none", "open"},
      {"no numbers", "start h a; good d; bad f; good e; claim f", "open"},
      {"good with none left: the last bad one remains",
       "start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim f", "1 left f, follows"},
      {"another one is reported", "start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim e",
       "1 left f, does not follow"},
      {"bad at the last test: it is the one", "start h a -> 1 1; good d -> 0 0; bad e; claim e",
       "1 left e, follows"},
      {"bad with a step to go leaves its parents open", "start h a -> 1 1; bad d; claim d", "open"},
      {"good with two left", "start h a -> 2 1; good d; claim h", "3 left"},
      {"a skip closes nothing", "start h a -> 0 0; skip d; claim h", "open"},
      {"no claim to compare", "start h a -> 0 0; good d", "1 left h"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(outline(told(row.log)), row.expected);
  }
}

TEST(LogArithmetic, TakesNamesOfOneCommitAsOne) {
  BisectionLog log = told("start h a");
  log.names = {{"v5.2", "d1477d63961a308a1377e78dae04020479791d36"}};
  EXPECT_TRUE(same_revision(log, {"v5.2"}, {"D1477D63961A"}));
  EXPECT_TRUE(same_revision(log, {"HEAD"}, {"HEAD"}));
  EXPECT_FALSE(same_revision(log, {"HEAD"}, {"v5.2"}));
  EXPECT_FALSE(same_revision(log, {"d1477d6"}, {"d1477d7"}));
  EXPECT_FALSE(same_revision(log, {"v5"}, {"v5.2"})) << "the beginning of a name is another name";
}

}  // namespace
}  // namespace rebisect
