// Findings of the belief: verdicts that are probably false, and causes that probably lie outside of the
// range.
#pragma once

#include <vector>

#include "engine/review/assess.h"
#include "engine/review/finding.h"

namespace rebisect {

// weak-good and weak-bad of each verdict that is false with at least the probability `least`, and
// older-than-range where that is more probable than not. None without a belief.
std::vector<Finding> find_belief_problems(const BisectionLog& log, const Assessment& assessment,
                                          double least);

// Both, the more severe first; equals as they stood, those of `findings` before those of `more`.
std::vector<Finding> joined(std::vector<Finding> findings, const std::vector<Finding>& more);

}  // namespace rebisect
