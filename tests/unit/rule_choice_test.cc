#include "engine/replay/rule_choice.h"

#include <algorithm>
#include <string>
#include <utility>

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

TEST(RuleChoice, AmongEqualsTakesTheRulesOfTheDayOfTheNewestCommit) {
  struct Row {
    const char* time;  // of the bad commit; the others are of 2001
    const char* version;
  };
  const Row rows[] = {
      {"1248825599", "1.6.1"},                            // the last second of 2009-07-28
      {"1248825600", "1.6.4"},  {"1300000000", "1.6.4"},  // 1.6.6.3 changed sessions with paths alone
      {"1700000000", "2.31.0"}, {"1782691200", "2.55.0"}, {"18446744073709551615", "2.55.0"},
  };
  for (const Row& row : rows) {
    const std::string line = "a; b: a; c: b; d: c; e: d; f: e; g: f; h@" + std::string(row.time) + ": g";
    const Result<RuleChoice> choice =
        choose_rules(history_of(sketch(line)), told("start h a -> 3 2; good d; bad f; good e"), nullptr);
    ASSERT_TRUE(choice.has_value());
    EXPECT_EQ(choice->rules->version, row.version) << row.time;
  }
}

TEST(RuleChoice, RulesOfTheDayThatDoNotFitAreNotTaken) {
  // As in MarksStepsThatOnlyOtherRulesExplain: only git before 1.5.2 went that way.
  const Result<RuleChoice> choice = choose_rules(history_of(sketch("a; b: a; c: a; d: b c; e@1700000000: d")),
                                                 told("start e a; bad d; good c; good b"), nullptr);
  ASSERT_TRUE(choice.has_value());
  EXPECT_LT(choice->rules, find_git_rules("1.5.2"));
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
void expect_the_same(const Replay& taken, const Replay& scratch, const BisectionLog& log) {
  EXPECT_EQ(to_string(taken, log), to_string(scratch, log));
  for (std::size_t i = 0; i < scratch.commands.size(); ++i) {
    EXPECT_EQ(taken.commands[i].answer, scratch.commands[i].answer);
    EXPECT_EQ(taken.commands[i].state, scratch.commands[i].state);
  }
}

TEST(RuleChoice, TakesFromOtherReplaysOnlyWhatIsTheSame) {
  constexpr const char* kMerges = "a; b: a; c: a; d: b c; e: d; f: d; g: e f; h: g; i: h";
  const std::pair<const char*, const char*> rows[] = {
      {kLine, kLog},
      {kMerges, "start i a; bad g; good b; skip e; bad d"},
      {kMerges, "start i c; good b; bad g; good d"},
  };
  for (const auto& [sketched, log_text] : rows) {
    SCOPED_TRACE(log_text);
    const History history = history_of(sketch(sketched));
    const BisectionLog log = told(log_text);
    for (const GitRules& rules : all_git_rules()) {
      const Replay scratch = *replay_on(history, log, rules);
      for (const GitRules& other : all_git_rules()) {
        const Replay earlier = *replay_on(history, log, other);
        expect_the_same(*replay_by_other_rules(history, log, rules, earlier, other), scratch, log);
      }
    }
  }
}

}  // namespace
}  // namespace rebisect
