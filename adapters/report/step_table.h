// The table of steps: commit, runs, verdict, git's choice beside it, and what was left.
#pragma once

#include <cstddef>
#include <string>

#include "engine/review/report.h"

namespace rebisect {

// The runs of a test, a letter each: "CCC.......", "all .", "no build".
std::string run_strip(const Step& step);

// How a step outside of git's search came to be tested: "start", "v5.12", "HEAD". Empty for git's choices.
std::string role_of(const Step& step);

// A line for each step and a legend. Runs are shown as a strip, a letter each; where the table would be wider
// than `width` columns, as counts. Columns without content are left out.
std::string step_table(const Report& report, std::size_t width);

}  // namespace rebisect
