// What holds for every log that was read, whatever the input.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/model/bisection_log.h"

namespace rebisect::fuzz {

// Stops the program unless: each of the `line_count` lines has a kind; unknown lines have diagnostics, or go
// on from one that has; spans lie within the input, first before last; commands point at steps that exist and
// that are about their commits; a verdict that was told about a step is in it.
void check_log(const BisectionLog& log, std::size_t line_count);

}  // namespace rebisect::fuzz
