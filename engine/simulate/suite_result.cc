#include "engine/simulate/suite_result.h"

#include <fmt/format.h>

namespace rebisect {
namespace {

void add(HeldCounts& tally, Held held) {
  switch (held) {
    case Held::yes:
      ++tally.held;
      return;
    case Held::no:
      ++tally.failed;
      return;
    case Held::undecided:
      ++tally.undecided;
      return;
  }
}

Held held_by(const Comparison& comparison) {
  switch (comparison.kind) {
    case Comparison::Kind::changed:
    case Comparison::Kind::missing:
      return Held::undecided;
    case Comparison::Kind::paired:
    case Comparison::Kind::unpaired:
      break;
  }
  return comparison.regression ? Held::no : Held::yes;
}

// Everything that came out so, as lines.
std::vector<std::string> lines_about(const SuiteResult& result, Held wanted) {
  std::vector<std::string> lines;
  for (const Evaluation& evaluation : result.evaluations) {
    for (const Checked& checked : evaluation.checked) {
      if (checked.held != wanted) continue;
      lines.push_back(
          fmt::format("{} in {}/{}: {}", checked.strategy, result.suite, evaluation.scenario, checked.text));
    }
  }
  for (const Comparison& comparison : result.compared.value_or(std::vector<Comparison>())) {
    if (held_by(comparison) != wanted) continue;
    lines.push_back(fmt::format("{} in {}/{}: {}", comparison.strategy, result.suite, comparison.scenario,
                                difference_text(comparison)));
  }
  return lines;
}

}  // namespace

Baseline baseline_of(const SuiteResult& result) {
  Baseline baseline{result.suite, {}};
  for (const Evaluation& evaluation : result.evaluations) {
    for (const StrategyScore& score : evaluation.scores) {
      baseline.rows.push_back({evaluation.scenario, score.strategy, evaluation.fingerprint, evaluation.seed,
                               score.results, score.runs.mean.value});
    }
  }
  return baseline;
}

HeldCounts expectations_of(const SuiteResult& result) {
  HeldCounts tally;
  for (const Evaluation& evaluation : result.evaluations) {
    for (const Checked& checked : evaluation.checked) add(tally, checked.held);
  }
  return tally;
}

HeldCounts comparisons_of(const SuiteResult& result) {
  HeldCounts tally;
  for (const Comparison& comparison : result.compared.value_or(std::vector<Comparison>())) {
    add(tally, held_by(comparison));
  }
  return tally;
}

Held outcome_of(const SuiteResult& result) {
  const HeldCounts expectations = expectations_of(result);
  const HeldCounts comparisons = comparisons_of(result);
  if (expectations.failed + comparisons.failed > 0) return Held::no;
  return expectations.undecided + comparisons.undecided > 0 ? Held::undecided : Held::yes;
}

std::vector<std::string> failures_of(const SuiteResult& result) {
  return lines_about(result, Held::no);
}

std::vector<std::string> doubts_of(const SuiteResult& result) {
  return lines_about(result, Held::undecided);
}

std::string difference_text(const Comparison& comparison) {
  switch (comparison.kind) {
    case Comparison::Kind::missing:
      return "the baseline has no such row; write it again";
    case Comparison::Kind::changed:
      return "the scenario is not what it was when the baseline was written; write it again";
    case Comparison::Kind::paired:
    case Comparison::Kind::unpaired:
      break;
  }
  const std::string luck = comparison.discordant ? fmt::format("on the same luck {} trials lost and {} won",
                                                               comparison.discordant->first_only,
                                                               comparison.discordant->second_only)
                                                 : std::string("other seeds");
  return fmt::format("right {:.1f} % before, {:.1f} % now; {} (p {:.2g}, after Holm {:.2g})",
                     100 * comparison.before.value, 100 * comparison.now.value, luck, comparison.p,
                     comparison.p_adjusted);
}

}  // namespace rebisect
