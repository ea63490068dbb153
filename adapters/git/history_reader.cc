// The walk. Every end paints what it reaches with its own colour, and what lies below a commit that all ends
// reach gets one colour more, "settled". Newest commits go first, so that a commit usually has all its
// colours before it paints its parents. A settled commit is an ancestor of every end, hence no candidate,
// whichever ends a replay takes as good; and it is below a common ancestor, hence no merge base of them. The
// walk may stop when only settled commits are waiting.
#include "adapters/git/history_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <queue>
#include <unordered_map>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "adapters/git/commit_sources.h"
#include "adapters/git/resolve.h"

namespace rebisect {
namespace {

using Colours = std::uint64_t;

constexpr std::size_t kMostColours = 63;  // further ends share the last one
constexpr Colours kSettled = Colours{1} << kMostColours;
// How many commits are read when all that wait are settled. Git's own walk overruns by five (SLOP in
// revision.c) and looks at the parents of what it takes.
constexpr std::uint32_t kOverrun = 64;
constexpr std::size_t kMostNotes = 3;  // on the line of an error

struct HashOid {
  std::size_t operator()(const Oid& id) const {
    std::size_t hash = 0;
    std::memcpy(&hash, id.bytes().data(), sizeof hash);
    return hash;
  }
};

struct Node {
  Oid id;
  SeenCommit commit;
  std::vector<std::uint32_t> parents;  // once expanded
  Colours colours = 0;
  bool expanded = false;
  bool waiting = false;
};

// Newest first, then first come first served, as in git's queue.
struct Waiting {
  std::uint64_t time;
  std::uint32_t node;

  friend bool operator<(const Waiting& a, const Waiting& b) {
    return a.time != b.time ? a.time < b.time : a.node > b.node;
  }
};

class HistoryWalk {
 public:
  HistoryWalk(const CommitSources& sources, const HistoryRequest& request)
      : sources_(&sources), extent_(request.extent), most_commits_(request.most_commits) {}

  // Adds commits to start from; all must be in the sources.
  Result<void> add_ends(const std::vector<Oid>& ends);
  // Adds a commit without reading on from it, unless everything is read.
  Result<void> add_other(const Oid& id);
  Result<void> run();
  Result<void> finish(History& into) const;

 private:
  Result<std::optional<std::uint32_t>> node_of(const Oid& id);
  Result<void> expand(std::uint32_t node);
  Result<void> leave_out(std::uint32_t child, const Oid& parent);
  void paint(std::uint32_t node, Colours colours);
  bool may_stop();

