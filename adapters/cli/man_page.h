// The manual page, made of what the command line declares.
#pragma once

#include <string>
#include <string_view>

#include "adapters/cli/command_list.h"

namespace rebisect {

// In the man macros of troff, ASCII alone, no date in it: the same program gives the same bytes.
std::string man_page(const DeclaredProgram& program, std::string_view version);

}  // namespace rebisect
