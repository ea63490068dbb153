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
BisectionLog bisection_of(std::uint32_t range) {
  const CommitGraph& graph = bench_history().graph;
  const Ends ends = ends_of_range(range);
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

// The history as it is read for a log: with the commits that the log names.
History history_for(const BisectionLog& log) {
  History history = bench_history();
  for (const WantedRevision& wanted : wanted_revisions(log)) {
    history.names.emplace(wanted.text, Oid::from_hex(wanted.text).value());
  }
  return history;
}

void replay_by_one_rule_set(benchmark::State& state) {
  const BisectionLog log = bisection_of(static_cast<std::uint32_t>(state.range(0)));
  const History history = history_for(log);
  while (state.KeepRunning()) {
    const Result<Replay> replay = replay_on(history, log, all_git_rules().back());
    ENSURE(replay && replay->matched() == replay->compared());
  }
}

void review_by_all_rule_sets(benchmark::State& state) {
  const BisectionLog log = bisection_of(static_cast<std::uint32_t>(state.range(0)));
  const History history = history_for(log);
  while (state.KeepRunning()) {
    const Result<Report> report = review(history, log);
    ENSURE(report);
  }
}

BENCHMARK(replay_by_one_rule_set)->Arg(1'000)->Arg(15'000)->Unit(benchmark::kMillisecond);
BENCHMARK(review_by_all_rule_sets)->Arg(1'000)->Arg(15'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rebisect::bench
