// What the log makes of one test: was the bug there?
#pragma once

#include <optional>

#include "engine/judge/evidence.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// By the word told to git; where it was told none, by what the runs did to the walk. nullopt where neither
// tells. `tally` is of the step.
inline std::optional<bool> told_present(const Step& step, const Tally& tally, Aim aim) {
  if (step.logged) return bug_present(*step.logged, aim);
  if (tally.crashes() > 0) return true;
  if (tally.ok > 0) return false;
  return std::nullopt;
}

}  // namespace rebisect
