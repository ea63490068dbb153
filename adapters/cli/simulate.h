// The command `simulate`: what else a log could have come out as.
#pragma once

#include "adapters/cli/args.h"
#include "adapters/cli/output.h"
#include "engine/base/result.h"

namespace rebisect {

// The exit status: 0.
Result<int> simulate(const SimulateRequest& request, const Surroundings& surroundings);

}  // namespace rebisect
