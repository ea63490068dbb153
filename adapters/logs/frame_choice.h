// Which function a crash is called by.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/logs/console.h"
#include "adapters/logs/crash_stacks.h"
#include "adapters/logs/oops_rules.h"

namespace rebisect {

// Is the function one that stands in the stacks of any crash? `also` has further patterns, separated by
// blanks; a pattern is a part of the name, with "^" its beginning and with "$" its end.
bool is_skipped_function(std::string_view function, std::string_view also);

// The function for the title, in the form in which titles have it: without what compilers append and without
// the prefix of a system call. Empty where no frame is usable.
// `lines` begin with the oops line; `stacks` are those of `lines`.
std::string choose_function(const OopsMatch& oops, std::span<const ConsoleLine> lines,
                            const CrashStacks& stacks);

}  // namespace rebisect
