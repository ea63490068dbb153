// The dumb versions: what the engine computes cleverly, written down as it is defined.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/replay/candidates.h"

namespace rebisect::testing {

// Per place in the list: how many candidates that count the commit reaches, itself included, by walking.
// O(n^2).
std::vector<std::uint32_t> weights_by_definition(const CandidateList& list);

// Ancestors (or self) of `bad` that are no ancestors (or self) of a good commit.
CommitSet candidates_by_definition(const CommitGraph& graph, CommitIndex bad,
                                   const std::vector<CommitIndex>& goods);

// The commits that are ancestors (or self) of `one` and of one of `others`, and of no other such commit.
CommitSet merge_bases_by_definition(const CommitGraph& graph, CommitIndex one,
                                    const std::vector<CommitIndex>& others);

}  // namespace rebisect::testing
