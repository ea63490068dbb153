// The files under scenarios/, read.
#pragma once

#include <string>
#include <vector>

#include "config/scenario_file.h"
#include "engine/model/history.h"
#include "tests/support/sketch.h"

namespace rebisect::testing {

struct NamedScenario {
  std::string name;  // the file's, without ".yaml"
  Scenario scenario;
};

// All of them, by name. One that cannot be read fails the test and is left out.
std::vector<NamedScenario> all_scenarios();

// The scenario's history: `sketch` is that of its graph.
History history_of(const Scenario& scenario, const Sketch& sketch);

}  // namespace rebisect::testing
