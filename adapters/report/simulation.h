// What else a log could have come out as, for people and for machines.
#pragma once

#include <cstddef>
#include <string>

#include "adapters/report/json.h"
#include "adapters/report/text.h"
#include "engine/model/commit_graph.h"
#include "engine/simulate/log_simulation.h"

namespace rebisect {

struct SimulationReport {
  const LogSimulation& simulation;
  const CommitGraph& graph;
  Aim aim = Aim::cause;
  std::size_t shown = 10;     // endings that are listed; the others are only counted
  Descriptions descriptions;  // of reported commits
};

// With `first_line_only` the first line alone.
std::string to_text(const SimulationReport& report, const TextStyle& style);
// Schema in docs/schema/simulate.schema.json.
std::string to_json(const SimulationReport& report, const ToolVersion& tool);

}  // namespace rebisect
