// The log part of a scenario file. Internal to config/.
#pragma once

#include "config/scenario_names.h"
#include "config/yaml_node.h"
#include "engine/base/result.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// The keys aim, format, start, log and claim, as the log they describe. `known` are the names that it may
// use.
Result<BisectionLog> read_log(const YamlMapView& scenario, const Names& known);

}  // namespace rebisect
