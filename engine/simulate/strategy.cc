#include "engine/simulate/strategy.h"

#include <algorithm>

#include "engine/simulate/strategy_parts.h"

namespace rebisect {
namespace {

using Rows = std::vector<Strategy>;

const Strategy::Parameter kPolicy{"policy", 6, "the verdict rule: 1 to 6 for V1 to V6 (docs/verdicts.md)"};
const Strategy::Parameter kVerdicts{"verdicts", 14, "so many verdicts share the risk: log2 of the commits"};
const Strategy::Parameter kFalseCrash{"false_crash", 0.001,
                                      "share of runs without the bug that crash like it"};
const Strategy::Parameter kTarget{"target", 0.995, "how probable a commit has to be to be reported"};

const Rows& rows() {
  static const Rows kRows = {
      {"git-run", "git bisect run: one run of each commit", {}, bisect_git_run},
      {"git-runs",
       "git's halving with several runs of each commit and a verdict by one of syzkaller's rules",
       {{"runs", 10, "runs of each commit"}, kPolicy},
       bisect_git_runs},
      {"syzkaller",
       "syzkaller's whole walk: releases, then git, 20 runs where flaky, and its confidence",
       {kPolicy,
        {"runs", 10, "runs of each commit; of the first, and where flaky, twice as many"},
        {"all_releases", 0, "1: walks all releases, as until 2023-08-25"}},
       bisect_syzkaller},
      {"first-parent",
       "git bisect --first-parent, then inside of the merge that it found",
       {{"runs", 10, "runs of each commit"}, kPolicy},
       bisect_first_parent},
      {"repeat-until-sure",
       "git's halving; each commit is run until Wald's sequential test is sure of it",
       {{"risk", 0.01, "of a false verdict in the whole bisection"},
        kVerdicts,
        kFalseCrash,
        {"first_crashes", 5, "seen on the bad commit first, to learn the rate"},
        {"most_runs", 300, "of one commit; then it is skipped"}},
       bisect_until_sure},
      {"bayes",
       "the run that tells most about the culprit, on the whole history, with an unknown rate of crashes",
       {kTarget,
        kFalseCrash,
        {"prior_crashes", 1, "the rate is Beta distributed, as if so many crashes had been seen"},
        {"prior_ok", 1, "... and so many runs without one"},
        {"first_crashes", 2, "seen where the bug is known to be before the search, to learn the rate"},
        {"build", 0, "cost of a build in runs; above 0, runs are chosen by what they tell for their cost"},
        {"older", 0.1, "how probable the bug is older than all releases, where no good commit is given"}},
       bisect_bayes},
      {"retest-weakest",
       "git's halving with several runs; before it reports, the weakest verdict is tested again until all "
       "are sure",
       {{"runs", 10, "runs of each commit, and of each test that is made again"},
        {"risk", 0.002, "how probably false the weakest verdict may be"},
        {"most_retests", 100, "then it reports what it has"},
        kFalseCrash},
       bisect_retest_weakest},
      {"linear-bayes",
       "as known tools do it: Bayesian on the line of first parents, an unknown rate on either side",
       {kTarget,
        {"prior_crashes", 0.5, "each rate is Beta distributed, as if so many crashes had been seen"},
        {"prior_ok", 0.5, "... and so many runs without one"}},
       bisect_linear_bayes},
      {"known-rate",
       "for comparison: git's halving by somebody who knows the rate, as many runs as that needs",
       {{"rate", 0.5, "of crashes where the bug is"},
        {"risk", 0.01, "of a false verdict in the whole bisection"},
        kVerdicts},
       bisect_known_rate},
  };
  return kRows;
}

}  // namespace

std::span<const Strategy> all_strategies() {
  return rows();
}

const Strategy* find_strategy(std::string_view name) {
  const auto found = std::ranges::find(rows(), name, &Strategy::name);
  return found == rows().end() ? nullptr : &*found;
}

}  // namespace rebisect
