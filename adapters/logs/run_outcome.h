// One run's outcome as syzbot words it: "crashed: WARNING in foo".
#pragma once

#include <optional>
#include <string_view>

#include "engine/model/bisection_log.h"

namespace rebisect {

// As printed by syzkaller's pkg/bisect, processResults(). nullopt for a text of no known wording.
std::optional<RunOutcome> parse_run_outcome(std::string_view text);

}  // namespace rebisect
