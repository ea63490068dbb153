#include "engine/model/own_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

using testing::HasSubstr;

TEST(OwnTest, ReadsCommitCrashesAndRuns) {
  EXPECT_EQ(*parse_own_test("v5.11=3/20"), (OwnTest{{"v5.11"}, 3, 20}));
  EXPECT_EQ(*parse_own_test("4b825dc642cb=0/1"), (OwnTest{{"4b825dc642cb"}, 0, 1}));
  // The last signs count: a tag may have both in its name.
  EXPECT_EQ(*parse_own_test("a/b=c=1/2"), (OwnTest{{"a/b=c"}, 1, 2}));
}

TEST(OwnTest, RefusesWhatCannotBeATest) {
  for (const char* text : {"", "=1/2", "v5.11", "v5.11=", "v5.11=3", "v5.11=3/", "v5.11=/3", "v5.11=-1/3",
                           "v5.11=1/3x", "v5.11=1.5/3", "a/b=3"}) {
    const auto test = parse_own_test(text);
    ASSERT_FALSE(test) << text;
    EXPECT_EQ(test.error().code, ErrorCode::usage) << text;
    EXPECT_THAT(test.error().message, HasSubstr("is not COMMIT=CRASHES/RUNS")) << text;
  }
  for (const char* text : {"v5.11=0/0", "v5.11=4/3", "v5.11=0/100001"}) {
    const auto test = parse_own_test(text);
    ASSERT_FALSE(test) << text;
    EXPECT_THAT(test.error().message, HasSubstr("1 to 100000 runs")) << text;
  }
}

TEST(OwnTest, StandsBehindTheStepsOfTheLogWithoutAVerdict) {
  BisectionLog log;
  log.steps.resize(2);
  const BisectionLog extended = with_own_tests(log, {{{"v5.11"}, 1, 3}});
  ASSERT_EQ(extended.steps.size(), 3U);
  const Step& step = extended.steps.back();
  EXPECT_TRUE(step.own);
  EXPECT_FALSE(step.logged);
  EXPECT_EQ(step.commit.text, "v5.11");
  ASSERT_EQ(step.runs.size(), 3U);
  EXPECT_EQ(step.runs[0].kind, RunOutcome::Kind::crashed);
  EXPECT_EQ(step.runs[1].kind, RunOutcome::Kind::ok);
  EXPECT_EQ(step.runs[2].kind, RunOutcome::Kind::ok);
}

}  // namespace
}  // namespace rebisect
