#include "engine/model/commit_graph.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/parents_first.h"

namespace rebisect {
namespace {

// Positions by ascending id. Ids are spread evenly, so with a bucket for each commit, by the first bits of
// its id, little is left to sort. Fails (malformed) where an id is listed twice.
Result<std::vector<std::uint32_t>> positions_by_id(const CommitList& list) {
  const int bits = std::clamp(static_cast<int>(std::bit_width(list.size())), 1, 24);
  const auto bucket_of = [&](std::uint32_t position) {
    const auto& bytes = list.ids[position].bytes();
    const std::uint32_t first = std::uint32_t{bytes[0]} << 16U | std::uint32_t{bytes[1]} << 8U | bytes[2];
    return std::size_t{first >> (24 - bits)};
  };
  std::vector<std::uint32_t> begin((std::size_t{1} << bits) + 1);
  for (std::uint32_t position = 0; position < list.size(); ++position) ++begin[bucket_of(position) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::uint32_t> order(list.size());
  std::vector<std::uint32_t> fill(begin.begin(), begin.end() - 1);
  for (std::uint32_t position = 0; position < list.size(); ++position) {
    order[fill[bucket_of(position)]++] = position;
  }
  const auto id_of = [&](std::uint32_t position) -> const Oid& { return list.ids[position]; };
  for (std::size_t bucket = 0; bucket + 1 < begin.size(); ++bucket) {
    const std::span<std::uint32_t> few(order.begin() + begin[bucket], order.begin() + begin[bucket + 1]);
    if (few.size() < 2) continue;
    std::ranges::sort(few, {}, id_of);
    const auto twice = std::ranges::adjacent_find(few, {}, id_of);
    if (twice != few.end()) {
      return fail(ErrorCode::malformed, fmt::format("commit {} is listed twice", id_of(*twice).hex()));
    }
  }
  return order;
}

std::span<const std::uint32_t> parents_of(const CommitList& list, std::uint32_t position) {
  const std::uint32_t begin = list.parent_begin[position];
  return {list.parents.data() + begin, list.parent_begin[position + 1] - begin};
}

// Which way to go through the list so that few commits have to wait for their parents.
ListDirection direction_of(const CommitList& list) {
  for (std::uint32_t position = 0; position < list.size(); ++position) {
    const auto parents = parents_of(list, position);
    if (parents.empty()) continue;
    return parents.front() < position ? ListDirection::forwards : ListDirection::backwards;
  }
  return ListDirection::forwards;
}

}  // namespace

void CommitList::reserve(std::size_t commits, std::size_t all_parents) {
  ids.reserve(commits);
  times.reserve(commits);
  parents_known.reserve(commits);
  parent_begin.reserve(commits + 1);
  parents.reserve(all_parents);
}

void CommitList::add(const Oid& id, std::uint64_t time, std::span<const std::uint32_t> parent_positions,
                     ParentsKnown known) {
  if (parent_begin.empty()) parent_begin.push_back(0);
  ids.push_back(id);
  times.push_back(time);
  parents_known.push_back(known);
  if (known == ParentsKnown::all) {
    parents.insert(parents.end(), parent_positions.begin(), parent_positions.end());
  }
  parent_begin.push_back(static_cast<std::uint32_t>(parents.size()));
}

Result<CommitGraph> CommitGraph::build(const CommitList& list) {
  const auto outside = std::ranges::find_if(list.parents, [&](std::uint32_t p) { return p >= list.size(); });
  if (outside != list.parents.end()) {
    return fail(ErrorCode::malformed,
                fmt::format("parent position {} is outside of the {} commits", *outside, list.size()));
  }
  REBISECT_TRY(const std::vector<std::uint32_t> by_id, positions_by_id(list));
  // What is close in the history is close in memory then.
  const auto order = parents_first(static_cast<std::uint32_t>(list.size()), direction_of(list),
                                   [&](std::uint32_t position) { return parents_of(list, position); });
  if (!order) return fail(ErrorCode::malformed, "the parents form a cycle");

  std::vector<CommitIndex> index_of(list.size());
  for (std::uint32_t i = 0; i < order->size(); ++i) index_of[(*order)[i]] = CommitIndex(i);

  CommitGraph graph;
  graph.ids_.reserve(list.size());
  graph.times_.reserve(list.size());
  graph.parents_known_.reserve(list.size());
  graph.parent_begin_.reserve(list.size() + 1);
  graph.parents_.reserve(list.parents.size());
  for (const std::uint32_t position : *order) {
    graph.ids_.push_back(list.ids[position]);
    graph.times_.push_back(list.times[position]);
    graph.parents_known_.push_back(list.parents_known[position]);
    for (const std::uint32_t parent : parents_of(list, position)) graph.parents_.push_back(index_of[parent]);
    graph.parent_begin_.push_back(static_cast<std::uint32_t>(graph.parents_.size()));
  }
  graph.by_id_.reserve(list.size());
  for (const std::uint32_t position : by_id) graph.by_id_.push_back(index_of[position]);
  return graph;
}

std::optional<CommitIndex> CommitGraph::find(const Oid& id) const {
  const auto id_of = [&](CommitIndex commit) -> const Oid& { return this->id(commit); };
  const auto place = std::ranges::lower_bound(by_id_, id, {}, id_of);
  if (place == by_id_.end() || id_of(*place) != id) return std::nullopt;
  return *place;
}

std::vector<CommitIndex> CommitGraph::find(const OidPrefix& prefix, std::size_t limit) const {
  const std::string lowest = prefix.text() + std::string(Oid::kDigits - prefix.text().size(), '0');
  const auto id_of = [&](CommitIndex commit) -> const Oid& { return this->id(commit); };
  std::vector<CommitIndex> found;
  auto place = std::ranges::lower_bound(by_id_, *Oid::from_hex(lowest), {}, id_of);
  for (; place != by_id_.end() && found.size() < limit && prefix.matches(id_of(*place)); ++place) {
    found.push_back(*place);
  }
  return found;
}

CommitSet CommitGraph::ancestors(CommitIndex commit) const {
  return ancestors(std::span(&commit, 1));
}

CommitSet CommitGraph::ancestors(std::span<const CommitIndex> commits) const {
  CommitSet reached(size());
  std::vector<CommitIndex> open;
  const auto reach = [&](CommitIndex commit) {
    if (reached.contains(commit)) return;
    reached.insert(commit);
    open.push_back(commit);
  };
  for (const CommitIndex commit : commits) reach(commit);
  while (!open.empty()) {
    const CommitIndex commit = open.back();
    open.pop_back();
    for (const CommitIndex parent : parents(commit)) reach(parent);
  }
  return reached;
}

bool is_ancestor(const CommitGraph& graph, CommitIndex ancestor, CommitIndex descendant) {
  // Parents have smaller places, so nothing below `ancestor` can lead to it.
  if (place(ancestor) > place(descendant)) return false;
  CommitSet reached(graph.size());
  std::vector<CommitIndex> open{descendant};
  while (!open.empty()) {
    const CommitIndex commit = open.back();
    open.pop_back();
    if (commit == ancestor) return true;
    for (const CommitIndex parent : graph.parents(commit)) {
      if (place(parent) < place(ancestor) || reached.contains(parent)) continue;
      reached.insert(parent);
      open.push_back(parent);
    }
  }
  return false;
}

}  // namespace rebisect
