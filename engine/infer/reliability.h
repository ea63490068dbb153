// Reliability: how probable it is that the claimed commit is the true cause, from the log alone, and which
// verdict is the first wrong one if it is not. Calibrated on bisections of which the truth is known;
// docs/reliability.md has the figures, config/reliability.yaml the weights.
//
// Two models see the same log. One weighs features of the whole log (a logistic regression). The other sets
// the claim against each verdict in turn, "this one is the first wrong one", and weighs these T + 1
// hypotheses (a softmax). The log odds of both are averaged and calibrated; what the second one says of the
// verdicts is scaled to the result, so that all probabilities add up to one.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/infer/reliability_features.h"
#include "engine/judge/evidence.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// All log odds are those of "the claim is wrong".
struct ReliabilityModel {
  double intercept = 0;
  std::array<double, kLogFeatures> weights{};
  std::array<double, kLogFeatures> means{};  // over the labelled logs: what an effect is measured against
  std::array<double, kChainTerms> chain_weights{};
  double chain_mean = 0;   // of the second model's log odds, over the labelled logs
  double chain_share = 0;  // of the second model in the average, 0 to 1
  double slope = 1;        // calibration: log odds = slope * average + shift
  double shift = 0;
  double hard_fact_log_odds = 0;    // where a hard fact holds; nothing else counts then
  double fitted_wrong_share = 0.5;  // share of wrong claims among the labelled logs
  double prior_wrong_share = 0.5;   // share expected where the model is used; moves the log odds

  friend bool operator==(const ReliabilityModel&, const ReliabilityModel&) = default;
};

// A part of the log odds that the claim is right: positive speaks for it.
struct ReliabilityEffect {
  std::string reason;  // in words: "changes a file of the crash's stack"
  double effect = 0;   // against the average labelled log
};

struct FirstWrong {
  std::size_t step = 0;
  bool present = false;    // what the verdict says of the bug
  double probability = 0;  // that this verdict is wrong and those before it are right
};

struct Reliability {
  double p_correct = 0;
  std::vector<HardFact> hard_facts;
  std::vector<ReliabilityEffect> because;  // largest first, equals in a fixed order; none of 0
  // All verdicts, most probable first, equals as in the log; adds up to 1 - p_correct.
  std::vector<FirstWrong> first_wrong;
  double prior_wrong_share = 0;  // of the model: how many claims it was told to expect wrong
};

// "the kernel image without the reported commit is the same"
std::string_view words_for(HardFact fact);

// Absent where reliability_features() is: nothing claimed, no runs, or a fix is looked for.
std::optional<Reliability> reliability(const BisectionLog& log, const CrashEvidence& evidence,
                                       const ReliabilityModel& model);
Reliability reliability(const ReliabilityFeatures& features, const ReliabilityModel& model);

}  // namespace rebisect
