// Simulated bisections of a range of 10,000 commits, at several rates of crashes.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/ensure.h"
#include "engine/base/rng.h"
#include "engine/infer/classes.h"
#include "engine/simulate/segmented_range.h"
#include "engine/simulate/trials.h"
#include "tests/bench/bench_history.h"
#include "tests/support/simulation.h"

namespace rebisect::bench {
namespace {

constexpr std::uint32_t kRange = 10'000;

void bisect(benchmark::State& state, const char* strategy) {
  const CommitGraph& graph = bench_history().graph;
  const Ends ends = ends_of_range(kRange);
  const Universe universe = universe_of(graph, ends.bad, std::vector{ends.good});
  const std::vector<CommitIndex> culprits = universe.candidates.members();
  Play play{graph, *find_strategy(strategy), {}, {}, {}, 1, 0, testing::default_simulation_settings(), 1};
  play.task.bad = ends.bad;
  // The walk finds its good release by itself.
  play.task.releases = {{ends.good, "v1.0"}};
  if (play.strategy.name != "syzkaller") play.task.goods = {ends.good};
  const double rate = static_cast<double>(state.range(0)) / 100;
  Workspace workspace = workspace_for(play);
  std::uint64_t trials = 0;
  std::uint64_t right = 0;
  std::uint64_t runs = 0;
  while (state.KeepRunning()) {
    Rng rng(2, trials);
    World world;
    world.introduced = culprits[rng.below(culprits.size())];
    world.rate.mean = rate;
    const Trial trial = play_trial(play, world, trials++, workspace);
    right += trial.result == Trial::Result::right ? 1 : 0;
    runs += trial.account.runs;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(trials));
  // No counters: the CSV takes none that the first benchmark does not have.
  const std::uint64_t played = std::max<std::uint64_t>(trials, 1);
  state.SetLabel(std::to_string(100 * right / played) + " % right, " + std::to_string(runs / played) +
                 " runs");
}

void segment_the_range(benchmark::State& state) {
  const CommitGraph& graph = bench_history().graph;
  const Ends ends = ends_of_range(kRange);
  const Universe universe = universe_of(graph, ends.bad, std::vector{ends.good});
  std::uint32_t segments = 0;
  while (state.KeepRunning()) segments = SegmentedRange(graph, universe.candidates).segments();
  ENSURE(segments > 0);
  state.SetLabel(std::to_string(segments) + " segments");
}

void rates(benchmark::internal::Benchmark* registered) {
  for (const std::int64_t rate : {30, 50, 90}) registered->Arg(rate);
  registered->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(bisect, git_runs, "git-runs")->Apply(rates);
BENCHMARK_CAPTURE(bisect, syzkaller, "syzkaller")->Apply(rates);
BENCHMARK_CAPTURE(bisect, repeat_until_sure, "repeat-until-sure")->Apply(rates);
BENCHMARK_CAPTURE(bisect, bayes, "bayes")->Apply(rates);
BENCHMARK(segment_the_range)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rebisect::bench
