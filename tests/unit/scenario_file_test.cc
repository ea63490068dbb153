#include "config/scenario_file.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

using ::testing::ElementsAre;

Step step(StepRole role, const char* commit, std::optional<Verdict> logged, std::uint32_t line) {
  Step result;
  result.role = role;
  result.commit.text = commit;
  result.logged = logged;
  result.lines = {line, line};
  return result;
}

GitCommand told(Verdict verdict, const char* commit, std::size_t place, std::uint32_t line) {
  GitCommand result;
  result.verdict = verdict;
  result.revisions = {{commit}};
  result.steps = {place};
  result.lines = {line, line};
  return result;
}

TEST(ScenarioFile, BecomesALogAndWhatIsExpectedOfIt) {
  const Result<Scenario> scenario = parse_scenario(
      "why: shows how it is read\n"
      "graph: \"a; b@1700000000: a; c: a; d: b c\"\n"
      "missing: x\n"
      "start: {bad: d, good: [a, x]}\n"
      "log:\n"
      "  - {bad: c}\n"
      "  - {test: b, verdict: good, runs: {ok: 2, infra: 1}, role: merge-base}\n"
      "claim: c d\n"
      "expect:\n"
      "  {deduction: any-of, candidates: d c, follows: null, conclusion: doubtful, findings: [flaky],\n"
      "   contradiction: [], whatif: [{set: {b: none, c: skip}, next: b}]}\n",
      "x.yaml");
  ASSERT_TRUE(scenario.has_value()) << scenario.error().message;

  GitCommand start;
  start.kind = GitCommand::Kind::start;
  start.revisions = {{"d"}, {"a"}, {"x"}};
  start.steps = {0, 1, 2};
  start.lines = {4, 4};
  Step good_b = step(StepRole::merge_base, "b", Verdict::good, 7);
  good_b.runs = {{RunOutcome::Kind::ok, ""}, {RunOutcome::Kind::ok, ""}, {RunOutcome::Kind::infra, ""}};

  Scenario expected;
  expected.why = "shows how it is read";
  expected.graph = "a; b@1700000000: a; c: a; d: b c";
  expected.commits = {"a", "b", "c", "d"};
  expected.missing = {"x"};
  expected.log.dialect = "git";
  expected.log.steps = {
      step(StepRole::start, "d", Verdict::bad, 4), step(StepRole::start, "a", Verdict::good, 4),
      step(StepRole::start, "x", Verdict::good, 4), step(StepRole::bisect, "c", Verdict::bad, 6), good_b};
  expected.log.commands = {start, told(Verdict::bad, "c", 3, 6), told(Verdict::good, "b", 4, 7)};
  expected.log.claim = Claim{Claim::Kind::several, {{"c"}, {"d"}}, "", {8, 8}};
  expected.expect.end.deduction = "any-of";
  expected.expect.end.candidates = {"c", "d"};
  expected.expect.follows = Follows::unknown;
  expected.expect.conclusion = "doubtful";
  expected.expect.findings = {"flaky"};
  expected.expect.contradiction = std::vector<std::string>();
  expected.expect.what_if = {
      {{{{"b"}, std::nullopt}, {{"c"}, Verdict::skip}}, {std::nullopt, std::nullopt, "b"}}};
  EXPECT_EQ(*scenario, expected);
}

// The scenario with this log part, which claims nothing and expects something.
Result<Scenario> with_log(const std::string& part) {
  return parse_scenario("why: w\ngraph: \"a; b: a; c: b\"\nexpect: {follows: null}\n" + part, "x.yaml");
}

TEST(ScenarioFile, RestsTheEndsOfTheSearchOnTestsBeforeIt) {
  const Result<Scenario> scenario = with_log(
      "format: syzbot\n"
      "aim: fix\n"
      "start: {bad: c, good: a}\n"
      "log:\n"
      "  - {test: a, role: start, runs: {crashed: 1}}\n"
      "  - {test: c, role: head, verdict: bad}\n"
      "  - {good: b}\n"
      "claim: {error: the job took too long}\n");
  ASSERT_TRUE(scenario.has_value()) << scenario.error().message;
  const BisectionLog& log = scenario->log;
  EXPECT_EQ(log.aim, Aim::fix);
  EXPECT_EQ(log.format, LogFormat::syzbot);
  ASSERT_EQ(log.steps.size(), 3U);
  EXPECT_EQ(log.steps[0].logged, Verdict::good);
  ASSERT_EQ(log.commands.size(), 2U);
  EXPECT_THAT(log.commands[0].steps, ElementsAre(1U, 0U));
  EXPECT_THAT(log.commands[1].steps, ElementsAre(2U));
  EXPECT_EQ(log.claim, (Claim{Claim::Kind::error, {}, "the job took too long", {11, 11}}));
}

TEST(ScenarioFile, TellsGitNothingWhereTheSearchNeverBegan) {
  const Result<Scenario> scenario = with_log("log: [{test: a, role: release, verdict: bad}]\nclaim: none\n");
  ASSERT_TRUE(scenario.has_value()) << scenario.error().message;
  EXPECT_EQ(scenario->log.steps.size(), 1U);
  EXPECT_TRUE(scenario->log.commands.empty());
  EXPECT_EQ(scenario->log.claim->kind, Claim::Kind::none);
}

