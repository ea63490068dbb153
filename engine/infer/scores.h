// Scores: how well probabilities fit what is known of labelled logs. The event is "the claim is wrong".
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rebisect {

// What is known of one log.
struct Label {
  std::string outcome;              // "correct", "incorrect"; others name no commit and are not scored
  std::string bug_title;            // a target's title; empty: not known
  std::string first_wrong_verdict;  // the commit of the first wrong verdict; empty: none, or not known

  friend bool operator==(const Label&, const Label&) = default;
};

// One labelled log and what was said of it.
struct ScoredClaim {
  bool wrong = false;  // by the label
  double p_wrong = 0;
  bool hard_fact = false;
  // Where the true first wrong verdict stands among the suspected ones, from 1; 0: not among them, not known.
  std::size_t place_of_first_wrong = 0;
  double p_most_doubtful = 0;  // of the verdict that is suspected most

  friend bool operator==(const ScoredClaim&, const ScoredClaim&) = default;
};

struct CalibrationBin {
  std::size_t claims = 0;
  std::size_t wrong = 0;
  double mean = 0;  // of the predictions in the bin; 0 where it is empty
};

// Those with p_wrong of at least `least` (or a hard fact) are flagged.
struct ThresholdScore {
  double least = 0;
  std::size_t flagged = 0;
  std::size_t flagged_wrong = 0;
};

struct Scores {
  std::size_t claims = 0;
  std::size_t wrong = 0;
  std::optional<double> area_under_curve;  // absent where all or none are wrong
  double brier = 0;
  double log_loss = 0;  // natural logarithm
  // Of the logistic regression of the truth on the predicted log odds: 1 and 0 are calibrated. Absent where
  // it has no solution.
  std::optional<double> slope;
  std::optional<double> intercept;
  std::array<CalibrationBin, 10> bins;     // [0, .1), [.1, .2), ... [.9, 1]
  std::vector<ThresholdScore> thresholds;  // .05, .1, ... .95
  std::size_t hard_facts = 0;              // claims with one
  std::size_t hard_facts_wrong = 0;
  // The most flagged ones such that 70 % of the wrong are among them: what the precision is there.
  std::optional<double> precision_at_recall_70;
  std::size_t first_wrong_at_1 = 0;    // wrong claims of which the most suspected verdict is the right one
  std::size_t first_wrong_in_3 = 0;    // ... of which it is among the three
  std::size_t right_with_dispute = 0;  // right claims with a verdict of more than one half
};

// Empty input gives zeros. Sorting apart, linear in the claims.
Scores score(std::span<const ScoredClaim> claims);

// The probability that a wrong claim has a higher p_wrong than a right one, ties counted half.
std::optional<double> area_under_curve(std::span<const ScoredClaim> claims);

}  // namespace rebisect
