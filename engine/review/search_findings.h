// Findings of the search as a whole: where its verdicts stop to change sides, and how its range was found.
#pragma once

#include <vector>

#include "engine/review/finding.h"
#include "engine/review/judged_log.h"

namespace rebisect {

// In the order of docs/findings.md.
std::vector<Finding> find_search_problems(const LogFacts& facts);

}  // namespace rebisect
