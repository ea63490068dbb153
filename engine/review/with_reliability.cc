#include "engine/review/with_reliability.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/review/explain.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

DisputePart dispute(const BisectionLog& log, const FirstWrong& suspected) {
  const Step& step = log.steps[suspected.step];
  const bool present = step.logged ? bug_present(*step.logged, log.aim).value_or(false)
                                   : std::ranges::any_of(step.runs, [](const RunOutcome& run) {
                                       return run.kind == RunOutcome::Kind::crashed;
                                     });
  DisputePart part;
  part.step = suspected.step;
  part.commit = step.commit.text;
  part.kind = present ? DisputeKind::false_bad : DisputeKind::false_good;
  part.probability = suspected.probability;
  return part;
}

void conclude(const Reliability& reliability, Report& report) {
  if (report.conclusion != Conclusion::holds) return;
  if (reliability.hard_facts.empty() && reliability.p_correct >= 0.5) return;
  report.conclusion = reliability.hard_facts.empty() ? Conclusion::doubtful : Conclusion::refuted;
  // Effects are sorted by size; the first that speaks against the claim is the reason.
  const auto reason = std::ranges::find_if(reliability.because,
                                           [](const ReliabilityEffect& effect) { return effect.effect < 0; });
  const std::string claim = report.deduction.claimed.empty() ? "" : brief(report.deduction.claimed.front());
  report.headline = fmt::format("{} is reported, but is {} to be the cause", claim,
                                reliability.hard_facts.empty() ? "rather not likely" : "most unlikely");
  if (reason == reliability.because.end()) return;
  report.reasons.insert(report.reasons.begin(), reason->reason);
  report.reasons.resize(std::min(report.reasons.size(), kMostReasons));
}

}  // namespace

Report with_reliability(Report report, const Reliability& reliability) {
  ReliabilityPart part{reliability.p_correct, {}};
  for (const ReliabilityEffect& effect : reliability.because) {
    part.because.push_back({effect.reason, effect.effect});
  }
  report.reliability = std::move(part);
  report.method.push_back(fmt::format("reliability: {:.0f} % of all claims are expected to be wrong",
                                      100 * reliability.prior_wrong_share));
  if (report.disputes.empty()) {
    for (const FirstWrong& suspected : reliability.first_wrong) {
      if (report.disputes.size() == kMostDisputes) break;
      report.disputes.push_back(dispute(report.log, suspected));
    }
  }
  conclude(reliability, report);
  return report;
}

}  // namespace rebisect