  const CommitSources* sources_;
  HistoryRequest::Extent extent_;
  std::size_t most_commits_;
  std::vector<Node> nodes_;
  std::unordered_map<Oid, std::uint32_t, HashOid> node_by_id_;
  std::priority_queue<Waiting> queue_;
  Colours all_ends_ = 0;
  std::size_t unsettled_waiting_ = 0;
  std::uint64_t oldest_unsettled_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t most_skew_ = 0;  // by how much a commit was older than its parent
  std::uint32_t overrun_left_ = kOverrun;
  std::vector<std::string> notes_;
};

// Nothing where no source has the commit.
Result<std::optional<std::uint32_t>> HistoryWalk::node_of(const Oid& id) {
  const auto known = node_by_id_.find(id);
  if (known != node_by_id_.end()) return std::optional(known->second);
  REBISECT_TRY(std::optional<SeenCommit> commit, sources_->find(id));
  if (!commit) return std::optional<std::uint32_t>();
  if (nodes_.size() == most_commits_) {
    return fail(ErrorCode::repository,
                fmt::format("the history has more than {} commits; raise limits.graph_commits with --config",
                            most_commits_));
  }
  const auto node = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({.id = id, .commit = *std::move(commit), .parents = {}});
  node_by_id_.emplace(id, node);
  return std::optional(node);
}

Result<void> HistoryWalk::add_ends(const std::vector<Oid>& ends) {
  all_ends_ = (Colours{1} << std::min(ends.size(), kMostColours)) - 1;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    REBISECT_TRY(const std::optional<std::uint32_t> node, node_of(ends[i]));
    if (node) paint(*node, Colours{1} << std::min(i, kMostColours - 1));
  }
  return {};
}

Result<void> HistoryWalk::add_other(const Oid& id) {
  REBISECT_TRY(const std::optional<std::uint32_t> node, node_of(id));
  if (node && extent_ != HistoryRequest::Extent::range) paint(*node, kSettled);
  return {};
}

void HistoryWalk::paint(std::uint32_t number, Colours colours) {
  Node& node = nodes_[number];
  const bool was_unsettled = node.waiting && (node.colours & kSettled) == 0;
  const bool changes = (node.colours | colours) != node.colours;
  node.colours |= colours;
  if (!node.waiting && (changes || !node.expanded)) {
    node.waiting = true;
    queue_.push({node.commit.time, number});
  }
  const bool is_unsettled = node.waiting && (node.colours & kSettled) == 0;
  if (is_unsettled && !was_unsettled) ++unsettled_waiting_;
  if (was_unsettled && !is_unsettled) --unsettled_waiting_;
}

// Makes nodes of the parents.
Result<void> HistoryWalk::expand(std::uint32_t number) {
  nodes_[number].expanded = true;
  const std::vector<Oid> ids = std::move(nodes_[number].commit.parents);
  const std::uint64_t time = nodes_[number].commit.time;
  std::vector<std::uint32_t> parents;
  parents.reserve(ids.size());
  for (const Oid& id : ids) {
    REBISECT_TRY(const std::optional<std::uint32_t> parent, node_of(id));
    if (!parent) return leave_out(number, id);
    const std::uint64_t parent_time = nodes_[*parent].commit.time;
    if (parent_time > time) most_skew_ = std::max(most_skew_, parent_time - time);
    parents.push_back(*parent);
  }
  nodes_[number].parents = std::move(parents);
  return {};
}

// A partial clone may lack commits; any other repository must have them.
Result<void> HistoryWalk::leave_out(std::uint32_t child, const Oid& parent) {
  if (!sources_->any_partial_clone()) {
    return fail(ErrorCode::repository,
                fmt::format("the history is broken: commit {} has the parent {}, which is not there; see "
                            "git fsck, or name a second repository that has it",
                            nodes_[child].id.hex(), parent.hex()));
  }
  notes_.push_back(
      fmt::format("commit {0} is not in the partial clone, what lies below was not read; git "
                  "fetch origin {0} brings it",
                  parent.hex()));
  nodes_[child].commit.parents_known = ParentsKnown::unread;
  return {};
}

// Dates say what can still matter: a waiting commit that is clearly older than all that is not settled cannot
// reach any of it. "Clearly" is twice the worst clock seen so far.
bool HistoryWalk::may_stop() {
  if (extent_ != HistoryRequest::Extent::range) return false;
  if (unsettled_waiting_ > 0) {
    overrun_left_ = kOverrun;
    return false;
  }
  const std::uint64_t head = queue_.top().time;
  if (head >= oldest_unsettled_ || oldest_unsettled_ - head <= 2 * most_skew_) return false;
  if (overrun_left_ == 0) return true;
  --overrun_left_;
  return false;
}

Result<void> HistoryWalk::run() {
  while (!queue_.empty() && !may_stop()) {
    const std::uint32_t number = queue_.top().node;
    queue_.pop();
    nodes_[number].waiting = false;
    if ((nodes_[number].colours & kSettled) == 0) {
      --unsettled_waiting_;
      oldest_unsettled_ = std::min(oldest_unsettled_, nodes_[number].commit.time);
    }
    if (!nodes_[number].expanded) {
      if (auto expanded = expand(number); !expanded) return expanded;
    }
    Colours colours = nodes_[number].colours;
    if ((colours & all_ends_) == all_ends_) colours |= kSettled;
    for (const std::uint32_t parent : nodes_[number].parents) paint(parent, colours);
  }
  return {};
}

Result<void> HistoryWalk::finish(History& into) const {
  CommitList list;
  for (const Node& node : nodes_) {
    ParentsKnown known = node.commit.parents_known;
    if (known == ParentsKnown::all && !node.expanded && !node.commit.parents.empty()) {
      known = ParentsKnown::unread;
    }
    into.truncated |= known == ParentsKnown::shallow;
    into.replaced |= node.commit.replaced;
    list.add(node.id, node.commit.time, node.parents, known);
  }
  Result<CommitGraph> graph = CommitGraph::build(list);
  if (!graph) return fail_in("a commit-graph file, a graft or a replace ref is wrong", graph.error());
  into.graph = *std::move(graph);
  into.notes.insert(into.notes.end(), notes_.begin(), notes_.end());
  return {};
}

// The commits that the texts name, each once, in the order of the texts.
Result<std::vector<Oid>> resolve_all(const CommitSources& sources, const std::vector<std::string>& texts,
                                     History& into) {
  std::vector<Oid> ids;
  for (const std::string& text : texts) {
    REBISECT_TRY(const Named named, resolve(sources, text));
    if (const Oid* id = std::get_if<Oid>(&named)) {
      into.names.emplace(text, *id);
      if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
      continue;
    }
    std::vector<std::string>& place =
        std::holds_alternative<NamesSeveral>(named) ? into.ambiguous : into.missing;
    if (std::ranges::find(place, text) != place.end()) continue;
    place.push_back(text);
    const std::string unread = std::holds_alternative<NamesNothing>(named) ? unread_syntax(text) : "";
    if (!unread.empty()) into.notes.push_back(unread);
  }
  return ids;
}

Result<History> read_from(const CommitSources& sources, const HistoryRequest& request) {
  History history;
  history.notes = sources.notes();
  REBISECT_TRY(const std::vector<Oid> ends, resolve_all(sources, request.ends, history));
  REBISECT_TRY(std::vector<Oid> others, resolve_all(sources, request.others, history));
  if (request.extent == HistoryRequest::Extent::whole) {
    REBISECT_TRY(const std::vector<Oid> tips, sources.tips());
    others.insert(others.end(), tips.begin(), tips.end());
  }
  HistoryWalk walk(sources, request);
  if (const auto added = walk.add_ends(ends); !added) return tl::unexpected(added.error());
  for (const Oid& other : others) {
    if (const auto added = walk.add_other(other); !added) return tl::unexpected(added.error());
  }
  if (const auto run = walk.run(); !run) return tl::unexpected(run.error());
  if (const auto finished = walk.finish(history); !finished) return tl::unexpected(finished.error());
  return history;
}

}  // namespace

