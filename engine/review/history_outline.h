// outline(): the range of a bisection collapsed to what fits a page.
#pragma once

#include <cstddef>
#include <span>

#include "engine/infer/classes.h"
#include "engine/model/commit_graph.h"
#include "engine/review/believe.h"
#include "engine/review/page_parts.h"

namespace rebisect {

struct OutlinedTest {
  std::size_t step = 0;
  CommitIndex commit{};
};

// `classes` are those of the graph by just these tests, and perhaps more; `p` is by candidate. A test of a
// commit that is no candidate stands for itself. O(tests * graph + classes^2 * stretches).
HistoryOutline outline_history(const CommitGraph& graph, const Classes& classes,
                               std::span<const OutlinedTest> tests, std::span<const double> p);

// Of what was believed. Skipped commits have a place, too.
HistoryOutline outline(const Facts& facts, const Believed& believed);
// From the log alone, on a line.
HistoryOutline outline(const BisectionLog& log, const Believed& believed);

}  // namespace rebisect
