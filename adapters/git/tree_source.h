// TreeSource: the trees and file contents of several repositories, each object from the first that has it.
// Nothing is ever fetched.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "adapters/git/handle.h"
#include "adapters/git/repository.h"
#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

using CommitHandle = GitHandle<git_commit, git_commit_free>;
using TreeHandle = GitHandle<git_tree, git_tree_free>;
using BlobHandle = GitHandle<git_blob, git_blob_free>;

// How deep trees may be nested; git itself stops there (core.maxTreeDepth).
inline constexpr std::size_t kDeepestTree = 2048;

bool is_folder(const git_tree_entry* entry);
// Of two entries of one name: the same object and the same mode.
bool same_content(const git_tree_entry* a, const git_tree_entry* b);
// The order of a tree's entries: by name, a folder as if a slash stood behind its name. So a file and a
// folder of one name are two entries. No entry (null) comes last.
int compare_entries(const git_tree_entry* a, const git_tree_entry* b);

class TreeSource {
 public:
  // The repositories must outlive the source.
  explicit TreeSource(const std::vector<Repository>& repositories) : repositories_(repositories) {}

  // The tree of a commit, replace refs followed. All of these fail (repository) where the object is in none
  // of the repositories, or cannot be read.
  Result<git_oid> tree_of(const Oid& commit) const;
  Result<TreeHandle> tree(const git_oid& id) const;
  Result<BlobHandle> blob(const git_oid& id) const;

 private:
  template <typename Handle, typename Lookup>
  Result<Handle> find(std::string_view kind, const git_oid& id, Lookup lookup) const;

  const std::vector<Repository>& repositories_;
};

}  // namespace rebisect
