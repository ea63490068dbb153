// The parts of a suite file. Internal to config/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/scenario_names.h"
#include "config/suite_file.h"
#include "config/yaml_node.h"
#include "engine/base/result.h"

namespace rebisect {

// Names that a scenario may use for commits: those of its sketch; of other graphs any, which whoever reads
// the history looks up.
struct KnownCommits {
  std::optional<Names> names;

  Result<SuiteCommit> read(const YamlNode& node, const std::string& name) const;
  Result<SuiteCommit> read(const YamlNode& node) const;
  Result<std::vector<SuiteCommit>> read_all(const YamlNode& node) const;
  // Names and ranges.
  Result<std::vector<SuiteCommit>> read_set(const YamlNode& node) const;
};

Result<SuiteGraph> read_graph(const YamlNode& node);
Result<SuiteWorld> read_world(const YamlNode& node, const KnownCommits& known);
// The keys bad, good, releases, aim, title, cross_tree, same_title, baseline and smaller_config.
Result<SuiteTask> read_task(const YamlMapView& scenario, const KnownCommits& known);
// `strategies` are those of the scenario. One expectation without a strategy becomes one for each.
Result<std::vector<SuiteExpected>> read_expectations(const YamlNode& node, const Names& strategies,
                                                     const KnownCommits& known);

// A number, or [LEAST, MOST]; both within the range.
Result<Interval> read_interval(const YamlNode& node, const NumberRange& range);
// "FILE:LINE: PATH"
std::string where_of(const YamlNode& node);

}  // namespace rebisect
