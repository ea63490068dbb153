#include "adapters/git/history_walk.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace rebisect {
namespace {

// How many commits are read when all that wait are settled and old. Git's own walk overruns by five (SLOP in
// revision.c) and looks at the parents of what it takes.
constexpr std::uint32_t kOverrun = 64;
// How many generations below that are looked at for commits with a wrong date. Of 545 commits of linux to
// 3.1-rc9 that are newer than a descendant of theirs, 460 are newer only than descendants within 10
// generations, 503 within 20.
constexpr std::uint32_t kGenerations = 20;

}  // namespace

std::size_t HistoryWalk::HashOid::operator()(const Oid& id) const {
  std::size_t hash = 0;
  std::memcpy(&hash, id.bytes().data(), sizeof hash);
  return hash;
}

HistoryWalk::HistoryWalk(const CommitSources& sources, HistoryRequest::Extent extent,
                         std::size_t most_commits)
    : sources_(&sources),
      graph_(sources.main_graph()),
      extent_(extent),
      most_commits_(most_commits),
      overrun_left_(kOverrun) {
  if (graph_ != nullptr) node_by_position_.assign(graph_->size(), kNone);
}

Result<std::uint32_t> HistoryWalk::add_node(Node node) {
  if (nodes_.size() == most_commits_) {
    return fail(ErrorCode::repository,
                fmt::format("the history has more than {} commits; raise limits.graph_commits with --config",
                            most_commits_));
  }
  nodes_.push_back(node);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

Result<std::uint32_t> HistoryWalk::node_at(GraphPosition position) {
  std::uint32_t& place = node_by_position_[static_cast<std::uint32_t>(position)];
  if (place == kNone) {
    REBISECT_TRY(place, add_node({.time = graph_->time(position),
                                  .graph_position = static_cast<std::uint32_t>(position)}));
    // Ids are spread, so each commit lies elsewhere in the file: half of the time went into waiting for
    // memory.
    const std::optional<GraphPosition> next = graph_->expect_first_parent(position);
    if (next) __builtin_prefetch(&node_by_position_[static_cast<std::uint32_t>(*next)]);
  }
  return place;
}

// Nothing where no source has the commit.
Result<std::optional<std::uint32_t>> HistoryWalk::node_of(const Oid& id) {
  if (graph_ != nullptr) {
    if (const std::optional<GraphPosition> position = graph_->find(id)) {
      REBISECT_TRY(const std::uint32_t node, node_at(*position));
      return std::optional(node);
    }
  }
  const auto known = node_by_id_.find(id);
  if (known != node_by_id_.end()) return std::optional(known->second);
  REBISECT_TRY(std::optional<SeenCommit> commit, sources_->find(id));
  if (!commit) return std::optional<std::uint32_t>();
  REBISECT_TRY(const std::uint32_t node, add_node({.time = commit->time,
                                                   .object = static_cast<std::uint32_t>(objects_.size()),
                                                   .parents_known = commit->parents_known,
                                                   .replaced = commit->replaced}));
  objects_.push_back({id, std::move(commit->parents)});
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
    queue_.push_back({node.time, number});
    std::push_heap(queue_.begin(), queue_.end());
  }
  const bool is_unsettled = node.waiting && (node.colours & kSettled) == 0;
  if (is_unsettled && !was_unsettled) ++unsettled_waiting_;
  if (was_unsettled && !is_unsettled) --unsettled_waiting_;
}

// Makes nodes of the parents.
Result<void> HistoryWalk::expand(std::uint32_t number) {
  nodes_[number].expanded = true;
  if (nodes_[number].graph_position != kNone) return expand_from_graph(number);
  const std::vector<Oid> ids = std::exchange(objects_[nodes_[number].object].parents, {});
  const auto begin = static_cast<std::uint32_t>(parents_.size());
  for (const Oid& id : ids) {
    REBISECT_TRY(const std::optional<std::uint32_t> parent, node_of(id));
    if (parent) {
      parents_.push_back(*parent);
      continue;
    }
    if (!sources_->any_partial_clone()) {
      return fail(ErrorCode::repository,
                  fmt::format("the history is broken: commit {} has the parent {}, which is not there; see "
                              "git fsck, or name a second repository that has it",
                              id_of(nodes_[number]).hex(), id.hex()));
    }
    leave_out(number, id);
    parents_.resize(begin);
    break;
  }
  nodes_[number].parents_begin = begin;
  nodes_[number].parents_count = static_cast<std::uint32_t>(parents_.size()) - begin;
  return {};
}

Result<void> HistoryWalk::expand_from_graph(std::uint32_t number) {
  REBISECT_TRY(const std::vector<GraphPosition> positions,
               graph_->parents(GraphPosition(nodes_[number].graph_position)));
  const auto begin = static_cast<std::uint32_t>(parents_.size());
  for (const GraphPosition position : positions) {
    REBISECT_TRY(const std::uint32_t parent, node_at(position));
    parents_.push_back(parent);
  }
  nodes_[number].parents_begin = begin;
  nodes_[number].parents_count = static_cast<std::uint32_t>(positions.size());
  return {};
}

