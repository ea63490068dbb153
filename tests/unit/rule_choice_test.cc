#include "engine/replay/rule_choice.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::history_of;
using testing::sketch;
using testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";
constexpr const char* kLog = "start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim f";

TEST(RuleChoice, TakesTheNewestOfThoseThatFit) {
  const Result<RuleChoice> choice = choose_rules(history_of(sketch(kLine)), told(kLog), nullptr);
  ASSERT_TRUE(choice.has_value());
  EXPECT_EQ(choice->rules, &newest_git_rules());
  EXPECT_FALSE(choice->also.empty());
  EXPECT_EQ(std::ranges::count(choice->also, choice->rules), 0);
  EXPECT_EQ(choice->replay.matched(), 3U);
}

TEST(RuleChoice, TakesTheRulesThatAreNamed) {
  const GitRules* const named = find_git_rules("1.5.0");
  ASSERT_NE(named, nullptr);
  const Result<RuleChoice> choice = choose_rules(history_of(sketch(kLine)), told(kLog), named);
  ASSERT_TRUE(choice.has_value());
  EXPECT_EQ(choice->rules, named);
}

TEST(RuleChoice, LeavesOutRulesThatAreOlderThanTheLogsFormat) {
  BisectionLog log = told(kLog);
  log.format = LogFormat::syzbot;
  const Result<RuleChoice> choice = choose_rules(history_of(sketch(kLine)), log, nullptr);
  ASSERT_TRUE(choice.has_value());
  // 1.8.2.2 is the row that describes 2.11.0 without paths, the oldest git a syzbot log can come from.
  const GitRules* const oldest = &without_paths(*find_git_rules("2.11.0"));
  for (const GitRules* rules : choice->also) EXPECT_GE(rules, oldest) << rules->version;
}

TEST(RuleChoice, ALogWithSpacedCommandsComesFromNoGitBefore160) {
  BisectionLog log = told(kLog);
  for (const bool spaced : {false, true}) {
    log.spaced_commands = spaced;
    const Result<RuleChoice> choice = choose_rules(history_of(sketch(kLine)), log, nullptr);
    ASSERT_TRUE(choice.has_value());
    const bool older = std::ranges::any_of(
        choice->also, [](const GitRules* rules) { return rules < find_git_rules("1.6.0"); });
    EXPECT_EQ(older, !spaced);
  }
}

TEST(RuleChoice, MarksStepsThatOnlyOtherRulesExplain) {
  const GitRules* const newest = &newest_git_rules();
  // Two commits halve this history equally well; git took the later one before 1.5.2 and the other one since.
  const Result<RuleChoice> choice = choose_rules(history_of(sketch("a; b: a; c: a; d: b c; e: d")),
                                                 told("start e a; bad d; good b"), newest);
  ASSERT_TRUE(choice.has_value());
  ASSERT_EQ(choice->replay.commands.size(), 3U);
  EXPECT_EQ(choice->replay.commands[1].match, Match::other_rules);
  EXPECT_EQ(choice->replay.commands[2].match, Match::same);
}

// By the definition: every replay made from scratch.
TEST(RuleChoice, TakesFromOtherReplaysOnlyWhatIsTheSame) {
  const testing::Sketch history = sketch("a; b: a; c: a; d: b c; e: d; f: d; g: e f; h: g; i: h");
  for (const char* log_text :
       {kLog, "start i a; bad g; good b; skip e; bad d", "start i c; good b; bad g; good d"}) {
    SCOPED_TRACE(log_text);
    const bool line = log_text == kLog;
    const History read = history_of(line ? sketch(kLine) : history);
    const BisectionLog log = told(log_text);
    for (const GitRules& rules : all_git_rules()) {
      const Replay scratch = *replay_on(read, log, rules);
      for (const GitRules& other : all_git_rules()) {
        const Replay earlier = *replay_on(read, log, other);
        const Replay taken = *replay_by_other_rules(read, log, rules, earlier, other);
        EXPECT_EQ(to_string(taken, log), to_string(scratch, log))
            << rules.version << " after " << other.version;
        for (std::size_t i = 0; i < scratch.commands.size(); ++i) {
          EXPECT_EQ(taken.commands[i].answer, scratch.commands[i].answer);
          EXPECT_EQ(taken.commands[i].state, scratch.commands[i].state);
        }
      }
    }
  }
}

}  // namespace
}  // namespace rebisect
