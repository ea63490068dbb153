// What `git bisect log` prints and `git bisect replay` reads, and transcripts of a terminal in which git's
// answers stand between the commands.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "adapters/logs/line_reader.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// Reads the formats of all git versions from 2005 to 2.55. Never fails: what is odd is a diagnostic, and
// prose between the lines is LineKind::remark. Of several sessions the last one counts.
BisectionLog read_git_bisect_log(std::span<const LineView> lines, std::uint32_t line_count);

}  // namespace rebisect
