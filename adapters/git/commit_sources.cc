#include "adapters/git/commit_sources.h"

#include <algorithm>
#include <utility>

namespace rebisect {
namespace {

Result<std::optional<SeenCommit>> find_in(const CommitGraphFile& graph, const Oid& id) {
  const std::optional<GraphPosition> position = graph.find(id);
  if (!position) return std::optional<SeenCommit>();
  REBISECT_TRY(const std::vector<GraphPosition> parents, graph.parents(*position));
  SeenCommit commit;
  commit.time = graph.time(*position);
  commit.parents.reserve(parents.size());
  for (const GraphPosition parent : parents) commit.parents.push_back(graph.id(parent));
  return std::optional(std::move(commit));
}

}  // namespace

Result<CommitSources> CommitSources::open(const std::vector<std::string>& repositories,
                                          const std::string& commit_graph_file) {
  CommitSources sources;
  for (const std::string& path : repositories) {
    REBISECT_TRY(Repository repository, Repository::open(path));
    sources.repositories_.push_back(std::move(repository));
  }
  if (!commit_graph_file.empty()) {
    REBISECT_TRY(CommitGraphFile graph, CommitGraphFile::open(commit_graph_file));
    sources.file_ = std::make_unique<CheckedFile>(CheckedFile{std::move(graph), {}});
    // Deferred where no thread can be had.
    sources.file_->content = std::async(std::launch::async | std::launch::deferred,
                                        [file = sources.file()] { return file->check_content(); });
  }
  return sources;
}

bool CommitSources::any_partial_clone() const {
  return std::ranges::any_of(repositories_, &Repository::is_partial_clone);
}

bool CommitSources::has_commit_graphs() const {
  return std::ranges::any_of(repositories_, [](const Repository& r) { return r.commit_graph().has_value(); });
}

Result<void> CommitSources::check_file() const {
  return file_ ? file_->content.get() : Result<void>();
}

void CommitSources::ignore_commit_graphs(const std::string& note) {
  notes_.push_back(note);
  for (Repository& repository : repositories_) repository.ignore_commit_graph();
}

const CommitGraphFile* CommitSources::main_graph() const {
  const auto overridden = [](const Repository& repository) { return !repository.overrides().empty(); };
  if (std::ranges::any_of(repositories_, overridden)) return nullptr;
  if (file() != nullptr) return file();
  for (const Repository& repository : repositories_) {
    if (repository.commit_graph()) return &*repository.commit_graph();
  }
  return nullptr;
}

Result<std::vector<Oid>> CommitSources::tips() const {
  std::vector<Oid> tips;
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(const std::vector<Oid> commits, repository.commits_of_refs());
    tips.insert(tips.end(), commits.begin(), commits.end());
  }
  const std::uint32_t listed = file() != nullptr ? file()->size() : 0;
  for (std::uint32_t i = 0; i < listed; ++i) tips.push_back(file()->id(GraphPosition(i)));
  return tips;
}

std::vector<std::string> CommitSources::notes() const {
  std::vector<std::string> all;
  for (const Repository& repository : repositories_) {
    all.insert(all.end(), repository.notes().begin(), repository.notes().end());
  }
  all.insert(all.end(), notes_.begin(), notes_.end());
  return all;
}

Result<std::optional<SeenCommit>> CommitSources::find(const Oid& id) const {
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(auto commit, find_overridden(repository, id));
    if (commit) return commit;
  }
  REBISECT_TRY(auto commit, find_in_commit_graphs(id));
  if (commit) return commit;

  // A commit's own bytes are the same in every repository; what differs is whether its parents are there.
  bool shallow = false;
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(auto header, repository.header(id));
    if (!header) continue;
    commit = SeenCommit{.parents = std::move(header->parents), .time = header->time};
    shallow = repository.overrides().shallow.contains(id);
    if (!shallow) return commit;
  }
  if (shallow) {
    commit->parents.clear();
    commit->parents_known = ParentsKnown::shallow;
  }
  return commit;
}

// As git reads it: the replacement's content, then the graft's parents, unless it is a shallow boundary.
Result<std::optional<SeenCommit>> CommitSources::find_overridden(const Repository& repository,
                                                                 const Oid& id) const {
  const ParentOverrides& overrides = repository.overrides();
  const auto graft = overrides.grafts.find(id);
  const bool grafted = graft != overrides.grafts.end() && !overrides.shallow.contains(id);
  if (!grafted && !overrides.replacements.contains(id)) return std::optional<SeenCommit>();
  const std::string replaces = "the replacement of commit " + id.hex() + " in " + repository.path() +
                               " cannot be read (git replace -d removes it): ";
  const Result<Oid> end = replaced(overrides, id);
  if (!end) return fail(end.error().code, replaces + end.error().message);
  const Oid stored = *end;
  Result<std::optional<CommitHeader>> content_read = header(stored);
  if (!content_read) {
    if (stored == id) return tl::unexpected(content_read.error());
    return fail(content_read.error().code, replaces + content_read.error().message);
  }
  const std::optional<CommitHeader> content = *std::move(content_read);
  if (!content) {
    if (stored == id) return std::optional<SeenCommit>();
    return fail(ErrorCode::repository, replaces + stored.hex() + " is not there");
  }
  SeenCommit commit{.parents = content->parents, .time = content->time, .replaced = true};
  if (grafted) commit.parents = graft->second;
  if (overrides.shallow.contains(id)) {
    commit.parents.clear();
    commit.parents_known = ParentsKnown::shallow;
  }
  return std::optional(std::move(commit));
}

Result<std::optional<SeenCommit>> CommitSources::find_in_commit_graphs(const Oid& id) const {
  if (file() != nullptr) {
    REBISECT_TRY(auto commit, find_in(*file(), id));
    if (commit) return commit;
  }
  for (const Repository& repository : repositories_) {
    if (!repository.commit_graph()) continue;
    REBISECT_TRY(auto commit, find_in(*repository.commit_graph(), id));
    if (commit) return commit;
  }
  return std::optional<SeenCommit>();
}

// From whichever source has it.
Result<std::optional<CommitHeader>> CommitSources::header(const Oid& id) const {
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(auto header, repository.header(id));
    if (header) return header;
  }
  REBISECT_TRY(auto commit, find_in_commit_graphs(id));
  if (!commit) return std::optional<CommitHeader>();
  return std::optional(CommitHeader{std::move(commit->parents), commit->time});
}

Result<std::optional<Oid>> CommitSources::commit_of(const Oid& object) const {
  if (file() != nullptr && file()->find(object)) return std::optional(object);
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(const auto commit, repository.commit_of(object));
    if (commit) return commit;
  }
  return std::optional<Oid>();
}

Result<std::optional<Oid>> CommitSources::commit_of_ref(const std::string& name) const {
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(const auto commit, repository.commit_of_ref(name));
    if (commit) return commit;
  }
  return std::optional<Oid>();
}

Result<std::vector<Oid>> CommitSources::commits_of(const OidPrefix& prefix) const {
  std::vector<Oid> all;
  if (file() != nullptr) {
    for (const GraphPosition position : file()->find(prefix)) {
      all.push_back(file()->id(position));
    }
  }
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(const std::vector<Oid> commits, repository.commits_of(prefix));
    all.insert(all.end(), commits.begin(), commits.end());
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace rebisect
