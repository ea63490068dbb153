// Completion for bash, made of what the command line declares.
#pragma once

#include <string>

#include "adapters/cli/command_list.h"

namespace rebisect {

// A script to be sourced. It needs bash alone, and completes `git rebisect` too where git's own completion is
// loaded.
std::string bash_completion(const DeclaredProgram& program);

}  // namespace rebisect
