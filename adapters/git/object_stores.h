// Where repositories keep what another git process needs to see the same commits, without its running in any
// of them.
#pragma once

#include <string>
#include <vector>

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

// The repositories are named as for Repository::open(), and fail as there.
Result<ObjectStores> find_object_stores(const std::vector<std::string>& repositories);

}  // namespace rebisect
