#include "engine/simulate/evaluate.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/report/evaluation.h"
#include "tests/support/line_halving.h"

namespace rebisect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::line_contest;
using testing::line_halving;
using testing::line_sketch;
using testing::sketch;
using testing::Sketch;

TEST(Evaluate, AStrategyThatSeesEverythingIsAlwaysRight) {
  const Sketch line = sketch(line_sketch(16));
  const Evaluation evaluation = evaluate(line_contest(line, 1, 50), 1);
  ASSERT_EQ(evaluation.scores.size(), 1U);
  const StrategyScore& score = evaluation.scores.front();
  EXPECT_EQ(evaluation.candidates, 16U);
  EXPECT_EQ(score.right.value, 1);
  EXPECT_EQ(score.wrong.value, 0);
  // Sixteen candidates are four tests, of ten runs each; noise-free, four runs would do.
  EXPECT_EQ(score.runs.mean, (Estimate{40, {40, 40}}));
  EXPECT_EQ(score.builds.mean, (Estimate{4, {4, 4}}));
  EXPECT_EQ(score.limit, 4);
  EXPECT_EQ(score.efficiency, 0.1);
}

// A test of ten runs misses the bug with (1 - r)^10, and each of the tests above the culprit must not. Of the
// culprits of a line of 16, the mean number of them follows from halving itself.
TEST(Evaluate, IsRightAsOftenAsArithmeticSays) {
  const Sketch line = sketch(line_sketch(16));
  const double rate = 0.15;
  const double seen = 1 - std::pow(1 - rate, 10);
  double expected = 0;
  for (std::uint32_t culprit = 1; culprit <= 16; ++culprit) {
    double right = 1;
    for (std::uint32_t good = 0, bad = 16; bad - good > 1;) {
      const std::uint32_t middle = good + (bad - good) / 2;
      const bool present = culprit <= middle;
      right *= present ? seen : 1;
      (present ? bad : good) = middle;
    }
    expected += right / 16;
  }
  const Evaluation evaluation = evaluate(line_contest(line, rate, 4000), 2);
  const double error = std::sqrt(expected * (1 - expected) / 4000);
  EXPECT_NEAR(evaluation.scores.front().right.value, expected, 4 * error);
  EXPECT_EQ(evaluation.scores.front().no_answer.value, 0);
}

TEST(Evaluate, IsTheSameForAnyNumberOfThreads) {
  const Sketch line = sketch(line_sketch(40));
  Contest contest = line_contest(line, 0.3, 300);
  contest.contestants.push_back({"five", &line_halving(), {{"runs", 5}}});
  Stretch no_boot;
  no_boot.kind = Stretch::Kind::boot_failed;
  no_boot.rate.mean = 0.5;
  contest.recipe.drawn = {{no_boot, 0.2, 5}};
  const std::string alone = to_json({SuiteResult{"s", "", {evaluate(contest, 1)}}}, {});
  EXPECT_EQ(alone, to_json({SuiteResult{"s", "", {evaluate(contest, 3)}}}, {}));
  contest.seed = 2;
  EXPECT_NE(alone, to_json({SuiteResult{"s", "", {evaluate(contest, 3)}}}, {}));
}

TEST(Evaluate, ComparesOnTheSameLuck) {
  const Sketch line = sketch(line_sketch(40));
  Contest contest = line_contest(line, 0.2, 500);
  contest.contestants.push_back({"again", &line_halving(), {{"runs", 10}}});
  contest.contestants.push_back({"more", &line_halving(), {{"runs", 20}}});
  const Evaluation evaluation = evaluate(contest, 2);
  ASSERT_EQ(evaluation.paired.size(), 2U);
  const Paired& again = evaluation.paired[0];
  EXPECT_EQ(again.discordant, Discordant());
  EXPECT_EQ(again.runs.value, 0);
  EXPECT_EQ(again.test.exact, 1);
  const Paired& more = evaluation.paired[1];
  EXPECT_EQ(more.first, "halving");
  EXPECT_EQ(more.second, "more");
  EXPECT_GT(more.right.interval.low, 0.1);
  EXPECT_NEAR(more.right.value, evaluation.scores[2].right.value - evaluation.scores[0].right.value, 1e-12);
  // Its first ten runs are those of the other one: what they find, it finds, too.
  EXPECT_EQ(more.discordant.first_only, 0U);
  EXPECT_LT(more.test.mid_p, 1e-6);
  EXPECT_NEAR(more.runs.value, evaluation.scores[2].runs.mean.value - evaluation.scores[0].runs.mean.value,
              1e-9);
}

