// One short function for each command: read, call the engine, write.
#pragma once

#include <string_view>

#include "adapters/cli/args.h"
#include "engine/base/result.h"

namespace rebisect {

// What the program is told by the system, so that nothing below asks for it.
struct Surroundings {
  std::string_view version;
  bool progress_terminal = false;  // standard error is a terminal
  bool color_terminal = false;     // standard output is a terminal, and NO_COLOR is not set
};

// Does what was asked, and gives the exit status (docs/cli.md): `audit` 0 it holds, 1 it does not, 2
// undecided; `evaluate` 0 all is as expected, 1 it is not, 2 undecided; every other command 0.
Result<int> run(const Request& request, const Surroundings& surroundings);

}  // namespace rebisect
