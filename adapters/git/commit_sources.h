// CommitSources: several repositories and a commit-graph file as one history, united by commit id.
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/git/commit_graph_file.h"
#include "adapters/git/repository.h"
#include "engine/base/result.h"
#include "engine/model/commit_graph.h"
#include "engine/model/oid.h"

namespace rebisect {

// A commit as git sees it.
struct SeenCommit {
  std::vector<Oid> parents;
  std::uint64_t time = 0;
  ParentsKnown parents_known = ParentsKnown::all;
  bool replaced = false;  // a graft or replace ref changed it
};

class CommitSources {
 public:
  // An empty commit_graph_file: none. The file is checked to the last byte, unlike those in repositories, but
  // on a thread of its own: see check_file().
  static Result<CommitSources> open(const std::vector<std::string>& repositories,
                                    const std::string& commit_graph_file);

  const std::vector<Repository>& repositories() const { return repositories_; }
  bool any_partial_clone() const;
  // Was a commit-graph file named beside the repositories?
  bool has_file() const { return file_ != nullptr; }
  // Fails (malformed) where that file is corrupt: nothing that was read from it counts then. Waits until all
  // of it is checked.
  Result<void> check_file() const;
  // Whether a repository's own commit-graph file is in use, and how to go on without them, with a note why.
  bool has_commit_graphs() const;
  void ignore_commit_graphs(const std::string& note);
  // The commit-graph file that most commits can be read from by their position in it: what it says of them is
  // what find() would. Null where there is none, or where overrides can change any of its commits.
  const CommitGraphFile* main_graph() const;
  // What a person should know of the repositories.
  std::vector<std::string> notes() const;

  // The commit, or nothing where no source has it. Grafts and replace refs hold for all sources, those of the
  // first repository that has them. Where one source has a shallow boundary and another the parents, the
  // parents are taken. Fails where a source is corrupt.
  Result<std::optional<SeenCommit>> find(const Oid& id) const;

  // Every commit that a ref or HEAD of a repository names, and every commit of the commit-graph file.
  Result<std::vector<Oid>> tips() const;

  // Names to commits: the first repository that knows the name decides. Prefixes are sought everywhere.
  Result<std::optional<Oid>> commit_of(const Oid& object) const;
  Result<std::optional<Oid>> commit_of_ref(const std::string& name) const;
  Result<std::vector<Oid>> commits_of(const OidPrefix& prefix) const;

 private:
  struct CheckedFile {
    CommitGraphFile graph;
    std::shared_future<Result<void>> content;  // its last owner waits for the thread, before the file goes
  };
  const CommitGraphFile* file() const { return file_ ? &file_->graph : nullptr; }

  Result<std::optional<SeenCommit>> find_overridden(const Repository& repository, const Oid& id) const;
  Result<std::optional<SeenCommit>> find_in_commit_graphs(const Oid& id) const;
  Result<std::optional<CommitHeader>> header(const Oid& id) const;

  std::vector<Repository> repositories_;
  std::unique_ptr<CheckedFile> file_;
  std::vector<std::string> notes_;
};

}  // namespace rebisect
