// Findings about the reported commits themselves: what they change, and what later commits say of them.
#pragma once

#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/culprit_facts.h"
#include "engine/review/finding.h"

namespace rebisect {

// In the order of docs/findings.md, commit by commit. `facts` are of this log.
std::vector<Finding> find_culprit_problems(const CulpritFacts& facts, const BisectionLog& log);

// Does one of the findings exclude what the log reports, whatever the verdicts say? Then the conclusion is
// "refuted".
bool excludes_claim(const std::vector<Finding>& findings);

}  // namespace rebisect
