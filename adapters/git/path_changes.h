// What the commits of a history change within the paths of a bisection.
#pragma once

#include <string>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/commit_graph.h"
#include "engine/model/history.h"

namespace rebisect {

struct PathsRequest {
  std::vector<std::string> paths = {};  // as given to `git bisect start`
  bool dashes = true;                   // `--` stood before them
};

// Compares the commits with their parents, tree by tree; others are left PathChanges::Change::unread. What
// two trees have in common is not looked into, so that a comparison costs what the paths to the differences
// cost. Replace refs are followed.
//
// Fails (usage) where a path is of a kind that is not supported, and (repository) where a tree is not there:
// nothing is fetched.
Result<PathsRead> read_path_changes(const CommitSources& sources, const PathsRequest& request,
                                    const CommitGraph& graph, const CommitSet& commits);

}  // namespace rebisect
