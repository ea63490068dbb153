#include "engine/review/assess.h"

namespace rebisect {
namespace {

std::optional<Score> score_of(const Assessment& assessment) {
  if (assessment.reliability) return Score{assessment.reliability->p_correct, true};
  if (assessment.belief && assessment.belief->p_claim) return Score{*assessment.belief->p_claim, false};
  return std::nullopt;
}

Assessment with_score(Assessment assessment, const Settings& settings) {
  assessment.score = score_of(assessment);
  assessment.doubted = assessment.score && assessment.score->p_right < settings.conclusion.doubtful_below;
  return assessment;
}

}  // namespace

Result<Assessment> assess(const Facts& facts, const GitRules& rules, const ReviewOptions& options) {
  Assessment assessment;
  if (!options.judge_by) return assessment;
  assessment.made = true;
  const CrashEvidence evidence = collect_evidence(facts.log, options.bug_title);
  const std::optional<Believed> believed = believe(facts, evidence, options.judge_by->belief);
  if (!believed) return with_score(std::move(assessment), *options.judge_by);
  assessment.belief = belief_part(facts, *believed);
  assessment.notes = believed->belief.notes;
  std::vector<DisputePart> disputes = disputed_verdicts(facts.log, *believed, options.judge_by->disputes);
  REBISECT_TRY(assessment.disputes, with_endings(facts, std::move(disputes), rules));
  return with_score(std::move(assessment), *options.judge_by);
}

Assessment assess(const BisectionLog& log, const ReviewOptions& options) {
  Assessment assessment;
  if (!options.judge_by) return assessment;
  assessment.made = true;
  const CrashEvidence evidence = collect_evidence(log, options.bug_title);
  const std::optional<Believed> believed = believe(log, evidence, options.judge_by->belief);
  if (!believed) return with_score(std::move(assessment), *options.judge_by);
  assessment.belief = belief_part(log, *believed);
  assessment.notes = believed->belief.notes;
  assessment.disputes = disputed_verdicts(log, *believed, options.judge_by->disputes);
  return with_score(std::move(assessment), *options.judge_by);
}

}  // namespace rebisect
