// Facts in the log that exclude its claim.
#pragma once

#include <vector>

#include "engine/infer/reliability_features.h"

namespace rebisect {

// In the order of HardFact, each once. Images count as the same where the log prints the same signature.
// What no build reads is told by build_reach().
std::vector<HardFact> hard_facts(const BisectionLog& log, const VerdictTrail& trail);

}  // namespace rebisect