TEST(ScenarioFile, RefusesMistakesWithTheirPlace) {
  struct Row {
    const char* why;
    const char* part;
    const char* message;
  };
  const Row rows[] = {
      {"an unknown commit", "log: [{bad: z}]",
       "4: log[0].bad: `z` is no commit of the graph, nor is it named under `missing`"},
      {"a missing commit that is there", "missing: [b]\nlog: []", "4: missing: `b` stands in the graph"},
      {"two verdicts in one line", "log: [{bad: a, good: b}]",
       "4: log[0]: expected exactly one of the keys test, good, bad, skip"},
      {"no commit in a line", "log: [{verdict: bad}]",
       "4: log[0]: expected exactly one of the keys test, good, bad, skip"},
      {"the verdict twice", "log: [{bad: a, verdict: bad}]",
       "4: log[0].verdict: the verdict stands in the same line already"},
      {"a test without a verdict", "log: [{test: a}]", "4: log[0]: a step of the search needs a verdict"},
      {"a verdict that git does not know", "log: [{test: a, verdict: fine}]",
       "4: log[0].verdict: expected one of good, bad, skip; found `fine`"},
      {"an outcome of another program", "log: [{bad: a, runs: {passed: 3}}]",
       "4: log[0].runs.passed: expected one of ok, crashed, boot_failed, test_failed, failed, infra, "
       "ignored; "
       "found `passed`"},
      {"runs beyond belief", "log: [{bad: a, runs: {ok: 1001}}]",
       "4: log[0].runs.ok: 1001 is not in the range 1 to 1000"},
      {"a start without a bad end", "start: {good: a}\nlog: []", "4: start: the key `bad` is missing"},
      {"a claim of nothing", "log: []\nclaim: []", "5: claim: expected a commit, several, or none"},
      {"no log", "claim: none", "1: the key `log` is missing"},
      {"a key of tomorrow", "log: []\nrates: {}",
       "5: rates: unknown key; known here: why, graph, missing, aim, "
       "format, start, log, claim, expect"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Result<Scenario> scenario = with_log(row.part);
    ASSERT_FALSE(scenario.has_value());
    EXPECT_EQ(scenario.error().code, ErrorCode::malformed);
    EXPECT_EQ(scenario.error().message, std::string("x.yaml:") + row.message);
  }
}

TEST(ScenarioFile, RefusesAGraphThatIsNoSketch) {
  struct Row {
    const char* why;
    const char* graph;
    const char* message;
  };
  const Row rows[] = {
      {"empty", "", "the graph has no commit"},
      {"a parent that comes later", "a: b; b", "parent `b` of `a` does not stand before it"},
      {"a commit of its own parent", "a: a", "parent `a` of `a` does not stand before it"},
      {"a repeated commit", "a; a", "commit `a` stands twice"},
      {"a forgotten colon", "a; b a", "` b a` is not `NAME[@TIME][: PARENTS]`"},
      {"no name", ": a", "`: a` is not `NAME[@TIME][: PARENTS]`"},
      {"a time in words", "a@noon", "`a@noon` has no number behind the @"},
      {"the word for no claim", "none", "`none` cannot name a commit: it is a claim"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Result<Scenario> scenario = parse_scenario(
        std::string("why: w\nlog: []\nexpect: {follows: null}\ngraph: \"") + row.graph + "\"\n", "x.yaml");
    ASSERT_FALSE(scenario.has_value());
    EXPECT_EQ(scenario.error().message, std::string("x.yaml:4: graph: ") + row.message);
  }
}

TEST(ScenarioFile, RefusesToExpectNothingOrNonsense) {
  struct Row {
    const char* expect;
    const char* message;
  };
  const Row rows[] = {
      {"{}", "expect: nothing is expected"},
      {"{deduction: first}",
       "expect.deduction: expected one of first-bad, any-of, before-range, contradiction, unfinished; found "
       "`first`"},
      {"{conclusion: true}",
       "expect.conclusion: expected one of holds, doubtful, refuted, undecided; found `true`"},
      {"{follows: maybe}", "expect.follows: expected true or false, found `maybe`"},
      {"{candidates: a q}",
       "expect.candidates: `q` is no commit of the graph, nor is it named under `missing`"},
      {"{whatif: [{next: a}]}", "expect.whatif[0]: the key `set` is missing"},
      {"{whatif: [{set: {a: fine}}]}",
       "expect.whatif[0].set.a: expected one of good, bad, skip, none; found `fine`"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.expect);
    const Result<Scenario> scenario =
        parse_scenario(std::string("why: w\ngraph: a\nlog: []\nexpect: ") + row.expect, "x.yaml");
    ASSERT_FALSE(scenario.has_value());
    EXPECT_EQ(scenario.error().message, std::string("x.yaml:4: ") + row.message);
  }
}

}  // namespace
}  // namespace rebisect
