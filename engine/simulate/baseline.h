// Baseline: the results of an earlier evaluation, to hold a new one against. Has a strategy become worse?
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/simulate/evaluate.h"

namespace rebisect {

// What one strategy did in one scenario.
struct BaselineRow {
  std::string scenario;
  std::string strategy;
  // Of what the trials were played on. Where it differs, the scenario has changed and nothing can be
  // compared.
  std::uint64_t fingerprint = 0;
  std::uint64_t seed = 0;
  std::vector<Trial::Result> results;  // by trial
  double runs = 0;                     // mean

  friend bool operator==(const BaselineRow&, const BaselineRow&) = default;
};

// Of one suite.
struct Baseline {
  std::string suite;
  std::vector<BaselineRow> rows;

  friend bool operator==(const Baseline&, const Baseline&) = default;
};

// One row of the suite that was played now, beside the one of then.
struct Comparison {
  enum class Kind : std::uint8_t {
    paired,    // the same luck: McNemar's test
    unpaired,  // other seeds: Fisher's exact test
    changed,   // the scenario is not what it was
    missing,   // the baseline does not have the row
  };
  std::string scenario;
  std::string strategy;
  Kind kind = Kind::missing;
  Estimate before;  // the probability to be right
  Estimate now;
  std::optional<Discordant> discordant;  // paired: first is the baseline
  double p = 1;                          // one-sided: that so much is lost by chance
  double p_adjusted = 1;                 // after Holm, over all rows of the suite that can be compared
  double runs_before = 0;
  double runs_now = 0;
  bool regression = false;  // p_adjusted is at most kSuiteAlpha
};

// The chance that a suite without any change is said to have become worse, at most.
inline constexpr double kSuiteAlpha = 0.01;

// The rows of now in their order. Rows that only the baseline has are left out.
std::vector<Comparison> compare(const Baseline& before, const Baseline& now);

// "r" right, "w" wrong, "n" no answer, each with the number of times it follows itself where that is not 1:
// "r3wr2" are three right ones, a wrong one and two right ones.
std::string to_letters(const std::vector<Trial::Result>& results);
// Fails (malformed) for other texts, and for more than `most` results.
Result<std::vector<Trial::Result>> from_letters(std::string_view letters, std::size_t most);

}  // namespace rebisect
