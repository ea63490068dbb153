// flipped(): every verdict turned in its turn, and where the bisection would have ended.
#pragma once

#include <vector>

#include "engine/replay/git_rules.h"
#include "engine/review/believe.h"
#include "engine/review/page_parts.h"

namespace rebisect {

// Good and bad verdicts, in the order of the log. Fails as flip_each() does. O(verdicts) replays.
Result<std::vector<FlipPart>> flipped(const Facts& facts, const GitRules& rules);

// From the log alone, on a line: what the tests of each stretch allow.
std::vector<FlipPart> flipped(const BisectionLog& log, const Believed& believed);

}  // namespace rebisect
