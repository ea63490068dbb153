// The history that the benchmarks run on.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/history.h"
#include "engine/replay/candidates.h"

namespace rebisect::bench {

// All commits of the commit-graph file that the environment variable REBISECT_BENCH_HISTORY names, or a
// random history of 20,000 commits without it. Read once.
const History& bench_history();

// The last commit of that history's longest line of first parents, and the oldest one on the line that leaves
// at most `range` commits between them.
struct Ends {
  CommitIndex bad;
  CommitIndex good;
};
Ends ends_of_range(std::uint32_t range);

// The range as git lists it.
std::vector<CommitIndex> walk(const Ends& ends);
CandidateList list(const Ends& ends);

}  // namespace rebisect::bench
