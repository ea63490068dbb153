// --cross-check: asks the installed git the questions that the replay answers, and compares.
#pragma once

#include "adapters/cli/inputs.h"
#include "engine/base/result.h"
#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/review/cross_check.h"

namespace rebisect {

// What kept git from being asked is part of the result, not an error. Fails (history_too_short) where the
// rules of the installed git look further back than the history was read.
Result<CrossCheck> cross_check(const Inputs& inputs, const BisectionLog& log, const History& history);

}  // namespace rebisect
