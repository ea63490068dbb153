// Strategies that go where git goes, and differ in how they test a commit.
#include <cmath>

#include "engine/simulate/strategy_parts.h"
#include "engine/simulate/workspace.h"

namespace rebisect {
namespace {

// Runs until the first crash, which proves the bug, at most so many; without a crash the commit is good.
struct UntilCrash {
  Laboratory& laboratory;
  std::string_view title;
  std::uint32_t most;

  std::optional<Verdict> operator()(CommitIndex commit) const {
    // Boots and machines that fail are tried again, up to as many times.
    std::uint32_t ok = 0;
    for (std::uint32_t run = 0; run < 2 * most && ok < most; ++run) {
      const auto outcome = laboratory.test(commit, 1);
      if (laboratory.exhausted()) return std::nullopt;
      if (outcome.empty()) return Verdict::skip;
      const RunTally seen = tally(outcome, title);
      if (seen.crashes > 0) return Verdict::bad;
      ok += seen.ok;
    }
    return ok == most ? Verdict::good : Verdict::skip;
  }
};

}  // namespace

Ending bisect_git_run(Laboratory& laboratory, const Task& task, const Parameters& /*parameters*/,
                      Workspace& workspace) {
  return halve(workspace.choices(), task, workspace, FixedRuns{laboratory, all_policies().front(), 1});
}

Ending bisect_git_runs(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                       Workspace& workspace) {
  const Values values("git-runs", parameters);
  const FixedRuns judge{laboratory, policy_number(values.count("policy")), values.count("runs")};
  return halve(workspace.choices(), task, workspace, judge);
}

Ending bisect_first_parent(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                           Workspace& workspace) {
  const Values values("first-parent", parameters);
  const FixedRuns judge{laboratory, policy_number(values.count("policy")), values.count("runs")};
  Ending ending = halve(workspace.choices(newest_git_rules(), true), task, workspace, judge);
  // Inside of the merge: what it brought beside its first parent. That can hold merges again, but git's whole
  // search goes through those.
  const CommitGraph& graph = workspace.graph();
  if (ending.kind != Ending::Kind::found || graph.parents(ending.reported.front()).size() < 2) return ending;
  std::vector<CommitIndex> goods = good_ends(task, workspace);
  goods.push_back(graph.parents(ending.reported.front()).front());
  ChoiceTree& tree = workspace.choices();
  return follow_git(tree, tree.root(ending.reported.front(), goods), task.fix, judge);
}

Ending bisect_known_rate(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                         Workspace& workspace) {
  const Values values("known-rate", parameters);
  const double risk = values["risk"] / values["verdicts"];
  const double rate = values["rate"];
  const double runs = rate >= 1 ? 1 : std::ceil(std::log(risk) / std::log1p(-rate));
  const auto most = static_cast<std::uint32_t>(std::max(1.0, runs));
  return halve(workspace.choices(), task, workspace, UntilCrash{laboratory, task.title, most});
}

}  // namespace rebisect
