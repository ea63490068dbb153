// Where repositories keep what another git process needs to see the same commits, without its running in any
// of them.
#pragma once

#include <string>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

struct ObjectStores {
  // One for each repository, without a slash at the end: the folder that all worktrees of it share, with
  // `objects`, `packed-refs`, `refs` and `info` in it.
  std::vector<std::string> common_folders;
  // The commits whose parents are in none of the repositories: a boundary in each that has them. By id.
  std::vector<Oid> boundaries;
};

// Of the sources' repositories. Fails (repository) where a commit cannot be read.
Result<ObjectStores> find_object_stores(const CommitSources& sources);

}  // namespace rebisect
