// Findings of the kernels as they were built: equal images with different verdicts, and changes of compiler.
#pragma once

#include <vector>

#include "engine/review/finding.h"
#include "engine/review/judged_log.h"

namespace rebisect {

// In the order of docs/findings.md.
std::vector<Finding> find_build_problems(const LogFacts& facts);

}  // namespace rebisect
