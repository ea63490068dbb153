// syzbot's bisection logs (the "bisection log" link of its mails and pages), all their dialects.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "adapters/logs/line_reader.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// Has `line` a shape that only syzbot's bisection logs have? One such line is enough to take a text for one.
bool is_syzbot_landmark(std::string_view line);

// Reads a log that may lack its front (syzbot cuts huge logs there) or its end. Never fails: what is odd is a
// diagnostic, and a line of no known shape is LineKind::unknown. `line_count` is how many lines the whole
// input has; the lines need not cover all of them.
BisectionLog read_syzbot_log(std::span<const LineView> lines, std::uint32_t line_count);

}  // namespace rebisect
