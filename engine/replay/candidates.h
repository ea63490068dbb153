// CandidateList: the commits that git still considers, in the order that all its ties refer to, with their
// parents inside of the list. Commits are places 0 .. size() - 1 of the list here.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/replay/commit_table.h"
#include "engine/replay/process_memory.h"
#include "engine/replay/walk.h"

namespace rebisect {

struct CandidateList {
  // Git's order: the walk's, reversed ("oldest first"). With equal or skewed dates a parent can stand behind
  // its child.
  std::vector<CommitIndex> commits;
  // Parents of place i that are candidates: parents[parent_begin[i]] up to parent_begin[i + 1]. In git's
  // order; a parent named twice stands twice, which makes its child a merge. At most one with
  // ParentsFollowed::first.
  std::vector<std::uint32_t> parent_begin;
  std::vector<std::uint32_t> parents;
  // All places, parents before children; otherwise near the list's order.
  std::vector<std::uint32_t> parents_first;
  // In a session that is limited to paths: the candidates that leave them as they are, by place. They carry
  // weights from their parents to their children, but are never counted nor chosen. Else empty.
  std::vector<bool> same;

  std::uint32_t size() const { return static_cast<std::uint32_t>(commits.size()); }
  bool counts(std::uint32_t at) const { return same.empty() || !same[at]; }
  // How many candidates count. O(size) with paths.
  std::uint32_t counted() const {
    return size() - static_cast<std::uint32_t>(std::count(same.begin(), same.end(), true));
  }
  std::span<const std::uint32_t> parents_of(std::uint32_t at) const {
    return {parents.data() + parent_begin[at], parent_begin[at + 1] - parent_begin[at]};
  }
};

// `commits` must be distinct. `places` is scratch space of the graph's size, empty before and after.
// O(commits + their parents).
CandidateList list_candidates(const CommitGraph& graph, std::vector<CommitIndex> commits,
                              ParentsFollowed followed, CommitTable<std::uint32_t>& places);
// The same with the parents and the `same` marks that a walk within paths left in `memory`.
CandidateList list_simplified(const ProcessMemory& memory, std::vector<CommitIndex> commits,
                              ParentsFollowed followed, CommitTable<std::uint32_t>& places);

}  // namespace rebisect
