#include "engine/simulate/log_failures.h"

#include <map>
#include <optional>
#include <utility>

#include "engine/replay/replay.h"

namespace rebisect {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

Stretch failure(Stretch::Kind kind, CommitSet commits, double of_commits, double of_runs) {
  Stretch stretch;
  stretch.kind = kind;
  stretch.commits = std::move(commits);
  stretch.share = of_commits;
  stretch.rate = {of_runs};
  if (kind == Stretch::Kind::boot_failed) stretch.title = "no boot";
  if (kind == Stretch::Kind::infra) stretch.title = "no machine";
  return stretch;
}

// Of the tests in the range; runs of those that gave a result.
struct FailureCounts {
  std::uint64_t tests = 0;
  std::uint64_t not_built = 0;
  std::uint64_t without_result = 0;
  std::uint64_t runs = 0;
  std::uint64_t runs_not_booted = 0;
  std::uint64_t runs_lost = 0;
};

FailureCounts count_in_range(const std::vector<TestFailures>& failures) {
  FailureCounts counts;
  for (const TestFailures& test : failures) {
    if (test.release) continue;
    ++counts.tests;
    counts.not_built += test.build_failed ? 1 : 0;
    if (test.runs > 0 && test.boot_failed + test.infra == test.runs) {
      ++counts.without_result;
      continue;
    }
    counts.runs += test.runs;
    counts.runs_not_booted += test.boot_failed;
    counts.runs_lost += test.infra;
  }
  return counts;
}

}  // namespace

std::vector<TestFailures> test_failures(const History& history, const BisectionLog& log) {
  std::vector<TestFailures> failures;
  for (const Step& step : log.steps) {
    const std::optional<CommitIndex> commit = bind(step.commit, log, history);
    if (!commit || step.role == StepRole::parent) continue;
    TestFailures test{*commit, step.role != StepRole::bisect, step.build_failed, 0, 0, 0};
    test.runs = static_cast<std::uint32_t>(step.runs.size());
    for (const RunOutcome& run : step.runs) {
      using enum RunOutcome::Kind;
      if (run.kind == boot_failed || run.kind == test_failed || run.kind == ignored) ++test.boot_failed;
      if (run.kind == infra || run.kind == failed) ++test.infra;
    }
    failures.push_back(test);
  }
  return failures;
}

std::vector<Stretch> failure_stretches(const CommitGraph& graph, const std::vector<TestFailures>& failures) {
  using enum Stretch::Kind;
  std::vector<Stretch> stretches;
  CommitSet tested(graph.size());
  CommitSet not_built(graph.size());
  std::map<double, CommitSet> not_booted;  // by rate
  std::map<double, CommitSet> lost;
  const auto put = [&](std::map<double, CommitSet>& by_rate, double rate, CommitIndex commit) {
    if (rate > 0) by_rate.try_emplace(rate, graph.size()).first->second.insert(commit);
  };
  for (const TestFailures& test : failures) {
    tested.insert(test.commit);
    if (test.build_failed) not_built.insert(test.commit);
    put(not_booted, share(test.boot_failed, test.runs), test.commit);
    // Those that boot.
    put(lost, share(test.infra, test.runs - test.boot_failed), test.commit);
  }
  const FailureCounts all = count_in_range(failures);
  CommitSet others = CommitSet::all(graph.size());
  others -= tested;
  const auto add = [&](Stretch::Kind kind, const CommitSet& commits, double of_commits, double of_runs) {
    if (of_commits > 0 && (of_runs > 0 || kind == build_failed)) {
      stretches.push_back(failure(kind, commits, of_commits, of_runs));
    }
  };
  if (!not_built.empty()) add(build_failed, not_built, 1, 0);
  add(build_failed, others, share(all.not_built, all.tests), 0);
  for (const auto& [rate, commits] : not_booted) add(boot_failed, commits, 1, rate);
  add(boot_failed, others, share(all.without_result, all.tests - all.not_built), 1);
  add(boot_failed, others, 1, share(all.runs_not_booted, all.runs));
  for (const auto& [rate, commits] : lost) add(infra, commits, 1, rate);
  add(infra, others, 1, share(all.runs_lost, all.runs - all.runs_not_booted));
  return stretches;
}

}  // namespace rebisect
