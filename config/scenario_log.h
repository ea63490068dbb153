// The log part of a scenario file. Internal to config/.
#pragma once

#include <vector>

#include "config/scenario_names.h"
#include "config/yaml_node.h"
#include "engine/base/result.h"
#include "engine/model/bisection_log.h"
#include "engine/model/step.h"

namespace rebisect {

// {crashed: 3, ok: 7}: so many outcomes of each kind, in the order of the file. Without titles.
Result<std::vector<RunOutcome>> read_runs(const YamlNode& node);

// The keys aim, format, start, log and claim, as the log they describe. `known` are the names that it may
// use.
Result<BisectionLog> read_log(const YamlMapView& scenario, const Names& known);

}  // namespace rebisect
