// One choice, and the parts that it is made of, in ranges of growing size.
#include <array>
#include <variant>

#include <benchmark/benchmark.h>

#include "engine/base/ensure.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/git_choice.h"
#include "engine/replay/weights.h"
#include "tests/bench/bench_history.h"

namespace rebisect::bench {
namespace {

Ends ends(const benchmark::State& state) {
  return ends_of_range(static_cast<std::uint32_t>(state.range(0)));
}

void per_commit(benchmark::State& state, std::size_t commits) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(commits));
}

void walk_a_range(benchmark::State& state) {
  const Ends range = ends(state);
  std::size_t found = 0;
  while (state.KeepRunning()) found = walk(range).size();
  ENSURE(found > 0);
  per_commit(state, found);
}

void list_a_range(benchmark::State& state) {
  const CommitGraph& graph = bench_history().graph;
  const std::vector<CommitIndex> commits = walk(ends(state));
  CommitTable<std::uint32_t> places(graph.size());
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(
        list_candidates(graph, {commits.rbegin(), commits.rend()}, ParentsFollowed::all, places));
  }
  per_commit(state, commits.size());
}

void weigh_a_range(benchmark::State& state) {
  const CandidateList candidates = list(ends(state));
  std::vector<std::uint32_t> found;
  while (state.KeepRunning()) found = weights(candidates);
  ENSURE(found[candidates.parents_first.back()] == candidates.size());  // the bad commit reaches all
  per_commit(state, candidates.size());
}

void choose_in_a_range(benchmark::State& state) {
  const CandidateList candidates = list(ends(state));
  const std::vector<std::uint32_t> known = weights(candidates);
  const WeighedCandidates weighed{&bench_history().graph, &candidates, known, candidates.counted()};
  RuleFields used;
  while (state.KeepRunning()) {
    const GitChoice choice = choose_halfway(weighed, all_git_rules().back(), used);
    ENSURE(choice.pick);
  }
  per_commit(state, candidates.size());
}

// The whole of it, as `git bisect start BAD GOOD` does it: the check of the ancestors, too.
void answer_a_start(benchmark::State& state) {
  const Ends range = ends(state);
  const std::array goods{range.good};
  BisectSession session(bench_history().graph, all_git_rules().back());
  while (state.KeepRunning()) {
    const BisectAnswer answer = session.start(range.bad, goods);
    ENSURE(std::holds_alternative<TestCommit>(answer.outcome));
  }
}

void sizes(benchmark::internal::Benchmark* registered) {
  const auto most = static_cast<std::int64_t>(bench_history().graph.size());
  for (const std::int64_t size : {1'000, 15'000, 100'000, 1'000'000}) {
    if (size < most) registered->Arg(size);
  }
  registered->Unit(benchmark::kMillisecond);
}

BENCHMARK(walk_a_range)->Apply(sizes);
BENCHMARK(list_a_range)->Apply(sizes);
BENCHMARK(weigh_a_range)->Apply(sizes);
BENCHMARK(choose_in_a_range)->Apply(sizes);
BENCHMARK(answer_a_start)->Apply(sizes);

}  // namespace
}  // namespace rebisect::bench
