// CandidateList: the commits that git still counts, in the order that all its ties refer to, with their
// parents inside of the list. Commits are places 0 .. size() - 1 of the list here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/replay/commit_table.h"
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
  // All places, parents before children.
  std::vector<std::uint32_t> parents_first;

  std::uint32_t size() const { return static_cast<std::uint32_t>(commits.size()); }
  std::span<const std::uint32_t> parents_of(std::uint32_t at) const {
    return {parents.data() + parent_begin[at], parent_begin[at + 1] - parent_begin[at]};
  }
};

// `commits` must be distinct. `places` is scratch space of the graph's size, empty before and after.
// O(commits + their parents + graph size / 64).
CandidateList list_candidates(const CommitGraph& graph, std::vector<CommitIndex> commits,
                              ParentsFollowed followed, CommitTable<std::uint32_t>& places);

}  // namespace rebisect
