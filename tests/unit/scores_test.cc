#include "engine/infer/scores.h"

#include <atomic>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/labels/labels.h"
#include "engine/base/parallel.h"
#include "engine/base/rng.h"

namespace rebisect {
namespace {

ScoredClaim claim(bool wrong, double p_wrong) {
  ScoredClaim claim;
  claim.wrong = wrong;
  claim.p_wrong = p_wrong;
  return claim;
}

// Four claims, all numbers below by hand: of the four pairs (wrong, right) three are in order.
std::vector<ScoredClaim> four() {
  return {claim(true, 0.9), claim(false, 0.2), claim(true, 0.4), claim(false, 0.6)};
}

TEST(Scores, AreThoseWorkedOutByHand) {
  const Scores scores = score(four());
  EXPECT_EQ(scores.claims, 4U);
  EXPECT_EQ(scores.wrong, 2U);
  EXPECT_DOUBLE_EQ(scores.area_under_curve.value_or(0), 0.75);
  EXPECT_NEAR(scores.brier, (0.01 + 0.04 + 0.36 + 0.36) / 4, 1e-12);
  EXPECT_NEAR(scores.log_loss, -(std::log(0.9) + std::log(0.8) + std::log(0.4) + std::log(0.4)) / 4, 1e-12);
  // The most suspected three hold both wrong ones, the most suspected one only half.
  EXPECT_DOUBLE_EQ(scores.precision_at_recall_70.value_or(0), 2.0 / 3);
  EXPECT_EQ(scores.bins[9].claims, 1U);
  EXPECT_EQ(scores.bins[9].wrong, 1U);
  EXPECT_DOUBLE_EQ(scores.bins[2].mean, 0.2);
  EXPECT_EQ(scores.thresholds[9].flagged, 2U) << "0.5 and more";
  EXPECT_EQ(scores.thresholds[9].flagged_wrong, 1U);
}

TEST(Scores, CountTiesHalf) {
  EXPECT_DOUBLE_EQ(area_under_curve(std::vector{claim(true, 0.5), claim(false, 0.5)}).value_or(0), 0.5);
  EXPECT_DOUBLE_EQ(
      area_under_curve(std::vector{claim(true, 0.5), claim(false, 0.5), claim(false, 0.1)}).value_or(0),
      0.75);
}

TEST(Scores, AreAbsentWhereTheyHaveNoMeaning) {
  const Scores none = score({});
  EXPECT_EQ(none.claims, 0U);
  EXPECT_FALSE(none.area_under_curve || none.slope || none.precision_at_recall_70);
  const Scores all_wrong = score(std::vector{claim(true, 0.5), claim(true, 0.7)});
  EXPECT_FALSE(all_wrong.area_under_curve || all_wrong.slope);
  const Scores parted =
      score(std::vector{claim(true, 0.9), claim(true, 0.8), claim(false, 0.1), claim(false, 0.2)});
  EXPECT_EQ(parted.area_under_curve, 1.0);
  EXPECT_FALSE(parted.slope) << "no finite slope parts them best";
}

TEST(Scores, FindThatHalvedLogOddsNeedDoubling) {
  Rng rng(1);
  std::vector<ScoredClaim> claims;
  for (int i = 0; i < 40'000; ++i) {
    const double log_odds = 6 * rng.unit() - 3;
    const double p = 1 / (1 + std::exp(-log_odds));
    claims.push_back(claim(rng.unit() < p, 1 / (1 + std::exp(-log_odds / 2))));
  }
  const Scores scores = score(claims);
  EXPECT_NEAR(scores.slope.value_or(0), 2, 0.1);
  EXPECT_NEAR(scores.intercept.value_or(9), 0, 0.1);
}

TEST(Scores, CountTheVerdictsThatWereFound) {
  std::vector<ScoredClaim> claims(5, claim(true, 0.9));
  claims[0].place_of_first_wrong = 1;
  claims[1].place_of_first_wrong = 3;
  claims[2].place_of_first_wrong = 4;
  claims[3].wrong = claims[4].wrong = false;
  claims[3].p_most_doubtful = 0.6;
  claims[4].p_most_doubtful = 0.5;
  claims[4].hard_fact = true;
  const Scores scores = score(claims);
  EXPECT_EQ(scores.first_wrong_at_1, 1U);
  EXPECT_EQ(scores.first_wrong_in_3, 2U);
  EXPECT_EQ(scores.right_with_dispute, 1U);
  EXPECT_EQ(scores.hard_facts, 1U);
  EXPECT_EQ(scores.hard_facts_wrong, 0U);
}

TEST(Labels, AreReadByTheNamesOfTheirColumns) {
  const auto labels = read_labels(
      "true_commit,outcome,log,first_wrong_verdict_commit,bug_title\r\n"
      "a,incorrect,x.txt,b,\"WARNING in f, \"\"g\"\"\"\r\n\n,correct,y.txt,,\n",
      "l.csv");
  ASSERT_TRUE(labels.has_value()) << labels.error().message;
  EXPECT_EQ(*labels, (std::map<std::string, Label>{{"x.txt", {"incorrect", "WARNING in f, \"g\"", "b"}},
                                                   {"y.txt", {"correct", "", ""}}}));
}

TEST(Labels, AreRefusedWithTheLine) {
  struct Row {
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"log,title\n", "l.csv:1: labels need the columns `log` and `outcome`; the first line names them"},
      {"", "l.csv:1: labels need the columns `log` and `outcome`; the first line names them"},
      {"log,outcome\na,correct\nb\n", "l.csv:3: 1 fields; the first line has 2"},
      {"log,outcome\na,correct\na,incorrect\n", "l.csv:3: a stands twice"},
      {"log,outcome\na,\"correct\n", "l.csv:2: a quoted field does not end"},
  };
  for (const Row& row : rows) {
    const auto labels = read_labels(row.text, "l.csv");
    ASSERT_FALSE(labels.has_value()) << row.text;
    EXPECT_EQ(labels.error().message, row.message);
  }
}

TEST(Parallel, CallsEachOnceWhateverTheThreads) {
  for (const std::size_t threads : {0U, 1U, 2U, 7U}) {
    std::vector<std::atomic<int>> calls(100);
    parallel_for(calls.size(), threads, [&](std::size_t i) { ++calls[i]; });
    for (const std::atomic<int>& count : calls) EXPECT_EQ(count, 1);
  }
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace rebisect
