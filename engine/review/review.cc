#include "engine/review/review.h"

#include <string>
#include <utility>

#include "engine/replay/deduce.h"
#include "engine/replay/log_arithmetic.h"
#include "engine/replay/rule_choice.h"
#include "engine/review/assess.h"
#include "engine/review/belief_findings.h"
#include "engine/review/compose.h"

namespace rebisect {
namespace {

Report with_judged(Report report, JudgedLog judged) {
  const std::string policy = describe_policy(judged);
  if (!policy.empty()) report.method.push_back(policy);
  report.judged = std::move(judged);
  return report;
}

std::vector<Finding> belief_problems(const BisectionLog& log, const Assessment& assessment,
                                     const ReviewOptions& options) {
  if (!options.weigh_by) return {};
  return find_belief_problems(log, assessment, options.weigh_by->settings.disputes.least);
}

}  // namespace

Result<Report> review(const History& history, const BisectionLog& log, const ReviewOptions& options) {
  REBISECT_TRY(const RuleChoice choice, choose_rules(history, log, options.rules));
  const Deduction deduction = deduce(history, log, choice.replay);
  JudgedLog judged = judge_log(log, options.policy, options.bug_title);
  const Facts facts{history, log, choice.replay, deduction, judged, options.findings};
  REBISECT_TRY(const Assessment assessment, assess(facts, *choice.rules, options));
  const std::vector<Finding> findings =
      joined(find_problems(facts), belief_problems(log, assessment, options));
  Report report = compose(facts, choice, assessment, findings);
  return with_judged(std::move(report), std::move(judged));
}

Report review(const BisectionLog& log, const ReviewOptions& options) {
  JudgedLog judged = judge_log(log, options.policy, options.bug_title);
  const LogFacts facts{log, judged, options.findings};
  const Assessment assessment = assess(facts, options);
  const std::vector<Finding> findings =
      joined(find_problems(facts), belief_problems(log, assessment, options));
  Report report = compose(log, log_arithmetic(log), assessment, findings);
  return with_judged(std::move(report), std::move(judged));
}

}  // namespace rebisect