TEST(Evaluate, ABudgetEndsInNoAnswer) {
  const Sketch line = sketch(line_sketch(16));
  Contest contest = line_contest(line, 1, 20);
  contest.budget.runs = 25;
  const StrategyScore score = evaluate(contest, 1).scores.front();
  EXPECT_EQ(score.no_answer.value, 1);
  EXPECT_EQ(score.last_error, "the budget is used up");
  EXPECT_LE(score.runs.mean.value, 25);
}

struct ExpectationRow {
  const char* what;
  Expected expected;
  Held held;
  const char* text;
};

TEST(Evaluate, HoldsExpectationsAgainstWhatWasSeen) {
  const Sketch line = sketch(line_sketch(16));
  Contest contest = line_contest(line, 1, 30);
  contest.recipe.any_culprit = false;
  contest.recipe.world.introduced = line.at("c5");
  contest.contestants.push_back({"blind", &line_halving(), {{"runs", 0}}});
  const auto commits = [&](const char* names) { return line.all(names); };
  const ExpectationRow rows[] = {
      {"it is found", {.strategy = "halving", .ending = Ending::Kind::found}, Held::yes, "ending found"},
      {"it is not",
       {.strategy = "halving", .ending = Ending::Kind::older},
       Held::no,
       "30 of 30 trials differ: trial 0 ends found"},
      {"it is this", {.strategy = "halving", .reported = commits("c5")}, Held::yes, "c5"},
      {"it is another", {.strategy = "halving", .reported = commits("c6")}, Held::no, "reports c5"},
      {"no flag", {.strategy = "halving", .flags = std::vector<std::string>{}}, Held::yes, "no flag"},
      {"a flag",
       {.strategy = "halving", .flags = std::vector<std::string>{"merge"}},
       Held::no,
       "merge expected"},
      {"sure enough", {.strategy = "halving", .confidence = Interval{0.7, 0.8}}, Held::yes, "confidence"},
      {"too sure", {.strategy = "halving", .confidence = Interval{0, 0.5}}, Held::no, "has 0.7500"},
      {"always right", {.strategy = "halving", .right = Interval{0.9, 1}}, Held::yes, "right 0.9 to 1"},
      {"never right", {.strategy = "blind", .right = Interval{0.5, 1}}, Held::no, "seen 0"},
      {"perhaps", {.strategy = "halving", .right = Interval{0, 0.95}}, Held::undecided, "seen 1 (0.886"},
      {"seldom wrong", {.strategy = "halving", .wrong = Interval{0, 0}}, Held::yes, "wrong"},
      {"forty runs", {.strategy = "halving", .runs = Interval{40, 40}}, Held::yes, "mean runs"},
      {"as good", {.strategy = "halving", .not_worse_than = "blind"}, Held::yes, "not worse than blind"},
      {"worse", {.strategy = "blind", .not_worse_than = "halving"}, Held::no, "alone 30"},
  };
  for (const ExpectationRow& row : rows) contest.expected.push_back(row.expected);
  const Evaluation evaluation = evaluate(contest, 1);
  ASSERT_EQ(evaluation.checked.size(), std::size(rows));
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    EXPECT_EQ(evaluation.checked[i].held, rows[i].held) << rows[i].what;
    EXPECT_THAT(evaluation.checked[i].text, HasSubstr(rows[i].text)) << rows[i].what;
    EXPECT_EQ(evaluation.checked[i].strategy, rows[i].expected.strategy);
  }
}

TEST(Evaluate, TheWorstPartOfAnExpectationCounts) {
  const Sketch line = sketch(line_sketch(16));
  Contest contest = line_contest(line, 1, 30);
  contest.expected = {{.strategy = "halving",
                       .ending = Ending::Kind::older,
                       .right = Interval{0, 0.95},
                       .runs = Interval{40, 40}},
                      {.strategy = "halving", .limits = 10},
                      {.strategy = "halving", .limits = 9.5}};
  const Evaluation evaluation = evaluate(contest, 1);
  ASSERT_EQ(evaluation.checked.size(), 3U);
  EXPECT_EQ(evaluation.checked[0].held, Held::no);
  EXPECT_EQ(evaluation.checked[0].text, "ending older expected; 30 of 30 trials differ: trial 0 ends found");
  EXPECT_EQ(evaluation.checked[1].held, Held::yes);
  EXPECT_EQ(evaluation.checked[2].held, Held::no);
}

}  // namespace
}  // namespace rebisect
