// syzkaller's whole walk, as its bot does it today: the commit that the bug was seen on, other configurations
// of it, releases backwards or the tip of the branch, git's bisection, and what is said of the result.
// Sources: pkg/bisect of syzkaller, as docs/verdicts.md and docs/heuristics.md tell it.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/judge/crash_title.h"
#include "engine/judge/crash_types.h"
#include "engine/replay/merge_base.h"
#include "engine/replay/process_memory.h"
#include "engine/simulate/release_tags.h"
#include "engine/simulate/strategy_parts.h"
#include "engine/simulate/workspace.h"

namespace rebisect {
namespace {

// Below this confidence the bot does not mail a result (syzkaller commit da37de731).
constexpr double kReliable = 0.66;
// A smaller configuration is not taken where it crashes this rarely, and more rarely than the one before.
constexpr double kRarely = 1.0 / 3;

// Crashes that are left out: of the test programs, or lost machines, where the bug's own first crashes were
// none.
class LeftOut {
 public:
  explicit LeftOut(const Policy& policy) : policy_(policy) {}

  void learn(std::span<const SimulatedRun> runs) {
    std::vector<std::string_view> types;
    for (const SimulatedRun& run : runs) {
      if (run.kind == RunOutcome::Kind::crashed) types.push_back(type_of(run.title));
    }
    for (const ChosenType& chosen : choose_types(types)) bug_.push_back(chosen.type);
  }

  bool leaves_out(std::string_view title) {
    if (bug_.empty()) return false;
    const std::string_view type = type_of(title);
    const bool of_a_class = (type == "SYZ_FAILURE" && policy_.ignores_test_programs) ||
                            (type == "LOST_CONNECTION" && policy_.ignores_lost_machines);
    return of_a_class && std::ranges::find(bug_, type) == bug_.end();
  }

 private:
  // A world has few titles; each is read once.
  std::string_view type_of(std::string_view title) {
    const auto known = std::ranges::find(types_, title, &Known::title);
    if (known != types_.end()) return known->type;
    return types_.emplace_back(Known{title, crash_type_of(read_title(title))}).type;
  }

  struct Known {
    std::string_view title;
    std::string_view type;
  };
  const Policy& policy_;
  std::vector<Known> types_;
  std::vector<std::string_view> bug_;
};

// What the bot keeps of a test.
struct Tested {
  CommitIndex commit{};
  Verdict verdict = Verdict::skip;  // "is the bug there"
  bool report = true;               // also of what could not be tested: that is a report, too
  std::uint32_t good = 0;
  double rate = 0;  // of crashes among the runs that were good or bad
};

class SyzkallerWalk {
 public:
  SyzkallerWalk(Laboratory& laboratory, const Task& task, const Values& values, Workspace& workspace)
      : laboratory_(laboratory),
        task_(task),
        workspace_(workspace),
        policy_(policy_number(values.count("policy"))),
        runs_(values.count("runs")),
        all_releases_(values["all_releases"] != 0),
        left_out_(policy_),
        start_(task.same_title.value_or(task.fix ? task.goods.front() : task.bad)) {}

  Ending bisect() {
    std::optional<Ending> ending = reproduce();
    if (!ending) ending = choose_config();
    if (!ending) ending = task_.fix ? range_of_fix() : range_of_cause();
    if (!ending) ending = search();
    if (flaky_) ending->flags.emplace_back("flaky");
    if (baseline_) ending->flags.emplace_back("baseline-config");
    if (new_config_) ending->flags.emplace_back("new-config");
    return *std::move(ending);
  }

 private:
  // Every part of the walk gives an ending where it ends there.
  using Stop = std::optional<Ending>;

  // --- one test ---

