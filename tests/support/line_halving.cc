#include "tests/support/line_halving.h"

#include <algorithm>

#include <fmt/format.h>

namespace rebisect::testing {
namespace {

Ending halve(Laboratory& laboratory, const Task& task, const Parameters& parameters, Workspace& workspace) {
  const auto given = parameters.find("runs");
  const auto runs = static_cast<std::uint32_t>(given == parameters.end() ? 10 : given->second);
  std::uint32_t good = place(task.goods.front());
  std::uint32_t bad = place(task.bad);
  const CommitGraph& graph = workspace.graph();
  while (bad - good > 1) {
    const std::uint32_t middle = good + (bad - good) / 2;
    const auto seen = laboratory.test(CommitIndex(middle), runs);
    if (laboratory.exhausted()) return {Ending::Kind::failed, {}, 0, {}, "the budget is used up"};
    const bool crashed = std::ranges::any_of(
        seen, [](const SimulatedRun& run) { return run.kind == RunOutcome::Kind::crashed; });
    (crashed ? bad : good) = middle;
  }
  const bool merge = graph.parents(CommitIndex(bad)).size() > 1;
  return {Ending::Kind::found,
          {CommitIndex(bad)},
          0.75,
          merge ? std::vector<std::string>{"merge"} : std::vector<std::string>{},
          ""};
}

}  // namespace

const Strategy& line_halving() {
  static const Strategy strategy{
      "line-halving", "halving on a line", {{"runs", 10, "runs of each commit"}}, halve};
  return strategy;
}

std::string line_sketch(std::uint32_t commits) {
  std::string text = "c0";
  for (std::uint32_t i = 1; i <= commits; ++i) text += fmt::format("; c{}: c{}", i, i - 1);
  return text;
}

Contest line_contest(const Sketch& line, double rate, std::uint32_t trials) {
  Contest contest;
  contest.name = "line";
  contest.graph = &line.graph;
  contest.task.goods = {line.at("c0")};
  contest.task.bad = CommitIndex(static_cast<std::uint32_t>(line.graph.size() - 1));
  contest.recipe.any_culprit = true;
  contest.recipe.least_rate = contest.recipe.most_rate = rate;
  contest.trials = trials;
  contest.contestants = {{"halving", &line_halving(), {}}};
  for (const auto& [name, commit] : line.commits) contest.commit_names.emplace(commit, name);
  return contest;
}

}  // namespace rebisect::testing
