#include "engine/infer/reliability.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rebisect {
namespace {

double to_probability(double log_odds) {
  return 1 / (1 + std::exp(-log_odds));
}

double log_odds(double probability) {
  return std::log(probability / (1 - probability));
}

// The second model's probabilities, the claim's first.
std::vector<double> chain_probabilities(const ReliabilityFeatures& features, const ReliabilityModel& model) {
  std::vector<double> scores;
  for (const ChainHypothesis& hypothesis : features.hypotheses) {
    double score = 0;
    for (const auto& [term, value] : hypothesis.values) {
      score += model.chain_weights[static_cast<std::size_t>(term)] * value;
    }
    scores.push_back(score);
  }
  const double highest = *std::ranges::max_element(scores);
  double sum = 0;
  for (double& score : scores) {
    score = std::exp(score - highest);
    sum += score;
  }
  for (double& score : scores) score /= sum;
  return scores;
}

std::vector<FirstWrong> first_wrong(const ReliabilityFeatures& features, const std::vector<double>& chain,
                                    double p_wrong) {
  const double any = 1 - chain.front();
  std::vector<FirstWrong> verdicts;
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const ChainHypothesis& hypothesis = features.hypotheses[i];
    verdicts.push_back({*hypothesis.step, hypothesis.present, any > 0 ? p_wrong * chain[i] / any : 0});
  }
  std::ranges::stable_sort(verdicts, std::greater(), &FirstWrong::probability);
  return verdicts;
}

// What a feature says at its value; the effect's sign tells which way it counts.
std::string_view words_for(LogFeature feature, double value) {
  const bool set = value > 0;
  switch (feature) {
    case LogFeature::release_tests:
      return value > std::log(2.5) ? "older releases had to be walked past" : "the first release was good";
    case LogFeature::other_crash:
      return set ? "a bad verdict shows only other crashes than the bug's"
                 : "every bad verdict shows the bug's own crash";
    case LogFeature::far_crash:
      return set ? "a bad verdict rests on crashes unlike the bug's"
                 : "no bad verdict rests on crashes unlike the bug's";
    case LogFeature::other_crash_far_away:
      return set ? "other crashes were taken for the bug, and the reported commit has nothing to do with them"
                 : "no sign that the search was led to an unrelated commit by other crashes";
    case LogFeature::single_crashes:
      return set ? "bad verdicts on a single crash" : "no bad verdict on a single crash";
    case LogFeature::nearness:
      if (value == 1) return "the reported commit changes code of the crash's stack";
      return set ? "whether the reported commit can reach the crash's code is not known"
                 : "the reported commit changes other parts of the kernel than the crash's";
    case LogFeature::bad_at_end:
      return set ? "the search ends with bad verdicts" : "the search ends with a good verdict";
    case LogFeature::good_at_start:
      return value > 2 ? "the search begins with many good verdicts"
                       : "the search begins with few good verdicts";
    case LogFeature::addition:
      break;
  }
  return set ? "the reported commit adds something new" : "the reported commit adds nothing new";
}

struct Chain {
  std::vector<double> probabilities;
  double log_odds = 0;  // that any verdict is wrong
};

Chain chain_of(const ReliabilityFeatures& features, const ReliabilityModel& model) {
  Chain chain{chain_probabilities(features, model), 0};
  constexpr double kLeast = 1e-9;  // keeps the log odds finite
  chain.log_odds = log_odds(std::clamp(1 - chain.probabilities.front(), kLeast, 1 - kLeast));
  return chain;
}

std::vector<ReliabilityEffect> effects_of(const ReliabilityFeatures& features, const Chain& chain,
                                          const ReliabilityModel& model) {
  std::vector<ReliabilityEffect> effects;
  const double logistic_share = model.slope * (1 - model.chain_share);
  for (std::size_t i = 0; i < kLogFeatures; ++i) {
    const double value = features.of_log[i];
    const double effect = -logistic_share * model.weights[i] * (value - model.means[i]);
    effects.push_back({std::string(words_for(static_cast<LogFeature>(i), value)), effect});
  }
  const double chain_effect = -model.slope * model.chain_share * (chain.log_odds - model.chain_mean);
  effects.push_back({chain_effect < 0 ? "the verdicts taken one by one: some are doubtful"
                                      : "the verdicts taken one by one: none is very doubtful",
                     chain_effect});
  std::erase_if(effects, [](const ReliabilityEffect& effect) { return effect.effect == 0; });
  std::ranges::stable_sort(effects, std::greater(),
                           [](const ReliabilityEffect& effect) { return std::abs(effect.effect); });
  return effects;
}

}  // namespace

std::string_view words_for(HardFact fact) {
  switch (fact) {
    case HardFact::merge_culprit:
      return "the reported commit is a merge";
    case HardFact::release_culprit:
      return "the reported commit only names a release";
    case HardFact::same_binary_as_parent:
      return "the kernel image without the reported commit is the same";
    case HardFact::same_binary_two_verdicts:
      return "one kernel image was called both good and bad";
    case HardFact::cannot_affect_build:
      break;
  }
  return "the reported commit changes nothing that is built";
}

Reliability reliability(const ReliabilityFeatures& features, const ReliabilityModel& model) {
  const Chain chain = chain_of(features, model);
  const double prior = log_odds(model.prior_wrong_share) - log_odds(model.fitted_wrong_share);
  Reliability result;
  result.hard_facts = features.hard_facts;
  result.prior_wrong_share = model.prior_wrong_share;
  double wrong = model.hard_fact_log_odds;
  if (features.hard_facts.empty()) {
    double logistic = model.intercept;
    for (std::size_t i = 0; i < kLogFeatures; ++i) logistic += model.weights[i] * features.of_log[i];
    const double average = (1 - model.chain_share) * logistic + model.chain_share * chain.log_odds;
    wrong = model.slope * average + model.shift;
    result.because = effects_of(features, chain, model);
  }
  for (const HardFact fact : features.hard_facts) {
    result.because.push_back({std::string(words_for(fact)), -model.hard_fact_log_odds});
  }
  const double p_wrong = to_probability(wrong + prior);
  result.p_correct = 1 - p_wrong;
  result.first_wrong = first_wrong(features, chain.probabilities, p_wrong);
  return result;
}

std::optional<Reliability> reliability(const BisectionLog& log, const CrashEvidence& evidence,
                                       const ReliabilityModel& model) {
  const auto features = reliability_features(log, evidence);
  if (!features) return std::nullopt;
  return reliability(*features, model);
}

}  // namespace rebisect