  // nullopt where the job ends; error_ says why.
  std::optional<Tested> test(CommitIndex commit) {
    Tested tested;
    tested.commit = commit;
    if (!laboratory_.build(commit)) {
      if (laboratory_.exhausted()) return stopped("the budget is used up");
      return tested;
    }
    const bool twice = flaky_ || tests_++ == 0;
    const auto runs = laboratory_.test(commit, twice ? 2 * runs_ : runs_);
    if (laboratory_.exhausted()) return stopped("the budget is used up");
    const Counts counts = count(runs);
    const Decision decision = decide(policy_, counts, flaky_);
    if (!decision.verdict) return stopped("unable to determine the verdict because of infra errors");
    tested.verdict = *decision.verdict;
    tested.report = tested.verdict == Verdict::skip || counts.bad > 0;
    tested.good = counts.good;
    if (counts.bad > 0) tested.rate = static_cast<double>(counts.bad) / (counts.bad + counts.good);
    flaky_ = flaky_ || (tested.verdict == Verdict::bad && counts.bad < counts.good);
    return tested;
  }

  std::nullopt_t stopped(std::string_view why) {
    error_ = why;
    return std::nullopt;
  }

  Counts count(std::span<const SimulatedRun> runs) {
    Counts counts = counts_of(runs, policy_);
    for (const SimulatedRun& run : runs) {
      if (run.kind != RunOutcome::Kind::crashed || !left_out_.leaves_out(run.title)) continue;
      --counts.bad;
      ++counts.other;
    }
    if (!bug_seen_ && counts.bad > 0) left_out_.learn(runs);
    bug_seen_ = bug_seen_ || counts.bad > 0;
    return counts;
  }

  // The same, kept for later.
  std::optional<Tested> test_and_keep(CommitIndex commit) {
    const std::optional<Tested> tested = test(commit);
    if (tested) {
      std::erase_if(kept_, [&](const Tested& other) { return other.commit == commit; });
      kept_.push_back(*tested);
    }
    return tested;
  }

  const Tested* find(CommitIndex commit) const {
    const auto found = std::ranges::find(kept_, commit, &Tested::commit);
    return found == kept_.end() ? nullptr : &*found;
  }

  Ending error() const { return failure(error_); }

  // --- before the search ---

  Stop reproduce() {
    const auto first = test_and_keep(start_);
    if (!first) return error();
    if (first->verdict != Verdict::bad) return failure("the crash wasn't reproduced on the original commit");
    rate_ = first->rate;
    return std::nullopt;
  }

  Stop choose_config() {
    if (task_.baseline) {
      const auto tested = test(*task_.baseline);
      if (!tested) return error();
      baseline_ = tested->verdict == Verdict::bad;
      if (baseline_) rate_ = tested->rate;
    }
    if (!task_.smaller_config || baseline_) return std::nullopt;
    if (!laboratory_.build(*task_.smaller_config)) return failure("config minimization failed");
    const auto tested = test(*task_.smaller_config);
    if (!tested) return error();
    const bool rarer = tested->rate < kRarely && tested->rate < rate_;
    new_config_ = tested->verdict == Verdict::bad && !rarer;
    if (new_config_) rate_ = tested->rate;
    return std::nullopt;
  }

  Stop range_of_cause() {
    const std::vector<Release> all = releases_before(task_.releases, start_, workspace_.ancestors());
    if (all.empty()) return failure("no release tags before this commit");
    bad_ = start_;
    Verdict last = Verdict::skip;
    for (const Release& release : all_releases_ ? all : pick_releases(all)) {
      const auto tested = test_and_keep(release.commit);
      if (!tested) return error();
      last = tested->verdict;
      if (last == Verdict::bad) bad_ = release.commit;
      if (last != Verdict::good) continue;
      good_ = release.commit;
      return std::nullopt;
    }
    if (last == Verdict::skip) return failure("oldest tested release had kernel build, boot or test errors");
    return nothing_found(bad_, true);
  }

  Stop range_of_fix() {
    bad_ = task_.bad;
    good_ = start_;
    if (task_.cross_tree) {
      const std::optional<CommitIndex> base = merge_base(start_, bad_);
      if (!base) return failure("expected 1 merge base, got 0");
      const auto tested = test_and_keep(*base);
      if (!tested) return error();
      if (tested->verdict != Verdict::bad) return nothing_found(*base, false);
      good_ = *base;
    }
    const auto head = test_and_keep(bad_);
    if (!head) return error();
    if (head->verdict != Verdict::good) return nothing_found(bad_, true);
    return std::nullopt;
  }