// A partial clone may lack commits; any other repository must have them.
void HistoryWalk::leave_out(std::uint32_t child, const Oid& parent) {
  notes_.push_back(
      fmt::format("commit {0} is not in the partial clone, what lies below was not read; git "
                  "fetch origin {0} brings it",
                  parent.hex()));
  nodes_[child].parents_known = ParentsKnown::unread;
}

HistoryWalk::Waiting HistoryWalk::take_newest() {
  std::pop_heap(queue_.begin(), queue_.end());
  const Waiting newest = queue_.back();
  queue_.pop_back();
  Node& node = nodes_[newest.node];
  node.waiting = false;
  if ((node.colours & kSettled) == 0) {
    --unsettled_waiting_;
    oldest_unsettled_ = std::min(oldest_unsettled_, node.time);
  }
  return newest;
}

Result<void> HistoryWalk::visit(std::uint32_t number) {
  if (!nodes_[number].expanded) {
    if (auto expanded = expand(number); !expanded) return expanded;
  }
  const Node& node = nodes_[number];
  Colours colours = node.colours;
  if ((colours & all_ends_) == all_ends_) colours |= kSettled;
  const std::uint32_t end = node.parents_begin + node.parents_count;
  for (std::uint32_t at = node.parents_begin; at < end; ++at) paint(parents_[at], colours);
  return {};
}

// Nothing waits that could still matter, going by the dates.
bool HistoryWalk::is_past_range() {
  return unsettled_waiting_ == 0 && (queue_.empty() || queue_.front().time < oldest_unsettled_);
}

// Dates can be wrong: a waiting commit can be older than an ancestor of its that is not settled yet. With
// corrected dates that can be excluded. Without, some generations more are looked at; a walk that still
// meets a commit that was not read says so (HistoryTooShort). One more is needed in any case: git excludes
// the parents of a commit's parents when it takes the commit.
Result<bool> HistoryWalk::is_over() {
  if (extent_ != HistoryRequest::Extent::range) return false;
  if (!is_past_range()) {
    overrun_left_ = kOverrun;
    return false;
  }
  if (overrun_left_ > 0) {
    --overrun_left_;
    return false;
  }
  const bool proven = corrected_dates_prove_it();
  if (const auto looked = look_deeper(proven ? 1 : kGenerations); !looked) {
    return tl::unexpected(looked.error());
  }
  return proven || is_past_range();
}

// No commit has an ancestor with a later corrected date.
bool HistoryWalk::corrected_dates_prove_it() const {
  if (graph_ == nullptr || !graph_->has_corrected_dates()) return false;
  std::uint64_t newest_waiting = 0;
  for (const Waiting& waiting : queue_) {
    const Node& node = nodes_[waiting.node];
    if (node.graph_position == kNone) return false;
    newest_waiting = std::max(newest_waiting, graph_->corrected_date(GraphPosition(node.graph_position)));
  }
  // No commit of the file has an ancestor outside of it.
  return std::ranges::none_of(nodes_, [&](const Node& node) {
    const bool unsettled = node.expanded && (node.colours & kSettled) == 0;
    return unsettled && node.graph_position != kNone &&
           graph_->corrected_date(GraphPosition(node.graph_position)) <= newest_waiting;
  });
}

Result<void> HistoryWalk::look_deeper(std::uint32_t generations) {
  std::vector<std::uint32_t> level;
  for (const Waiting& waiting : queue_) level.push_back(waiting.node);
  for (std::uint32_t generation = 0; generation < generations && !level.empty(); ++generation) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t number : level) {
      if (nodes_[number].expanded) continue;
      if (auto visited = visit(number); !visited) return visited;
      const auto first = parents_.begin() + nodes_[number].parents_begin;
      next.insert(next.end(), first, first + nodes_[number].parents_count);
    }
    level = std::move(next);
  }
  return {};
}

Result<void> HistoryWalk::run() {
  while (!queue_.empty()) {
    REBISECT_TRY(const bool over, is_over());
    if (over) break;
    if (auto visited = visit(take_newest().node); !visited) return visited;
  }
  return {};
}

bool HistoryWalk::has_parents(const Node& node) const {
  if (node.graph_position == kNone) return !objects_[node.object].parents.empty();
  const auto parents = graph_->parents(GraphPosition(node.graph_position));
  return !parents || !parents->empty();
}

Oid HistoryWalk::id_of(const Node& node) const {
  return node.graph_position == kNone ? objects_[node.object].id
                                      : graph_->id(GraphPosition(node.graph_position));
}

Result<void> HistoryWalk::finish(History& into) const {
  CommitList list;
  list.reserve(nodes_.size(), parents_.size());
  for (const Node& node : nodes_) {
    ParentsKnown known = node.parents_known;
    if (known == ParentsKnown::all && !node.expanded && has_parents(node)) known = ParentsKnown::unread;
    into.truncated |= known == ParentsKnown::shallow;
    into.replaced |= node.replaced;
    const auto parents = node.expanded ? std::span(parents_).subspan(node.parents_begin, node.parents_count)
                                       : std::span<const std::uint32_t>();
    list.add(id_of(node), node.time, parents, known);
  }
  Result<CommitGraph> graph = CommitGraph::build(list);
  if (!graph) return fail_in("a commit-graph file, a graft or a replace ref is wrong", graph.error());
  into.graph = *std::move(graph);
  into.notes.insert(into.notes.end(), notes_.begin(), notes_.end());
  return {};
}

}  // namespace rebisect
