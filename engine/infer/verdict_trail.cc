#include "engine/infer/verdict_trail.h"

#include <algorithm>
#include <unordered_map>

#include "engine/judge/told_present.h"

namespace rebisect {
namespace {

std::optional<TrailPoint::Phase> phase_of(const Step& step) {
  switch (step.role) {
    case StepRole::start:
      return TrailPoint::Phase::start;
    case StepRole::release:
      return TrailPoint::Phase::release;
    case StepRole::bisect:
    case StepRole::merge_base:
      return TrailPoint::Phase::search;
    case StepRole::head:
    case StepRole::config:
    case StepRole::parent:
      break;
  }
  return std::nullopt;
}

TitleSimilarity best_title(const Evidence& evidence, const CrashEvidence& all) {
  if (evidence.tally.target > 0) return TitleSimilarity::equal;
  TitleSimilarity best = TitleSimilarity::unrelated;
  for (const ForeignCount& count : evidence.foreign) {
    best = std::min(best, all.foreign[count.group].to_target);
  }
  return best;
}

// What git printed after each verdict, and after the start of the search.
struct PrintedCounts {
  std::int64_t at_start = 0;
  std::unordered_map<std::size_t, std::int64_t> after_step;
};

PrintedCounts printed_counts(const BisectionLog& log) {
  PrintedCounts counts;
  for (const GitCommand& command : log.commands) {
    const std::int64_t left = std::max<std::int64_t>(0, command.output.left.value_or(0));
    if (command.kind == GitCommand::Kind::start) counts.at_start = left;
    if (command.steps.size() == 1) counts.after_step[command.steps.front()] = left;
  }
  return counts;
}

}  // namespace

VerdictTrail verdict_trail(const BisectionLog& log, const CrashEvidence& evidence) {
  const PrintedCounts counts = printed_counts(log);
  // git tests the middle: of N left after a test, 2N + 1 were left before it.
  std::int64_t candidates = 2 * counts.at_start + 1;
  VerdictTrail trail;
  for (std::size_t i = 0; i < log.steps.size(); ++i) {
    const Step& step = log.steps[i];
    const Tally& tally = evidence.steps[i].tally;
    const auto phase = phase_of(step);
    const auto present = told_present(step, tally, log.aim);
    if (!phase || !present || step.own) continue;
    TrailPoint point;
    point.step = i;
    point.phase = *phase;
    point.present = *present;
    point.crashes = tally.crashes();
    point.informative = tally.informative();
    point.own_title = tally.target > 0;
    point.best_title = best_title(evidence.steps[i], evidence);
    if (*phase == TrailPoint::Phase::search) {
      const auto printed = counts.after_step.find(i);
      const std::int64_t left = printed == counts.after_step.end() ? 0 : printed->second;
      const std::int64_t remaining = 2 * left + 1;
      point.commits_at_stake = std::max<std::int64_t>(1, *present ? remaining : candidates - remaining);
      candidates = remaining;
    }
    trail.push_back(point);
  }
  return trail;
}

}  // namespace rebisect
