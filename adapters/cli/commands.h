// One short function for each command: read, call the engine, write.
#pragma once

#include "adapters/cli/args.h"
#include "adapters/cli/output.h"
#include "engine/base/result.h"

namespace rebisect {

// Does what was asked, and gives the exit status (docs/cli.md): `audit` 0 it holds, 1 it does not, 2
// undecided; `evaluate` 0 all is as expected, 1 it is not, 2 undecided; every other command 0.
Result<int> run(const Request& request, const Surroundings& surroundings);

}  // namespace rebisect
