#include "engine/review/belief_findings.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "engine/review/wording.h"

namespace rebisect {
namespace {

Finding weak_verdict(const BisectionLog& log, const DisputePart& dispute) {
  const Step& step = log.steps[dispute.step];
  const bool good = dispute.kind == DisputeKind::false_good;
  const std::string told = step.logged ? clause(*step.logged, log.aim) : good ? "did not crash" : "crashed";
  return {good ? FindingKind::weak_good : FindingKind::weak_bad,
          Severity::warning,
          {dispute.step},
          fmt::format("step {}: {} {}; by all tests together the chance that this is wrong is {:.0f} %",
                      dispute.step, brief(dispute.commit), told, 100 * dispute.probability)};
}

}  // namespace

std::vector<Finding> find_belief_problems(const BisectionLog& log, const Assessment& assessment,
                                          double least) {
  std::vector<Finding> findings;
  if (!assessment.belief) return findings;
  for (const DisputePart& dispute : assessment.disputes) {
    if (dispute.probability >= least) findings.push_back(weak_verdict(log, dispute));
  }
  constexpr double kMoreProbableThanNot = 0.5;
  if (assessment.belief->p_older > kMoreProbableThanNot) {
    findings.push_back({FindingKind::older_than_range,
                        Severity::warning,
                        {},
                        fmt::format("by all tests together the chance that the bug is {} is {:.0f} %",
                                    log.aim == Aim::cause ? "older than the range" : "not fixed in the range",
                                    100 * assessment.belief->p_older)});
  }
  return findings;
}

std::vector<Finding> joined(std::vector<Finding> findings, const std::vector<Finding>& more) {
  findings.insert(findings.end(), more.begin(), more.end());
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  return findings;
}

}  // namespace rebisect
