#include "engine/simulate/what_if.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/replay/replay.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::history_of;
using testing::sketch;
using testing::Sketch;
using testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";
constexpr const char* kLog = "start h a; good d; bad f; good e; claim f";

std::string left_after(const std::vector<Edit>& edits) {
  const Sketch history = sketch(kLine);
  const auto alternative = what_if(history_of(history), told(kLog), edits, newest_git_rules());
  return history.names(*alternative->deduction.candidates);
}

TEST(WhatIf, ReplaysTheOtherVerdictsAroundTheEdits) {
  EXPECT_EQ(left_after({}), "f");
  EXPECT_EQ(left_after({{{"e"}, Verdict::bad}}), "e") << "a false good one step before the end";
  EXPECT_EQ(left_after({{{"f"}, Verdict::good}}), "g h") << "a false bad";
  EXPECT_EQ(left_after({{{"e"}, Verdict::skip}}), "e f");
  EXPECT_EQ(left_after({{{"e"}, std::nullopt}}), "e f") << "taken back";
  EXPECT_EQ(left_after({{{"f"}, std::nullopt}, {{"h"}, Verdict::good}, {{"g"}, Verdict::bad}}), "")
      << "ends can be edited, too";
  EXPECT_EQ(left_after({{{"f"}, std::nullopt}}), "f g h");
  EXPECT_EQ(left_after({{{"g"}, Verdict::good}}), "") << "a commit that the log does not name is added";
}

TEST(WhatIf, FlipsEveryVerdictInTurn) {
  const Sketch history = sketch(kLine);
  const auto alternatives = flip_each(history_of(history), told(kLog), newest_git_rules());
  std::string text;
  for (const Alternative& alternative : *alternatives) {
    text += alternative.edits.front().commit.text + " " +
            std::string(to_text(*alternative.edits.front().verdict)) + ": " +
            history.names(*alternative.deduction.candidates) + "; ";
  }
  EXPECT_EQ(text, "h good: ; a bad: ; d bad: ; f good: g h; e bad: e; ");
}

TEST(WhatIf, CountsTheTestsThatGitWouldNotHaveAskedFor) {
  const Sketch history = sketch(kLine);
  const auto off_path = [&](const std::vector<Edit>& edits) {
    return what_if(history_of(history), told(kLog), edits, newest_git_rules())->off_path;
  };
  EXPECT_EQ(off_path({}), 0U);
  EXPECT_EQ(off_path({{{"d"}, Verdict::bad}}), 2U) << "f and e lie behind d";
  EXPECT_EQ(off_path({{{"f"}, Verdict::good}}), 1U) << "e is an ancestor of f";
  EXPECT_EQ(off_path({{{"e"}, Verdict::bad}}), 0U) << "the last one";
}

TEST(WhatIf, FlipsTheOnlyPresentEndToNoSearch) {
  const Sketch history = sketch(kLine);
  const auto alternatives =
      flip_each(history_of(history), told("start zz a; bad f; good d"), newest_git_rules());
  ASSERT_TRUE(alternatives.has_value());
  std::string text;
  for (const Alternative& alternative : *alternatives) {
    const auto& left = alternative.deduction.candidates;
    text += alternative.edits.front().commit.text + ": " + (left ? history.names(*left) : "no search") + "; ";
  }
  EXPECT_EQ(text, "zz: e f; a: ; f: no search; d: b c d; ");
}

TEST(WhatIf, RefusesAnIdThatFitsTwoCommitsOfTheLog) {
  const auto log = with_edits(told("start abcd1 abcd2; good abcd3"), {{{"abcd"}, Verdict::good}});
  EXPECT_EQ(log.error().code, ErrorCode::usage);
  EXPECT_EQ(log.error().message,
            "--set: abcd fits several commits of the log: abcd1 and abcd2; give more digits");
}

TEST(WhatIf, RefusesACommitThatIsNowhere) {
  const auto alternative =
      what_if(history_of(sketch(kLine)), told(kLog), {{{"zz"}, Verdict::good}}, newest_git_rules());
  EXPECT_EQ(alternative.error(),
            (Error{ErrorCode::usage, "--set zz=good: neither the log nor the repository has such a commit"}));
}

TEST(WhatIf, DropsWhatCameAfterAStep) {
  const BisectionLog log = *until_step(told(kLog), 2);
  EXPECT_EQ(log.steps.size(), 3U);
  EXPECT_EQ(log.commands.size(), 2U);
  EXPECT_EQ(log.claim, std::nullopt);
  EXPECT_EQ(until_step(told(kLog), 9).error().message, "--until 9: the log's steps are 0 to 4");
}

}  // namespace
}  // namespace rebisect
