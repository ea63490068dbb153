// The Report as the plain text of a reply to whoever published the bisection, in the manner of kernel lists:
// the claim quoted, what is wrong or right with it below, with the evidence. It suggests and sends nothing:
// commands that a bot would take are indented, and no text of the log begins a line.
#pragma once

#include <cstddef>
#include <string>

#include "adapters/report/json.h"
#include "engine/review/report.h"

namespace rebisect {

// What fits on a screen, so that it is read; and the width that is left for replies to it, quoted.
inline constexpr std::size_t kMostMailLines = 40;
inline constexpr std::size_t kMostMailColumns = 72;

// At most kMostMailLines lines of at most kMostMailColumns columns, in UTF-8. Where the log was read from a
// mail with a header, the first lines are the header of the reply. What does not fit is left out: first the
// last item of the longest part.
std::string to_mail(const Report& report, const ToolVersion& tool);

}  // namespace rebisect
