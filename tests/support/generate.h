// Random histories for tests: the same from the same seed, on every machine.
#pragma once

#include <cstdint>

#include "engine/base/rng.h"
#include "engine/model/commit_graph.h"

namespace rebisect::testing {

struct HistoryShape {
  std::uint32_t commits = 40;
  std::uint32_t roots = 1;           // the first so many commits have no parents
  double merge_rate = 0.3;           // of the others: share with two or more parents
  double octopus_rate = 0.05;        // of the merges: share with three to five parents
  double duplicate_parent_rate = 0;  // of the merges: share that names its first parent once more
  double equal_date_rate = 0.1;      // share dated as the commit before it in the list
  double skew_rate = 0;              // share dated up to `skew` seconds before its place in the list
  std::uint64_t skew = 3600;         // neighbours in the list are a minute apart
  std::uint32_t reach = 10;          // parents are picked from the last so many commits of the list
};

// Commits in the order of the list, parents before children. Every parents_known is `all`.
CommitList random_history(Rng& rng, const HistoryShape& shape);

}  // namespace rebisect::testing
