// A whole bisection, from its log to the report: replayed by one rule set, and by all that it can come from.
#include <string>
#include <variant>

#include <benchmark/benchmark.h>

#include "adapters/logs/parse_log.h"
#include "engine/base/ensure.h"
#include "engine/replay/replay.h"
#include "engine/review/review.h"
#include "tests/bench/bench_history.h"

namespace rebisect::bench {
namespace {

std::string line(const char* verdict, const Oid& commit) {
  return "git bisect " + std::string(verdict) + " " + commit.hex() + "\n";
}

// Git's choices with good and bad in turn, until one commit is left.
BisectionLog bisection_of(const CommitGraph& graph, std::uint32_t range) {
  const Ends ends = ends_of_range(graph, range);
  std::string text =
      "git bisect start\n" + line("bad", graph.id(ends.bad)) + line("good", graph.id(ends.good));
  BisectSession session(graph, all_git_rules().back());
  BisectAnswer answer = session.start(ends.bad, std::vector{ends.good});
  for (bool bad = true; commit_to_test(answer); bad = !bad) {
    text += line(bad ? "bad" : "good", graph.id(*commit_to_test(answer)));
    answer = session.mark(bad ? Verdict::bad : Verdict::good, {});
  }
  const auto* const found = std::get_if<FoundFirstBad>(&answer.outcome);
  ENSURE(found != nullptr);
  return *parse_log(text);
}

void replay_by_one_rule_set(benchmark::State& state) {
  const History& history = bench_history();
  const BisectionLog log = bisection_of(history.graph, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    const Result<Replay> replay = replay_on(history, log, all_git_rules().back());
    ENSURE(replay && replay->matched() == replay->compared());
  }
}

void review_by_all_rule_sets(benchmark::State& state) {
  const History& history = bench_history();
  const BisectionLog log = bisection_of(history.graph, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    const Result<Report> report = review(history, log);
    ENSURE(report);
  }
}

BENCHMARK(replay_by_one_rule_set)->Arg(1'000)->Arg(15'000)->Unit(benchmark::kMillisecond);
BENCHMARK(review_by_all_rule_sets)->Arg(1'000)->Arg(15'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rebisect::bench