  static Ending nothing_found(CommitIndex at, bool report) {
    Ending ending{Ending::Kind::older, {at}, 0, {}, {}};
    if (report) ending.flags.emplace_back("report");
    return ending;
  }

  std::optional<CommitIndex> merge_base(CommitIndex one, CommitIndex other) {
    ProcessMemory memory(workspace_.graph());
    const CommitIndex others[] = {other};
    const std::vector<CommitIndex> bases = merge_bases(workspace_.graph(), memory, one, others, {});
    if (bases.empty() || memory.unread()) return std::nullopt;
    return bases.front();
  }

  // --- the search ---

  Ending search() {
    ChoiceTree& tree = workspace_.choices();
    const CommitIndex goods[] = {good_};
    Ending ending = follow_git(tree, tree.root(bad_, goods), task_.fix,
                               [&](CommitIndex commit) { return verdict_on(commit); });
    if (!error_.empty()) return error();
    ending.confidence = confidence_;
    if (ending.kind == Ending::Kind::found) add_flags(ending);
    return ending;
  }

  std::optional<Verdict> verdict_on(CommitIndex commit) {
    if (task_.fix) {
      const std::optional<bool> had_bug = had_bug_once(commit);
      if (!had_bug) return std::nullopt;
      if (!*had_bug) return Verdict::bad;  // "pretend that kernel crashed"
    }
    const auto tested = test_and_keep(commit);
    if (!tested) return std::nullopt;
    if (tested->verdict == Verdict::good) confidence_ *= 1 - std::pow(1 - rate_, tested->good);
    if (tested->verdict == Verdict::bad) rate_ = std::min(rate_, (rate_ + tested->rate) / 2);
    return tested->verdict;
  }

  // Was the bug there before it was fixed, as far as can be told? Only then a test says something of the fix.
  std::optional<bool> had_bug_once(CommitIndex commit) {
    const bool crashed_before = std::ranges::any_of(kept_, [&](const Tested& tested) {
      return tested.report && workspace_.ancestors().is_ancestor(tested.commit, commit);
    });
    if (crashed_before) return true;
    const std::optional<CommitIndex> base = merge_base(commit, start_);
    if (!base) return false;
    if (find(*base) == nullptr && !test_and_keep(*base)) return std::nullopt;
    // A base that cannot be tested should be a skip, but the bot takes it for a crash.
    return find(*base)->verdict != Verdict::skip && find(*base)->report;
  }

  void add_flags(Ending& ending) {
    const CommitIndex culprit = ending.reported.front();
    const auto parents = workspace_.graph().parents(culprit);
    const auto is_culprit = [&](const Release& release) {
      return release.commit == culprit && release_number(release.tag);
    };
    if (find(culprit) == nullptr) {
      ending = failure("no result for culprit commit");
      return;
    }
    if (std::ranges::any_of(task_.releases, is_culprit)) ending.flags.emplace_back("release");
    if (parents.size() > 1) ending.flags.emplace_back("merge");
    if (parents.size() == 1) {
      const std::string image = laboratory_.signature(culprit);
      const bool same = !image.empty() && image == laboratory_.signature(parents.front());
      if (same) ending.flags.emplace_back("no-op");
    }
    if (confidence_ < kReliable) ending.flags.emplace_back("unreliable");
  }

  Laboratory& laboratory_;
  const Task& task_;
  Workspace& workspace_;
  const Policy& policy_;
  const std::uint32_t runs_;
  const bool all_releases_;
  LeftOut left_out_;
  const CommitIndex start_;

  std::vector<Tested> kept_;
  std::uint32_t tests_ = 0;
  bool bug_seen_ = false;
  bool flaky_ = false;
  bool baseline_ = false;    // crashes, and is used from there on
  bool new_config_ = false;  // the smaller one is used
  CommitIndex bad_{};
  CommitIndex good_{};
  double rate_ = 0;  // of crashes, as the bot estimates it
  double confidence_ = 1;
  std::string error_;
};

}  // namespace

Ending bisect_syzkaller(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                        Workspace& workspace) {
  return SyzkallerWalk(laboratory, task, Values("syzkaller", parameters), workspace).bisect();
}

}  // namespace rebisect
