// The histories that a suite is played on, and what its words mean there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/suite_file.h"
#include "engine/base/result.h"
#include "engine/model/bisection_log.h"
#include "engine/model/commit_graph.h"
#include "engine/model/history.h"
#include "engine/model/settings.h"

namespace rebisect {

// A history, and the commits in it that have names.
struct LoadedGraph {
  History history;
  std::map<std::string, CommitIndex, std::less<>> names;
  // Of a generated history: what a search begins with.
  std::optional<CommitIndex> tip;
  std::optional<CommitIndex> good;
  std::vector<Release> releases;
  std::optional<BisectionLog> log;  // that was made on it

  const CommitGraph& graph() const { return history.graph; }
  // Fails (malformed) where the name is none; "tip~3" is the third commit from the tip by first parents.
  Result<CommitIndex> find(const SuiteCommit& commit) const;
  // The union of names and ranges "A..B".
  Result<CommitSet> find_set(const std::vector<SuiteCommit>& commits) const;
};

// Makes or reads the history. `wanted` are the texts that are looked up in a repository; its paths are
// relative to `folder`. Fails as read_history() and load_log() do, and (malformed) where the repository lacks
// a text of the suite.
Result<LoadedGraph> load_graph(const SuiteGraph& graph, const std::vector<SuiteCommit>& wanted,
                               const std::string& folder, const Settings& settings);

}  // namespace rebisect
