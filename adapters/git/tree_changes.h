// What a commit changes: the files that differ from those of every parent, as in git's combined diff.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/git/tree_source.h"
#include "engine/base/result.h"

namespace rebisect {

struct TreeChange {
  std::string path;
  std::optional<git_oid> before;  // the content in the first parent that has the file; absent: it is new
  std::optional<git_oid> after;   // absent: it is deleted
};

// By path. What is equal in one of the parents is not looked into, so that a merge costs what its own changes
// cost. Without parents, all files. A rename is a deletion and a new file. Fails as TreeSource does.
Result<std::vector<TreeChange>> changes_against_all(const TreeSource& source, const git_oid& own,
                                                    const std::vector<git_oid>& parents);

// The file's content there; nothing where the tree has no such file.
Result<std::optional<git_oid>> file_in(const TreeSource& source, const git_oid& tree,
                                       const std::string& path);

}  // namespace rebisect
