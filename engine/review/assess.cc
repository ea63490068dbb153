#include "engine/review/assess.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/review/flips.h"
#include "engine/review/history_outline.h"

namespace rebisect {
namespace {

// Hard facts that leave no room for the claim. The others make it improbable.
bool refutes(HardFact fact) {
  return fact == HardFact::same_binary_as_parent || fact == HardFact::cannot_affect_build;
}

ReliabilityPart reliability_part(const Reliability& reliability) {
  ReliabilityPart part;
  part.p_correct = reliability.p_correct;
  for (const HardFact fact : reliability.hard_facts) {
    if (refutes(fact)) part.refuting.emplace_back(words_for(fact));
  }
  for (const ReliabilityEffect& effect : reliability.because) {
    part.because.push_back({effect.reason, effect.effect});
  }
  return part;
}

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

// What the runs say of the log as a whole, whether or not there is a history.
struct Read {
  std::optional<Reliability> reliability;
  Assessment assessment;
};

void add_notes(const Belief& belief, Assessment& assessment) {
  for (const std::string& note : belief.notes) assessment.notes.push_back("belief: " + note);
}

Read read_runs(const LogFacts& facts, const ReviewOptions& options) {
  Read read;
  read.reliability = reliability(facts.log, facts.judged.evidence, options.weigh_by->reliability);
  read.assessment.made = true;
  if (read.reliability) {
    read.assessment.reliability = reliability_part(*read.reliability);
    read.assessment.notes.push_back(
        fmt::format("reliability: {:.0f} % of all claims are expected to be wrong",
                    100 * read.reliability->prior_wrong_share));
  }
  return read;
}

}  // namespace

Result<Assessment> assess(const Facts& facts, const GitRules& rules, const ReviewOptions& options) {
  if (!options.weigh_by) return Assessment();
  const Settings& settings = options.weigh_by->settings;
  Read read = read_runs({facts.log, facts.judged, facts.settings}, options);
  Assessment& assessment = read.assessment;
  if (const auto believed = believe(facts, facts.judged.evidence, settings.belief)) {
    assessment.belief = belief_part(facts, *believed);
    add_notes(believed->belief, assessment);
    REBISECT_TRY(assessment.disputes,
                 with_endings(facts, disputed_verdicts(facts.log, *believed, settings.disputes), rules,
                              settings.disputes.least));
    if (options.plan) {
      assessment.plan = planned_tests(facts.log, &facts.history.graph, *believed, settings);
    }
    if (options.pages) assessment.outline = outline(facts, *believed);
  }
  if (options.pages) {
    REBISECT_TRY(assessment.flips, flipped(facts, rules));
  }
  return with_score(std::move(assessment), settings);
}

Assessment assess(const LogFacts& facts, const ReviewOptions& options) {
  if (!options.weigh_by) return {};
  const Settings& settings = options.weigh_by->settings;
  const BisectionLog& log = facts.log;
  Read read = read_runs(facts, options);
  Assessment& assessment = read.assessment;
  if (const auto believed = believe(log, facts.judged.evidence, settings.belief)) {
    assessment.belief = belief_part(log, *believed);
    add_notes(believed->belief, assessment);
    assessment.disputes = read.reliability ? disputed_verdicts(log, *read.reliability, settings.disputes)
                                           : disputed_verdicts(log, *believed, settings.disputes);
    if (options.plan) assessment.plan = planned_tests(log, nullptr, *believed, settings);
    if (options.pages) {
      assessment.outline = outline(log, *believed);
      assessment.flips = flipped(log, *believed);
    }
  }
  return with_score(std::move(assessment), settings);
}

}  // namespace rebisect
