// What a scenario expects, held against what was seen. Internal to this folder.
#pragma once

#include <vector>

#include "engine/simulate/evaluate.h"

namespace rebisect {

// One for each expectation of the contest; `trials` and `scores` are in the order of its contestants.
std::vector<Checked> check_expectations(const Contest& contest, const std::vector<std::vector<Trial>>& trials,
                                        const std::vector<StrategyScore>& scores);

}  // namespace rebisect
