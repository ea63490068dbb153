// Histories that are shaped like the kernel's, grown from a seed: a main line and a crowd of other lines that
// are pulled. The same model as scripts/kernel_shape/growth.py, which docs/benchmarks.md sets beside the
// kernel's own history; its numbers are fitted to that.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/commit_graph.h"

namespace rebisect {

struct KernelLike {
  CommitGraph graph;
  CommitIndex tip{};                       // reaches all commits
  std::vector<CommitIndex> releases = {};  // on the main line, oldest first: one in seven of its tags
};

// `commits` at least 1. The same numbers give the same history: logarithms and exponentials of the C library
// only decide whole seconds and whole counts. O(commits * lines), lines being some hundred.
KernelLike grow_kernel_like(std::uint32_t commits, std::uint64_t seed);

struct MainLineRange {
  CommitIndex good{};
  std::uint32_t candidates = 0;  // the tip reaches and `good` does not

  friend bool operator==(const MainLineRange&, const MainLineRange&) = default;
};
// Of the commits that first parents lead to from the tip, the one behind which the range is nearest to so
// many candidates; the newer of two. O(commits + parents).
MainLineRange range_of_about(const CommitGraph& graph, CommitIndex tip, std::uint32_t candidates);

}  // namespace rebisect
