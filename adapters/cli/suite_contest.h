// A suite with its histories: the scenarios, ready to be played.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/cli/suite_graph.h"
#include "config/suite_file.h"
#include "engine/base/result.h"
#include "engine/model/settings.h"
#include "engine/simulate/evaluate.h"

namespace rebisect {

struct LoadedSuite {
  Suite suite;
  std::map<std::string, LoadedGraph> graphs;  // contests point into it
  std::vector<Contest> contests;              // one for each scenario, in their order
};

// `folder` is where the suite's file lies. Fails as load_graph() does, and (malformed) where a scenario asks
// for what cannot be played.
Result<LoadedSuite> load_suite(Suite suite, const std::string& folder, const Settings& settings);

}  // namespace rebisect
