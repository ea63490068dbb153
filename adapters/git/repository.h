// Repository: one git repository, opened to read commits from. Bare or not, a linked worktree, shallow,
// partial, with alternates (nothing is ever fetched); named by its git folder, its work tree or a folder
// inside that.
//
// Ownership. Git refuses a repository of another user unless safe.directory names it, because it would run
// what that repository's configuration and hooks say. This reader runs nothing: it opens objects, refs and
// a few plain files, and takes from the configuration only what says how those are to be read. So the owner
// is not asked for, and libgit2's own check (which in 1.5.1 also ignores safe.directory=*) is off.
// Configuration of the user and the system is not read either, and of git's environment only
// GIT_NO_REPLACE_OBJECTS is heeded.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/git/commit_graph_file.h"
#include "adapters/git/commit_object.h"
#include "adapters/git/handle.h"
#include "adapters/git/packed_commits.h"
#include "adapters/git/parent_overrides.h"
#include "adapters/git/repository_settings.h"
#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

class Repository {
 public:
  // Fails (repository) where there is none at the path or above it, or it is of a kind that cannot be read:
  // SHA-256 object ids, or an extension that is not known.
  static Result<Repository> open(const std::string& path);

  const std::string& path() const { return path_; }  // as given to open()
  // That all worktrees share, with a slash at its end.
  const std::string& common_folder() const { return common_; }
  const ParentOverrides& overrides() const { return overrides_; }
  // The commit-graph file, where there is a sound one and git would use it: not beside overrides.
  const std::optional<CommitGraphFile>& commit_graph() const { return commit_graph_; }
  void ignore_commit_graph() { commit_graph_.reset(); }
  // Objects may be absent on purpose.
  bool is_partial_clone() const { return settings_.partial_clone; }
  const std::vector<std::string>& notes() const { return notes_; }
  // For readers of other objects.
  git_repository* handle() const { return repository_.get(); }
  // Is the object here, in the packs as they were when the repository was opened?
  bool has_object(const git_oid& id) const {
    return git_odb_exists_ext(database_.get(), &id, GIT_ODB_LOOKUP_NO_REFRESH) != 0;
  }

  // The commit as stored under that very id; nothing where it is not there. Fails (repository) where it
  // cannot be read or is no commit.
  Result<std::optional<CommitHeader>> header(const Oid& id) const;
  // All of its bytes, in the same way.
  Result<std::optional<std::string>> text(const Oid& id) const;
  // The same in words, with replace refs followed.
  Result<std::optional<CommitDescription>> description(const Oid& id) const;

  // The commit that an id or a ref names, tags peeled; nothing where it names none.
  Result<std::optional<Oid>> commit_of(const Oid& object) const;
  // The names of tags vA.B and vA.B.C, and the commits that they name.
  Result<std::vector<std::pair<std::string, Oid>>> releases() const;
  // As git does: HEAD, refs/..., a tag, a branch, a remote's branch; the first that fits.
  Result<std::optional<Oid>> commit_of_ref(const std::string& name) const;
  // The commits that HEAD and the refs name, tags peeled; refs that name no commit are passed over.
  Result<std::vector<Oid>> commits_of_refs() const;
  // The commits that the prefix fits, by id. What else it fits does not count, except that where it fits one
  // object alone and that is a tag, the tag's commit is meant. O(objects) where it fits several objects.
  Result<std::vector<Oid>> commits_of(const OidPrefix& prefix) const;

 private:
  Repository() = default;
  Result<void> read_overrides();
  void read_commit_graph(const std::vector<std::string>& folders);
  Result<DatabaseObjectHandle> commit_object(const Oid& id) const;

  GitSession session_;  // first, so that it outlives the handles
  std::string path_;
  RepositoryHandle repository_;
  DatabaseHandle database_;
  PackedCommits packed_;
  std::string common_;
  ParentOverrides overrides_;
  std::optional<CommitGraphFile> commit_graph_;
  RepositorySettings settings_;
  std::vector<std::string> notes_;
};

}  // namespace rebisect
