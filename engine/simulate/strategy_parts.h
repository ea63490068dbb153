// What strategies are made of: their parameters, what runs show, a walk along git's choices. And the
// strategies themselves, one function each; all_strategies() says what they do.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/judge/policy.h"
#include "engine/model/verdict.h"
#include "engine/simulate/choice_tree.h"
#include "engine/simulate/laboratory.h"
#include "engine/simulate/strategy.h"

namespace rebisect {

Ending bisect_git_run(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_git_runs(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_first_parent(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_known_rate(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_until_sure(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_retest_weakest(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_syzkaller(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_bayes(Laboratory&, const Task&, const Parameters&, Workspace&);
Ending bisect_linear_bayes(Laboratory&, const Task&, const Parameters&, Workspace&);

// The parameters of a strategy: those given, and the standards of its row for the others.
class Values {
 public:
  Values(std::string_view strategy, const Parameters& given);

  // The row must declare the parameter.
  double operator[](std::string_view parameter) const;
  // Not below 0.
  std::uint32_t count(std::string_view parameter) const;

 private:
  const Strategy* row_;
  const Parameters* given_;
};

// Runs of one commit by what they show of the bug.
struct RunTally {
  std::uint32_t crashes = 0;
  std::uint32_t ok = 0;
  std::uint32_t nothing = 0;  // no boot, no machine, a crash with another title

  RunTally& operator+=(const RunTally& more);
  friend bool operator==(const RunTally&, const RunTally&) = default;
};
// A crash counts where the title is empty or its own.
RunTally tally(std::span<const SimulatedRun> runs, std::string_view title);

// V1 to V6 by their number; the newest for a number that there is not.
const Policy& policy_number(std::uint32_t number);

// As the verdict rules count them: any crash is bad.
Counts counts_of(std::span<const SimulatedRun> runs, const Policy& policy);

// Of the task: where it has no good commit, the oldest of its releases that the bad one descends from.
std::vector<CommitIndex> good_ends(const Task& task, Workspace& workspace);

Ending failure(std::string error);
// The error of a bisection that asked for parents that were not read.
inline constexpr std::string_view kHistoryEndsTooEarly = "the history ends too early";
// How git's last step ends a bisection. It must not ask for a test.
Ending ending_of(const GitStep& step);

// A judge of commits: so many runs of each, and a verdict by a policy.
struct FixedRuns {
  Laboratory& laboratory;
  const Policy& policy;
  std::uint32_t runs;
  bool flaky = false;  // as the policies have it

  // Nothing where the budget ends; a commit without an image is skipped.
  std::optional<Verdict> operator()(CommitIndex commit) const;
};

// "Is the bug there" as git is told it.
inline Verdict told(Verdict verdict, bool fix) {
  if (!fix || verdict == Verdict::skip) return verdict;
  return verdict == Verdict::bad ? Verdict::good : Verdict::bad;
}

// Bisects from a node of the tree to the end. `judge(commit)` tests it and gives bad where the bug is, or
// nothing where the bisection has to end.
template <typename Judge>
Ending follow_git(ChoiceTree& tree, ChoiceTree::Node node, bool fix, const Judge& judge) {
  for (GitStep step = tree.step(node); step.asks(); step = tree.step(node)) {
    const std::optional<Verdict> verdict = judge(step.commit);
    if (!verdict) return failure("a test could not be finished");
    node = tree.after(node, told(*verdict, fix));
  }
  return ending_of(tree.step(node));
}

// The same from the start. Where the task names no good commit, the one that good_ends() gives is tested
// first.
template <typename Judge>
Ending halve(ChoiceTree& tree, const Task& task, Workspace& workspace, const Judge& judge) {
  const std::vector<CommitIndex> goods = good_ends(task, workspace);
  if (goods.empty()) return failure("no good commit and no release before the bad one");
  if (task.goods.empty()) {
    const std::optional<Verdict> verdict = judge(goods.front());
    if (verdict == Verdict::bad) return {Ending::Kind::older, goods, 0, {}, {}};
    if (verdict != Verdict::good) return failure("the oldest release could not be tested");
  }
  return follow_git(tree, tree.root(task.bad, goods), task.fix, judge);
}

}  // namespace rebisect
