#include "tests/support/simulation.h"

#include "config/settings.h"

namespace rebisect::testing {

SimulationSettings default_simulation_settings() {
  static const SimulationSettings kDefaults = default_settings().value().simulation;
  return kDefaults;
}

std::string letters(std::span<const SimulatedRun> runs) {
  std::string text;
  for (const SimulatedRun& run : runs) {
    text += run.kind == RunOutcome::Kind::crashed ? 'X' : run.kind == RunOutcome::Kind::ok ? 'o' : '-';
  }
  return text;
}

}  // namespace rebisect::testing
