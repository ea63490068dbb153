#include "engine/review/review.h"

#include <algorithm>

#include "engine/replay/deduce.h"
#include "engine/replay/log_arithmetic.h"
#include "engine/replay/rule_choice.h"
#include "engine/review/compose.h"

namespace rebisect {

Result<Report> review(const History& history, const BisectionLog& log, const GitRules* rules) {
  REBISECT_TRY(const RuleChoice choice, choose_rules(history, log, rules));
  const Deduction deduction = deduce(history, log, choice.replay);
  const Facts facts{history, log, choice.replay, deduction};
  const std::vector<Finding> findings = find_problems(facts);
  return compose(facts, choice, findings);
}

Report review(const BisectionLog& log) {
  return compose(log, log_arithmetic(log), find_problems(log));
}

}  // namespace rebisect
