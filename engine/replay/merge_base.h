// Merge bases as git's bisection looks for them: of the bad commit and one imagined merge of all good ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/replay/process_memory.h"

namespace rebisect {

// The newest commits that are ancestors (or self) of `one` and of at least one of `others`, newest committer
// date first; equal dates in the order in which the search met them. Where `one` is among the others, only
// that.
//
// `corrected_dates` is empty or has a date per commit (see below); it then orders the search, which decides
// among equal committer dates. Commits that the search reads count as loaded in `memory`. Where
// memory.unread() is set afterwards, the result means nothing. As repo_get_merge_bases_many() in git's
// commit-reach.c.
std::vector<CommitIndex> merge_bases(const CommitGraph& graph, ProcessMemory& memory, CommitIndex one,
                                     std::span<const CommitIndex> others,
                                     std::span<const std::uint64_t> corrected_dates);

// Corrected committer dates, "generation number v2" of git's commit-graph format: at least the own date, and
// later than every parent's. O(graph).
std::vector<std::uint64_t> corrected_commit_dates(const CommitGraph& graph);

}  // namespace rebisect
