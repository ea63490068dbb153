#include "engine/infer/reliability.h"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "config/reliability_file.h"
#include "tests/support/outline.h"

namespace rebisect {
namespace {

using testing::outlined;

double log_odds(double p) {
  return std::log(p / (1 - p));
}

Reliability reliability_by(const ReliabilityModel& model, const BisectionLog& log) {
  const auto found = reliability(log, collect_evidence(log), model);
  EXPECT_TRUE(found.has_value());
  return found.value_or(Reliability());
}

ReliabilityModel shipped() {
  const auto model = default_reliability_model();
  EXPECT_TRUE(model.has_value());
  return model.value_or(ReliabilityModel());
}

TEST(Reliability, WeighsTheFeatures) {
  ReliabilityModel model;
  model.intercept = -1;
  model.weights[static_cast<std::size_t>(LogFeature::single_crashes)] = 0.5;
  EXPECT_NEAR(log_odds(reliability_by(model, outlined("B (.) . B")).p_correct), 1, 1e-12);
  EXPECT_NEAR(log_odds(reliability_by(model, outlined("B (.) . B1 B1")).p_correct), 0, 1e-12);
}

TEST(Reliability, SetsTheClaimAgainstEachVerdict) {
  ReliabilityModel model;
  model.chain_share = 1;
  // Five hypotheses of equal weight: the claim and four verdicts.
  EXPECT_NEAR(reliability_by(model, outlined("B (B) (.) . B")).p_correct, 0.2, 1e-9);
  model.chain_weights[static_cast<std::size_t>(ChainTerm::release_good)] = std::log(6);
  const Reliability found = reliability_by(model, outlined("B (B) (.) . B"));
  EXPECT_NEAR(found.p_correct, 0.1, 1e-9);
  EXPECT_EQ(found.first_wrong.front().step, 2U);
  EXPECT_NEAR(found.first_wrong.front().probability, 0.6, 1e-9);
}

TEST(Reliability, AveragesBothModelsAndCalibrates) {
  ReliabilityModel model;
  model.intercept = 2;
  model.chain_share = 0.25;
  model.slope = 2;
  model.shift = 0.5;
  const double chain = std::log(3.0);  // three verdicts, one claim
  const double expected = 2 * (0.75 * 2 + 0.25 * chain) + 0.5;
  EXPECT_NEAR(log_odds(reliability_by(model, outlined("B (.) . B")).p_correct), -expected, 1e-9);
}

TEST(Reliability, LetsAHardFactDecide) {
  ReliabilityModel model;
  model.intercept = -5;
  model.hard_fact_log_odds = 3;
  BisectionLog log = outlined("B (.) . B");
  log.printed_culprit->parents = 2;
  const Reliability found = reliability_by(model, log);
  EXPECT_NEAR(log_odds(found.p_correct), -3, 1e-9);
  ASSERT_EQ(found.because.size(), 1U);
  EXPECT_EQ(found.because.front().reason, "the reported commit is a merge");
}

TEST(Reliability, MovesWithTheShareOfWrongClaimsThatIsExpected) {
  ReliabilityModel model;
  model.intercept = 1;
  model.fitted_wrong_share = 0.5;
  model.prior_wrong_share = 0.8;
  EXPECT_NEAR(log_odds(reliability_by(model, outlined("B (.) . B")).p_correct), -1 - std::log(4), 1e-9);
}

const char* const kOutlines[] = {"B (.) . B", "B (B) (B) (.) . F1 F . .", "B1 (.) B1 . s", "B (F) (K) (.)"};

TEST(Reliability, SharesItsDoubtAmongTheVerdicts) {
  for (const char* outline : kOutlines) {
    SCOPED_TRACE(outline);
    const Reliability found = reliability_by(shipped(), outlined(outline));
    double sum = 0;
    double above = 1;
    for (const FirstWrong& verdict : found.first_wrong) {
      EXPECT_LE(verdict.probability, above);
      above = verdict.probability;
      sum += verdict.probability;
    }
    EXPECT_NEAR(sum, 1 - found.p_correct, 1e-12);
  }
}

TEST(Reliability, ExplainsItselfInFull) {
  const ReliabilityModel model = shipped();
  const auto effects = [&](const char* outline) {
    double sum = 0;
    double above = HUGE_VAL;
    for (const ReliabilityEffect& effect : reliability_by(model, outlined(outline)).because) {
      EXPECT_LE(std::abs(effect.effect), above);
      above = std::abs(effect.effect);
      sum += effect.effect;
    }
    return sum;
  };
  // The effects add up to the log odds, less those of the average log, which are the same for all.
  const double average =
      log_odds(reliability_by(model, outlined(kOutlines[0])).p_correct) - effects(kOutlines[0]);
  for (const char* outline : kOutlines) {
    SCOPED_TRACE(outline);
    EXPECT_NEAR(log_odds(reliability_by(model, outlined(outline)).p_correct) - effects(outline), average,
                1e-6);
  }
}

// What people would say of these, whatever the weights are.
TEST(Reliability, OfTheShippedWeightsIsSound) {
  const auto p = [](const char* outline) { return reliability_by(shipped(), outlined(outline)).p_correct; };
  EXPECT_GT(p("B (.) . . . B . B B"), 0.6);
  EXPECT_LT(p("B (.) . F1 . . F1 . ."), 0.2);
  EXPECT_LT(p("B (B) (B) (B) (B) (B) (B) (B) (.) . B . B"), p("B (.) . B . B"));
  EXPECT_LT(p("B (.) . B1 . B"), p("B (.) . B . B"));
  const Reliability drifted = reliability_by(shipped(), outlined("B (.) . F1 . . F1 . ."));
  EXPECT_EQ(drifted.first_wrong.front().step, 3U) << "the first bad verdict on another crash";
  const Reliability walked = reliability_by(shipped(), outlined("B (B) (B) (B) (B) (B) (B) (B) (.) . B . B"));
  EXPECT_EQ(walked.first_wrong.front().step, 8U) << "the good release behind many bad ones";
}

TEST(ReliabilityFile, ReplacesWhatItNames) {
  ReliabilityModel expected = shipped();
  expected.prior_wrong_share = 0.3;
  expected.weights[static_cast<std::size_t>(LogFeature::nearness)] = -2;
  expected.chain_weights[static_cast<std::size_t>(ChainTerm::bad_few)] = 1.5;
  const auto model = read_reliability_model(
      "report: {width: 90}\nreliability:\n  prior_wrong_share: 0.3\n  weights: {nearness: -2}\n"
      "  chain_weights: {bad_few: 1.5}\n",
      "my.yaml", shipped());
  ASSERT_TRUE(model.has_value()) << model.error().message;
  EXPECT_EQ(*model, expected);
}

TEST(ReliabilityFile, RefusesWhatIsNoWeight) {
  struct Row {
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"reliability: {prior: 0.3}", "my.yaml:1: reliability.prior: unknown setting of the reliability"},
      {"reliability:\n  weights: {nearnes: 1}", "my.yaml:2: reliability.weights.nearnes: no such feature"},
  };
  for (const Row& row : rows) {
    const auto model = read_reliability_model(row.text, "my.yaml", ReliabilityModel());
    ASSERT_FALSE(model.has_value()) << row.text;
    EXPECT_EQ(model.error().message, row.message);
  }
  EXPECT_FALSE(read_reliability_model("reliability: {prior_wrong_share: 1}", "my.yaml", ReliabilityModel()));
}

}  // namespace
}  // namespace rebisect
