// The command `evaluate`: suites played, and held against their expectations and a baseline.
#pragma once

#include "adapters/cli/args.h"
#include "adapters/cli/output.h"
#include "engine/base/result.h"

namespace rebisect {

// The exit status: 0 where all is as expected and no strategy is worse than in the baseline, 1 where that is
// not so, 2 where it is not decided.
Result<int> evaluate_suites(const EvaluateRequest& request, const Surroundings& surroundings);

}  // namespace rebisect
