// Reports to be shown, and what may be asked of any text that shows one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "config/scenario_file.h"
#include "engine/review/report.h"
#include "engine/review/review.h"

namespace rebisect::testing {

// The scenario's report, its commits called "drivers: Change d" by A U Thor.
Report described_report(const Scenario& scenario, const ReviewOptions& options);

// A log whose every text tries something: escape sequences, markup, invalid UTF-8, long words, commands.
BisectionLog hostile_log();

// Lines of more than `width` columns that hold a blank behind their indentation, where they could be broken.
std::string overlong_lines(const std::string& text, std::size_t width);

// The lines of a text, without their ends.
std::vector<std::string> lines_of(const std::string& text);

// Does it hold nothing but valid UTF-8?
bool is_utf8(const std::string& text);

}  // namespace rebisect::testing
