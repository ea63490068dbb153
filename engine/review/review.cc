#include "engine/review/review.h"

#include "engine/replay/deduce.h"
#include "engine/replay/log_arithmetic.h"
#include "engine/replay/rule_choice.h"
#include "engine/review/assess.h"
#include "engine/review/compose.h"

namespace rebisect {

Result<Report> review(const History& history, const BisectionLog& log, const ReviewOptions& options) {
  REBISECT_TRY(const RuleChoice choice, choose_rules(history, log, options.rules));
  const Deduction deduction = deduce(history, log, choice.replay);
  const Facts facts{history, log, choice.replay, deduction};
  REBISECT_TRY(const Assessment assessment, assess(facts, *choice.rules, options));
  const std::vector<Finding> findings = find_problems(facts);
  return compose(facts, choice, assessment, findings);
}

Report review(const BisectionLog& log, const ReviewOptions& options) {
  return compose(log, log_arithmetic(log), assess(log, options), find_problems(log));
}

}  // namespace rebisect
