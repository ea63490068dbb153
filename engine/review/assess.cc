#include "engine/review/assess.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/parallel.h"
#include "engine/judge/parent_image.h"
#include "engine/review/flips.h"
#include "engine/review/history_outline.h"

namespace rebisect {
namespace {

// Hard facts that leave no room for the claim. The others make it improbable: an image that another compiler
// built may be the same by accident.
bool refutes(HardFact fact, const BisectionLog& log) {
  return fact == HardFact::cannot_affect_build ||
         (fact == HardFact::same_binary_as_parent && parent_image(log) == ParentImage::same_compiler);
}

ReliabilityPart reliability_part(const Reliability& reliability, const BisectionLog& log) {
  ReliabilityPart part;
  part.p_correct = reliability.p_correct;
  for (const HardFact fact : reliability.hard_facts) {
    if (refutes(fact, log)) part.refuting.emplace_back(words_for(fact));
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

// What the runs say of the log as a whole, whether or not there is a history.
struct Read {
  std::optional<Reliability> reliability;
  Assessment assessment;
};

// With what follows from the reliability.
Assessment finished(Read read, const BisectionLog& log, const Settings& settings) {
  Assessment& assessment = read.assessment;
  if (read.reliability) assessment.reliability = reliability_part(*read.reliability, log);
  assessment.score = score_of(assessment);
  assessment.doubted = assessment.score && assessment.score->p_right < settings.conclusion.doubtful_below;
  return std::move(read.assessment);
}

bool has_own_tests(const BisectionLog& log) {
  return std::ranges::any_of(log.steps, &Step::own);
}

// The belief as it was before a person's own tests: a test without a run says nothing.
Believed without_own_tests(Believed believed, const BisectionLog& log, const BeliefSettings& settings) {
  for (BeliefTest& test : believed.input.tests) {
    if (!log.steps[test.step].own) continue;
    test.target = 0;
    test.ok = 0;
    test.foreign.clear();
  }
  believed.belief = infer_belief(believed.input, settings);
  return believed;
}

double log_odds(double p) {
  constexpr double kSurest = 1e-9;  // so that no test makes it certain
  p = std::clamp(p, kSurest, 1 - kSurest);
  return std::log(p / (1 - p));
}

// The reliability is of the log as it was published, for no other logs were at hand to fit it to. Own tests
// move its log odds by as much as they move those of the belief in the claim (Bayes).
void weigh_own_tests(Reliability& reliability, const BeliefPart& with, const BeliefPart& without) {
  if (!with.p_claim || !without.p_claim) return;
  const double effect = log_odds(*with.p_claim) - log_odds(*without.p_claim);
  const double wrong_before = 1 - reliability.p_correct;
  reliability.p_correct = 1 / (1 + std::exp(-log_odds(reliability.p_correct) - effect));
  for (FirstWrong& verdict : reliability.first_wrong) {
    if (wrong_before > 0) verdict.probability *= (1 - reliability.p_correct) / wrong_before;
  }
  const ReliabilityEffect own{"what the tests that were added show", effect};
  const auto smaller = std::ranges::find_if(
      reliability.because, [&](const auto& other) { return std::abs(other.effect) < std::abs(effect); });
  reliability.because.insert(smaller, own);
}

void add_notes(const Belief& belief, Assessment& assessment) {
  for (const std::string& note : belief.notes) assessment.notes.push_back("belief: " + note);
}

Read read_runs(const LogFacts& facts, const ReviewOptions& options) {
  Read read;
  read.reliability = reliability(facts.log, facts.judged.evidence, options.weigh_by->reliability);
  read.assessment.made = true;
  if (read.reliability) {
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
    if (read.reliability && has_own_tests(facts.log)) {
      const Believed before = without_own_tests(*believed, facts.log, settings.belief);
      weigh_own_tests(*read.reliability, *assessment.belief, belief_part(facts, before));
    }
    add_notes(believed->belief, assessment);
    Result<std::vector<DisputePart>> disputes;
    const auto dispute = [&] {
      disputes = with_endings(facts, disputed_verdicts(facts.log, *believed, settings.disputes), rules,
                              settings.disputes.least);
    };
    const auto plan = [&] {
      if (!options.plan) return;
      assessment.plan = planned_tests(facts.log, &facts.history.graph, *believed, settings);
    };
    // Together most of what an audit takes, and neither needs the other.
    parallel_for(2, thread_count(), [&](std::size_t i) { i == 0 ? dispute() : plan(); });
    REBISECT_TRY(assessment.disputes, std::move(disputes));
    if (options.pages) assessment.outline = outline(facts, *believed);
  }
  if (options.pages) {
    REBISECT_TRY(assessment.flips, flipped(facts, rules));
  }
  return finished(std::move(read), facts.log, settings);
}

Assessment assess(const LogFacts& facts, const ReviewOptions& options) {
  if (!options.weigh_by) return {};
  const Settings& settings = options.weigh_by->settings;
  const BisectionLog& log = facts.log;
  Read read = read_runs(facts, options);
  Assessment& assessment = read.assessment;
  if (const auto believed = believe(log, facts.judged.evidence, settings.belief)) {
    assessment.belief = belief_part(log, *believed);
    if (read.reliability && has_own_tests(log)) {
      const Believed before = without_own_tests(*believed, log, settings.belief);
      weigh_own_tests(*read.reliability, *assessment.belief, belief_part(log, before));
    }
    add_notes(believed->belief, assessment);
    assessment.disputes = read.reliability ? disputed_verdicts(log, *read.reliability, settings.disputes)
                                           : disputed_verdicts(log, *believed, settings.disputes);
    if (options.plan) assessment.plan = planned_tests(log, nullptr, *believed, settings);
    if (options.pages) {
      assessment.outline = outline(log, *believed);
      assessment.flips = flipped(log, *believed);
    }
  }
  return finished(std::move(read), log, settings);
}

}  // namespace rebisect
