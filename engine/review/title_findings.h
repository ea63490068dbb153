// Findings of titles: crashes that are not of the bug, and what the reported commit's own title gives away.
#pragma once

#include <vector>

#include "engine/review/finding.h"
#include "engine/review/judged_log.h"

namespace rebisect {

// In the order of docs/findings.md.
std::vector<Finding> find_title_problems(const LogFacts& facts);

}  // namespace rebisect
