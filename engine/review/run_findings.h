// Findings of the runs: verdicts that they do not give, that rest on little, or that fit badly together.
#pragma once

#include <vector>

#include "engine/review/finding.h"
#include "engine/review/judged_log.h"

namespace rebisect {

// In the order of docs/findings.md.
std::vector<Finding> find_run_problems(const LogFacts& facts);

}  // namespace rebisect
