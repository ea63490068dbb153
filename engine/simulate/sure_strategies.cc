// Strategies that weigh how sure a verdict is: a commit is tested until it is, or the weakest one is tested
// again.
//
// Both weigh "the bug is there" against "it is not" by the runs of the commit: k crashes and m good runs have
// the probability B(a + K + k, b + M + m) / B(a + K, b + M) where it is, with K and M those of the commits
// that are taken to have it, and f^k (1 - f)^m where it is not. Their ratio is what Wald's sequential test
// adds up.
#include <algorithm>
#include <cmath>

#include "engine/base/logspace.h"
#include "engine/simulate/strategy_parts.h"
#include "engine/simulate/workspace.h"

namespace rebisect {
namespace {

struct Evidence {
  CommitIndex commit{};
  RunTally runs;
  Verdict verdict = Verdict::skip;  // "is the bug there"
};

double log_rising(double from, std::uint32_t count) {
  return log_gamma(from + count) - log_gamma(from);
}

// What is known of the rate, and of false crashes.
struct Rates {
  double crashes = 0.5;  // Jeffreys' prior, and those seen
  double ok = 0.5;
  double false_crash = 0;

  // ln of the odds that the runs give for the bug.
  double log_odds(const RunTally& runs) const {
    const double where_it_is = log_rising(crashes, runs.crashes) + log_rising(ok, runs.ok) -
                               log_rising(crashes + ok, runs.crashes + runs.ok);
    return where_it_is - runs.crashes * std::log(false_crash) - runs.ok * std::log1p(-false_crash);
  }
  void add(const RunTally& runs) {
    crashes += runs.crashes;
    ok += runs.ok;
  }
};

// The bad commit is run until it has crashed so many times, so that something is known of the rate.
std::optional<RunTally> look_at_bad_end(Laboratory& laboratory, const Task& task, std::uint32_t crashes,
                                        std::uint32_t most) {
  const CommitIndex commit = task.fix ? task.goods.front() : task.bad;
  RunTally seen;
  for (std::uint32_t run = 0; run < most && seen.crashes < crashes; ++run) {
    const auto outcome = laboratory.test(commit, 1);
    if (outcome.empty()) return std::nullopt;
    seen += tally(outcome, task.title);
  }
  if (seen.crashes == 0) return std::nullopt;
  return seen;
}

// Wald's test of one commit.
class UntilSure {
 public:
  UntilSure(Laboratory& laboratory, const Task& task, const Values& values)
      : laboratory_(laboratory),
        title_(task.title),
        // Wald's thresholds for equal risks d of both errors: ln((1 - d) / d).
        sure_(std::log(values["verdicts"] / values["risk"] - 1)),
        most_(values.count("most_runs")) {
    rates_.false_crash = values["false_crash"];
  }

  void learn(const RunTally& runs) { rates_.add(runs); }

  std::optional<Verdict> operator()(CommitIndex commit) {
    RunTally seen;
    for (std::uint32_t run = 0; run < most_; ++run) {
      const auto outcome = laboratory_.test(commit, 1);
      if (laboratory_.exhausted()) return std::nullopt;
      if (outcome.empty()) return Verdict::skip;
      seen += tally(outcome, title_);
      const double log_odds = rates_.log_odds(seen);
      if (log_odds >= sure_) {
        rates_.add(seen);
        return Verdict::bad;
      }
      if (log_odds <= -sure_) return Verdict::good;
      constexpr std::uint32_t kHopeless = 10;
      if (seen.crashes + seen.ok == 0 && seen.nothing == kHopeless) return Verdict::skip;
    }
    return Verdict::skip;
  }

 private:
  Laboratory& laboratory_;
  std::string_view title_;
  double sure_;
  std::uint32_t most_;
  Rates rates_;
};

// A bisection whose verdicts can still change.
class Revised {
 public:
  Revised(Laboratory& laboratory, const Task& task, const Values& values, Workspace& workspace)
      : laboratory_(laboratory),
        task_(task),
        workspace_(workspace),
        runs_(values.count("runs")),
        risk_(values["risk"]),
        most_retests_(values.count("most_retests")),
        false_crash_(values["false_crash"]) {}

  Ending bisect() {
    Ending ending = walk();
    for (std::uint32_t again = 0; again < most_retests_ && ending.kind == Ending::Kind::found; ++again) {
      Evidence* const weakest = find_weakest();
      if (weakest == nullptr) break;
      if (!run(*weakest)) return failure("a test could not be finished");
      const Verdict before = weakest->verdict;
      weakest->verdict = rates_without(*weakest).log_odds(weakest->runs) > 0 ? Verdict::bad : Verdict::good;
      if (weakest->verdict != before) ending = walk();
    }
    return ending;
  }

 private:
  // Git's walk, with what is known of commits that were tested before.
  Ending walk() {
    return halve(workspace_.choices(), task_, workspace_,
                 [&](CommitIndex commit) { return verdict_on(commit); });
  }

  std::optional<Verdict> verdict_on(CommitIndex commit) {
    const auto known = std::ranges::find(evidence_, commit, &Evidence::commit);
    if (known != evidence_.end()) return known->verdict;
    Evidence& added = evidence_.emplace_back();
    added.commit = commit;
    if (!run(added)) return std::nullopt;
    if (added.runs.crashes + added.runs.ok > 0) {
      added.verdict = added.runs.crashes > 0 ? Verdict::bad : Verdict::good;
    }
    return added.verdict;
  }

  // false where the budget ends.
  bool run(Evidence& evidence) {
    evidence.runs += tally(laboratory_.test(evidence.commit, runs_), task_.title);
    return !laboratory_.exhausted();
  }

  Rates rates_without(const Evidence& left_out) const {
    Rates rates;
    rates.false_crash = false_crash_;
    for (const Evidence& evidence : evidence_) {
      if (&evidence != &left_out && evidence.verdict == Verdict::bad) rates.add(evidence.runs);
    }
    return rates;
  }

  // The verdict that is most probably false, where any is more so than the risk.
  Evidence* find_weakest() {
    Evidence* weakest = nullptr;
    double surest = std::log((1 - risk_) / risk_);
    for (Evidence& evidence : evidence_) {
      if (evidence.verdict == Verdict::skip) continue;
      const double log_odds = rates_without(evidence).log_odds(evidence.runs);
      const double for_verdict = evidence.verdict == Verdict::bad ? log_odds : -log_odds;
      if (for_verdict >= surest) continue;
      surest = for_verdict;
      weakest = &evidence;
    }
    return weakest;
  }

  Laboratory& laboratory_;
  const Task& task_;
  Workspace& workspace_;
  std::uint32_t runs_;
  double risk_;
  std::uint32_t most_retests_;
  double false_crash_;
  std::vector<Evidence> evidence_;
};

}  // namespace

Ending bisect_until_sure(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                         Workspace& workspace) {
  const Values values("repeat-until-sure", parameters);
  UntilSure judge(laboratory, task, values);
  const auto seen =
      look_at_bad_end(laboratory, task, values.count("first_crashes"), values.count("most_runs"));
  if (!seen) return failure("no crash where the bug was seen");
  judge.learn(*seen);
  return halve(workspace.choices(), task, workspace, [&](CommitIndex commit) { return judge(commit); });
}

Ending bisect_retest_weakest(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                             Workspace& workspace) {
  return Revised(laboratory, task, Values("retest-weakest", parameters), workspace).bisect();
}

}  // namespace rebisect
