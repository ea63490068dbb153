// Simulated bisections: one thread, a range of 10,000 commits.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/ensure.h"
#include "engine/infer/classes.h"
#include "engine/simulate/model_range.h"
#include "engine/simulate/trials.h"
#include "tests/bench/bench_history.h"
#include "tests/support/belief_by_definition.h"
#include "tests/support/simulation.h"

namespace rebisect::bench {
namespace {

constexpr std::uint32_t kRange = 10'000;
constexpr std::uint32_t kTrials = 50'000;

Ends ends() {
  return ends_of_range(kRange);
}

Play play_of(const Strategy& strategy, std::uint32_t trials) {
  Play play{
      bench_history().graph, strategy, {}, {}, {}, 1, trials, testing::default_simulation_settings(), 1};
  play.task.bad = ends().bad;
  play.task.goods = {ends().good};
  return play;
}

void count_trials(benchmark::State& state, std::uint32_t trials) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(trials));
}

// Ten runs of each commit and a verdict by today's rule; each world has another culprit. From nothing: the
// choices are computed within the time.
void bisect_as_git(benchmark::State& state, const Rate& rate) {
  const CommitGraph& graph = bench_history().graph;
  const Universe universe = universe_of(graph, ends().bad, std::vector{ends().good});
  const std::vector<CommitIndex> culprits = universe.candidates.members();
  const Play play = play_of(*find_strategy("git-runs"), kTrials);
  std::size_t right = 0;
  while (state.KeepRunning()) {
    const std::vector<Trial> trials = play_trials(play, [&](std::size_t i) {
      World world;
      Rng rng(5, i);
      world.introduced = culprits[rng.below(culprits.size())];
      world.rate = rate;
      return world;
    });
    right = static_cast<std::size_t>(std::ranges::count(trials, Trial::Result::right, &Trial::result));
  }
  ENSURE(right > 0);
  count_trials(state, kTrials);
  // No counters: the CSV takes none that the first benchmark does not have.
  state.SetLabel(std::to_string(culprits.size()) + " candidates, " + std::to_string(100 * right / kTrials) +
                 " % right");
}

void bisect_where_all_runs_crash(benchmark::State& state) {
  bisect_as_git(state, {1});
}

void bisect_where_rates_differ(benchmark::State& state) {
  bisect_as_git(state, {0.5, 2});
}

PriorWorlds prior_worlds() {
  const CommitGraph& graph = bench_history().graph;
  const Universe universe = universe_of(graph, ends().bad, std::vector{ends().good});
  const BeliefSettings settings = testing::default_belief_settings();
  ModelRange range(graph, universe.candidates.members(), CommitSet(graph.size()), Aim::cause);
  return PriorWorlds(std::move(range), settings, {std::exp(settings.older_log_odds), 0, settings.mixed_odds});
}

void bisect_worlds_of_the_model(benchmark::State& state) {
  const PriorWorlds worlds = prior_worlds();
  const Play play = play_of(*find_strategy("git-runs"), kTrials);
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(play_trials(play, [&](std::size_t i) { return worlds.draw({5, i}); }));
  }
  count_trials(state, kTrials);
}

void draw_worlds_of_the_model(benchmark::State& state) {
  const PriorWorlds worlds = prior_worlds();
  std::uint64_t number = 0;
  while (state.KeepRunning()) benchmark::DoNotOptimize(worlds.draw({5, number++}));
}

BENCHMARK(bisect_where_all_runs_crash)->Unit(benchmark::kMillisecond);
BENCHMARK(bisect_where_rates_differ)->Unit(benchmark::kMillisecond);
BENCHMARK(bisect_worlds_of_the_model)->Unit(benchmark::kMillisecond);
BENCHMARK(draw_worlds_of_the_model)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace rebisect::bench
