// The belief of a long bisection: 20 tests in a range of 16,000 commits, without and with other titles.
#include <benchmark/benchmark.h>

#include "engine/base/ensure.h"
#include "engine/infer/belief.h"
#include "engine/infer/next_test.h"
#include "engine/replay/bisect_session.h"
#include "tests/bench/bench_history.h"
#include "tests/support/belief_by_definition.h"

namespace rebisect::bench {
namespace {

struct Case {
  Universe universe;
  std::vector<CommitIndex> commits;
  BeliefInput input;
};

// Git's choices with good and bad in turn, then tests again. Every bad one shows some of the groups.
Case case_with(std::uint32_t range, std::size_t groups) {
  const CommitGraph& graph = bench_history().graph;
  const Ends ends = ends_of_range(range);
  Case result{universe_of(graph, ends.bad, std::vector{ends.good}), {ends.bad, ends.good}, {}};
  BisectSession session(graph, all_git_rules().back());
  BisectAnswer answer = session.start(ends.bad, std::vector{ends.good});
  for (bool bad = true; result.commits.size() < 20; bad = !bad) {
    const auto next = commit_to_test(answer);
    result.commits.push_back(next ? *next : result.commits[result.commits.size() - 5]);
    if (next) answer = session.mark(bad ? Verdict::bad : Verdict::good, {});
  }
  for (std::size_t i = 0; i < result.commits.size(); ++i) {
    BeliefTest test;
    test.commit = result.commits[i];
    const bool bad = i % 2 == 0;
    test.target = bad ? 6 : 0;
    test.ok = bad ? 1 : 10;
    test.told_present = bad;
    for (std::size_t group = 0; bad && group < groups; ++group) {
      if ((i / 2 + group) % 3 == 0) test.foreign.push_back({group, 1});
    }
    result.input.tests.push_back(test);
  }
  result.input.group_same.assign(groups, 0.5);
  return result;
}

void believe(benchmark::State& state) {
  Case one = case_with(16'000, static_cast<std::size_t>(state.range(0)));
  const BeliefSettings settings = testing::default_belief_settings();
  while (state.KeepRunning()) {
    one.input.classes = partition(bench_history().graph, one.universe, one.commits);
    const Belief belief = infer_belief(one.input, settings);
    ENSURE(belief.classes.size() == one.input.classes.count());
  }
  state.counters["candidates"] = static_cast<double>(one.input.classes.candidates.size());
  state.counters["classes"] = static_cast<double>(one.input.classes.count());
}

void plan(benchmark::State& state) {
  Case one = case_with(16'000, 0);
  one.input.classes = partition(bench_history().graph, one.universe, one.commits);
  const BeliefSettings settings = testing::default_belief_settings();
  while (state.KeepRunning()) {
    const Plan found = plan_tests(&bench_history().graph, one.input, settings, {0.95, 5, 20, 8});
    ENSURE(found.p_best > 0);
  }
}

BENCHMARK(believe)->Arg(0)->Arg(8)->Unit(benchmark::kMillisecond);
BENCHMARK(plan)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rebisect::bench