Error with_notes(Error error, const std::vector<std::string>& notes) {
  if (error.code != ErrorCode::repository && error.code != ErrorCode::history_too_short) return error;
  for (std::size_t i = 0; i < notes.size() && i < kMostNotes; ++i) error.message += "; " + notes[i];
  if (notes.size() > kMostNotes)
    error.message += fmt::format("; and {} more notes", notes.size() - kMostNotes);
  return error;
}

Result<History> read_history(const HistoryRequest& request) {
  REBISECT_TRY(CommitSources sources, CommitSources::open(request.repositories, request.commit_graph_file));
  Result<History> history = read_from(sources, request);
  if (history) return history;
  // That a repository's commit-graph file is corrupt may show only where it is read; objects do without.
  if (history.error().code == ErrorCode::malformed && sources.has_commit_graphs()) {
    const std::string note =
        history.error().message + "; it was ignored (git commit-graph write makes it anew)";
    sources.ignore_commit_graphs();
    history = read_from(sources, request);
    if (history) history->notes.push_back(note);
    if (history) return history;
  }
  // Without such files only the repositories can be at fault.
  Error error = history.error();
  if (error.code == ErrorCode::malformed && request.commit_graph_file.empty()) {
    error.code = ErrorCode::repository;
    error.message += "; look at git replace --list and info/grafts";
  }
  return tl::unexpected(with_notes(std::move(error), sources.notes()));
}

}  // namespace rebisect
