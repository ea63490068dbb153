// Building a graph from what a reader collects.
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/ensure.h"
#include "tests/bench/bench_history.h"

namespace rebisect::bench {
namespace {

// The graph as a reader would have collected it, children first.
CommitList collected(const CommitGraph& graph) {
  CommitList collection;
  const auto last = static_cast<std::uint32_t>(graph.size() - 1);
  for (std::uint32_t i = 0; i <= last; ++i) {
    const auto commit = CommitIndex(last - i);
    std::vector<std::uint32_t> parents;
    for (const CommitIndex parent : graph.parents(commit)) parents.push_back(last - place(parent));
    collection.add(graph.id(commit), graph.time(commit), parents, graph.parents_known(commit));
  }
  return collection;
}

void build_a_graph(benchmark::State& state) {
  const CommitList collection = collected(bench_history().graph);
  while (state.KeepRunning()) {
    const Result<CommitGraph> graph = CommitGraph::build(collection);
    ENSURE(graph && graph->size() == collection.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(collection.size()));
}

void find_all_ancestors(benchmark::State& state) {
  const CommitGraph& graph = bench_history().graph;
  const auto last = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
  while (state.KeepRunning()) benchmark::DoNotOptimize(graph.ancestors(last).count());
}

BENCHMARK(build_a_graph)->Unit(benchmark::kMillisecond);
BENCHMARK(find_all_ancestors)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rebisect::bench
