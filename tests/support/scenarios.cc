#include "tests/support/scenarios.h"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/support/log_text.h"

namespace rebisect::testing {

std::vector<NamedScenario> all_scenarios() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(REBISECT_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<NamedScenario> scenarios;
  for (const std::filesystem::path& file : files) {
    Result<Scenario> scenario =
        parse_scenario(read_file(file.string()).value_or(""), file.filename().string());
    if (!scenario) {
      ADD_FAILURE() << scenario.error().message;
      continue;
    }
    scenarios.push_back({file.stem().string(), *std::move(scenario)});
  }
  return scenarios;
}

History history_of(const Scenario& scenario, const Sketch& sketch) {
  History history;
  history.graph = sketch.graph;
  for (const std::string& name : scenario.commits) {
    history.names.emplace(name, sketch.graph.id(sketch.at(name)));
  }
  history.missing = scenario.missing;
  return history;
}

}  // namespace rebisect::testing
