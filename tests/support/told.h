// Bisection logs in short: told("start h a; good d; bad f; skip e; claim f") is the log of a `git bisect`
// session on a sketch whose commits have these names. Each revision but a range becomes a step.
#pragma once

#include <string_view>

#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "tests/support/sketch.h"

namespace rebisect::testing {

// Commands, separated by `;`: `start [BAD [GOOD...]]`, `good|bad|skip REV...`, `claim REV...`, `none` (the
// log says that nothing was found), `error`, `fix` (the aim). Behind a command, `-> N K` is what git printed
// after it. Stops the test program on anything else.
BisectionLog told(std::string_view text);

// The sketch as a history that knows each commit by its name.
History history_of(const Sketch& sketch);

}  // namespace rebisect::testing
