#include "engine/infer/scores.h"

#include <algorithm>
#include <cmath>

namespace rebisect {
namespace {

// Keeps log odds finite; no model is as sure.
constexpr double kLeastProbability = 1e-6;

double bounded(double probability) {
  return std::clamp(probability, kLeastProbability, 1 - kLeastProbability);
}

std::vector<ScoredClaim> by_doubt(std::span<const ScoredClaim> claims) {
  std::vector<ScoredClaim> sorted(claims.begin(), claims.end());
  std::ranges::stable_sort(sorted, std::greater(), &ScoredClaim::p_wrong);
  return sorted;
}

struct Line {
  double slope = 1;
  double intercept = 0;
};

// The sums of one step of Newton's method for the regression on one variable.
struct NewtonSums {
  double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
};

NewtonSums newton_sums(std::span<const ScoredClaim> claims, const Line& line) {
  NewtonSums sums;
  for (const ScoredClaim& claim : claims) {
    const double p = bounded(claim.p_wrong);
    const double x = std::log(p / (1 - p));
    const double fitted = 1 / (1 + std::exp(-(line.intercept + line.slope * x)));
    const double error = (claim.wrong ? 1.0 : 0.0) - fitted;
    const double weight = fitted * (1 - fitted);
    sums.g0 += error;
    sums.g1 += error * x;
    sums.h00 += weight;
    sums.h01 += weight * x;
    sums.h11 += weight * x * x;
  }
  return sums;
}

std::optional<Line> recalibration(std::span<const ScoredClaim> claims) {
  constexpr int kMostSteps = 50;
  constexpr double kClose = 1e-10;
  constexpr double kSteepest = 1e3;  // right and wrong do not overlap: no solution
  Line line;
  for (int step = 0; step < kMostSteps; ++step) {
    const NewtonSums sums = newton_sums(claims, line);
    const double determinant = sums.h00 * sums.h11 - sums.h01 * sums.h01;
    if (determinant <= 1e-12) return std::nullopt;
    const double intercept = (sums.h11 * sums.g0 - sums.h01 * sums.g1) / determinant;
    const double slope = (sums.h00 * sums.g1 - sums.h01 * sums.g0) / determinant;
    line.intercept += intercept;
    line.slope += slope;
    if (std::abs(line.slope) > kSteepest) return std::nullopt;
    if (std::abs(intercept) + std::abs(slope) < kClose) return line;
  }
  return std::nullopt;
}

void add_to_bin(const ScoredClaim& claim, std::array<CalibrationBin, 10>& bins) {
  const auto index = static_cast<std::size_t>(claim.p_wrong * static_cast<double>(bins.size()));
  CalibrationBin& bin = bins[std::min(index, bins.size() - 1)];
  ++bin.claims;
  bin.wrong += claim.wrong ? 1 : 0;
  bin.mean += claim.p_wrong;
}

std::vector<ThresholdScore> threshold_scores(std::span<const ScoredClaim> claims) {
  constexpr int kSteps = 20;
  std::vector<ThresholdScore> scores;
  for (int i = 1; i < kSteps; ++i) {
    ThresholdScore score{static_cast<double>(i) / kSteps, 0, 0};
    for (const ScoredClaim& claim : claims) {
      if (claim.p_wrong < score.least && !claim.hard_fact) continue;
      ++score.flagged;
      score.flagged_wrong += claim.wrong ? 1 : 0;
    }
    scores.push_back(score);
  }
  return scores;
}

// Ties are taken together: none of them can be flagged alone.
std::optional<double> precision_at_recall(std::span<const ScoredClaim> claims, double recall) {
  const std::vector<ScoredClaim> sorted = by_doubt(claims);
  const double wanted = recall * static_cast<double>(std::ranges::count(sorted, true, &ScoredClaim::wrong));
  double wrong = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    wrong += sorted[i].wrong ? 1 : 0;
    const bool tied = i + 1 < sorted.size() && sorted[i + 1].p_wrong == sorted[i].p_wrong;
    if (wanted > 0 && !tied && wrong >= wanted) return wrong / static_cast<double>(i + 1);
  }
  return std::nullopt;
}

void count_verdicts(const ScoredClaim& claim, Scores& scores) {
  const std::size_t place = claim.place_of_first_wrong;
  if (claim.wrong) {
    scores.first_wrong_at_1 += place == 1 ? 1 : 0;
    scores.first_wrong_in_3 += place >= 1 && place <= 3 ? 1 : 0;
  } else {
    scores.right_with_dispute += claim.p_most_doubtful > 0.5 ? 1 : 0;
  }
}

}  // namespace

std::optional<double> area_under_curve(std::span<const ScoredClaim> claims) {
  const std::vector<ScoredClaim> sorted = by_doubt(claims);
  double won = 0;
  double wrong_above = 0;
  double right = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    double wrong_here = 0;
    double right_here = 0;
    std::size_t end = i;
    for (; end < sorted.size() && sorted[end].p_wrong == sorted[i].p_wrong; ++end) {
      (sorted[end].wrong ? wrong_here : right_here) += 1;
    }
    won += right_here * (wrong_above + wrong_here / 2);
    wrong_above += wrong_here;
    right += right_here;
    i = end;
  }
  if (right == 0 || wrong_above == 0) return std::nullopt;
  return won / (right * wrong_above);
}

Scores score(std::span<const ScoredClaim> claims) {
  Scores scores;
  scores.claims = claims.size();
  for (const ScoredClaim& claim : claims) {
    const double truth = claim.wrong ? 1 : 0;
    const double p = bounded(claim.p_wrong);
    scores.wrong += claim.wrong ? 1 : 0;
    scores.brier += (claim.p_wrong - truth) * (claim.p_wrong - truth);
    scores.log_loss -= std::log(claim.wrong ? p : 1 - p);
    scores.hard_facts += claim.hard_fact ? 1 : 0;
    scores.hard_facts_wrong += claim.hard_fact && claim.wrong ? 1 : 0;
    add_to_bin(claim, scores.bins);
    count_verdicts(claim, scores);
  }
  if (!claims.empty()) {
    scores.brier /= static_cast<double>(claims.size());
    scores.log_loss /= static_cast<double>(claims.size());
  }
  for (CalibrationBin& bin : scores.bins) {
    if (bin.claims > 0) bin.mean /= static_cast<double>(bin.claims);
  }
  scores.area_under_curve = area_under_curve(claims);
  if (const auto line = recalibration(claims)) {
    scores.slope = line->slope;
    scores.intercept = line->intercept;
  }
  scores.thresholds = threshold_scores(claims);
  scores.precision_at_recall_70 = precision_at_recall(claims, 0.7);
  return scores;
}

}  // namespace rebisect
