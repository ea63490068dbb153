#include "engine/simulate/strategy_parts.h"

#include "engine/base/ensure.h"
#include "engine/simulate/release_tags.h"
#include "engine/simulate/workspace.h"

namespace rebisect {

Values::Values(std::string_view strategy, const Parameters& given)
    : row_(find_strategy(strategy)), given_(&given) {
  ENSURE(row_ != nullptr);
}

double Values::operator[](std::string_view parameter) const {
  const auto given = given_->find(parameter);
  if (given != given_->end()) return given->second;
  for (const Strategy::Parameter& declared : row_->parameters) {
    if (declared.name == parameter) return declared.standard;
  }
  ENSURE(false);
  return 0;
}

std::uint32_t Values::count(std::string_view parameter) const {
  const double value = (*this)[parameter];
  return value <= 0 ? 0 : static_cast<std::uint32_t>(value);
}

RunTally& RunTally::operator+=(const RunTally& more) {
  crashes += more.crashes;
  ok += more.ok;
  nothing += more.nothing;
  return *this;
}

RunTally tally(std::span<const SimulatedRun> runs, std::string_view title) {
  RunTally result;
  for (const SimulatedRun& run : runs) {
    if (run.kind == RunOutcome::Kind::ok) {
      ++result.ok;
    } else if (run.kind == RunOutcome::Kind::crashed && (title.empty() || run.title == title)) {
      ++result.crashes;
    } else {
      ++result.nothing;
    }
  }
  return result;
}

const Policy& policy_number(std::uint32_t number) {
  const auto all = all_policies();
  return number >= 1 && number <= all.size() ? all[number - 1] : policy_of_today();
}

Counts counts_of(std::span<const SimulatedRun> runs, const Policy& policy) {
  Counts counts;
  for (const SimulatedRun& run : runs) {
    switch (run.kind) {
      case RunOutcome::Kind::ok:
        ++counts.good;
        break;
      case RunOutcome::Kind::crashed:
        ++counts.bad;
        break;
      case RunOutcome::Kind::failed:
      case RunOutcome::Kind::infra:
        ++(policy.infra == Policy::Infra::unknown ? counts.other : counts.infra);
        break;
      case RunOutcome::Kind::boot_failed:
      case RunOutcome::Kind::test_failed:
      case RunOutcome::Kind::ignored:
        ++counts.other;
        break;
    }
  }
  return counts;
}

std::optional<Verdict> FixedRuns::operator()(CommitIndex commit) const {
  const auto outcomes = laboratory.test(commit, runs);
  if (laboratory.exhausted()) return std::nullopt;
  if (outcomes.empty()) return Verdict::skip;  // no image
  return decide(policy, counts_of(outcomes, policy), flaky).verdict;
}

std::vector<CommitIndex> good_ends(const Task& task, Workspace& workspace) {
  if (!task.goods.empty()) return task.goods;
  const std::vector<Release> before = releases_before(task.releases, task.bad, workspace.ancestors());
  if (before.empty()) return {};
  return {before.back().commit};
}

Ending failure(std::string error) {
  Ending ending;
  ending.error = std::move(error);
  return ending;
}

Ending ending_of(const GitStep& step) {
  ENSURE(!step.asks());
  switch (step.kind) {
    case GitStep::Kind::found:
      return {Ending::Kind::found, {step.commit}, 0, {}, {}};
    case GitStep::Kind::only_skipped_left:
      return {Ending::Kind::several, {step.possible.begin(), step.possible.end()}, 0, {}, {}};
    case GitStep::Kind::merge_base_is_bad:
      return failure("a merge base has the bug: it was fixed on the way to a good commit");
    case GitStep::Kind::history_too_short:
      return failure(std::string(kHistoryEndsTooEarly));
    case GitStep::Kind::test:
    case GitStep::Kind::test_merge_base:
    case GitStep::Kind::stuck:
      break;
  }
  return failure("git cannot go on: the verdicts contradict each other");
}

}  // namespace rebisect
