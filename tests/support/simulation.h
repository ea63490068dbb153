// Simulated bisections in tests.
#pragma once

#include <span>
#include <string>

#include "engine/model/settings.h"
#include "engine/simulate/laboratory.h"

namespace rebisect::testing {

// What config/defaults.yaml says.
SimulationSettings default_simulation_settings();

// A letter for each run: X a crash, o an ok run, - any other.
std::string letters(std::span<const SimulatedRun> runs);

}  // namespace rebisect::testing
