#include "engine/judge/evidence.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "engine/judge/policy.h"

namespace rebisect {
namespace {

using Kind = RunOutcome::Kind;

class EvidenceCollector {
 public:
  EvidenceCollector(const BisectionLog& log, std::string_view bug_title)
      : log_(log), run_counts_(assumed_run_counts(log)) {
    if (!bug_title.empty()) add_target(read_title(bug_title));
    for (const Step& step : log.steps) {
      if (step.own || std::ranges::none_of(step.runs, is_crash)) continue;
      for (const RunOutcome& run : step.runs) {
        if (is_crash(run)) add_target(read_title(run.title));
      }
      break;
    }
  }

  CrashEvidence collect() {
    for (std::size_t step = 0; step < log_.steps.size(); ++step) evidence_.steps.push_back(read_step(step));
    sort_groups();
    return std::move(evidence_);
  }

 private:
  static bool is_crash(const RunOutcome& run) { return run.kind == Kind::crashed; }

  void add_target(CrashTitle title) {
    if (!is_target(title)) evidence_.targets.push_back(std::move(title));
  }

  bool is_target(const CrashTitle& title) const {
    return std::ranges::any_of(evidence_.targets, [&](const CrashTitle& target) {
      return similarity(target, title) == TitleSimilarity::equal;
    });
  }

  TitleSimilarity to_target(const CrashTitle& title) const {
    TitleSimilarity best = TitleSimilarity::unrelated;
    for (const CrashTitle& target : evidence_.targets) best = std::min(best, similarity(target, title));
    return best;
  }

  Evidence read_step(std::size_t index) {
    const Step& step = log_.steps[index];
    Evidence evidence{index, {}, {}, !step.run_count_known && !step.runs.empty()};
    const std::uint32_t times = evidence.count_assumed ? run_counts_[index] : 1;
    for (const RunOutcome& run : step.runs) {
      if (run.kind == Kind::ok) {
        evidence.tally.ok += times;
      } else if (!is_crash(run)) {
        evidence.tally.uninformative += times;
      } else if (const auto group = step.own ? std::nullopt : group_of(run.title)) {
        evidence.tally.other += times;
        count(evidence, *group, times);
      } else {
        evidence.tally.target += times;  // of an own test any crash: who counts crashes, counts the bug's
      }
    }
    return evidence;
  }

  void count(Evidence& evidence, std::size_t group, std::uint32_t crashes) {
    TitleGroup& all = evidence_.foreign[group];
    all.crashes += crashes;
    if (all.steps.empty() || all.steps.back() != evidence.step) all.steps.push_back(evidence.step);
    const auto seen = std::ranges::find(evidence.foreign, group, &ForeignCount::group);
    if (seen == evidence.foreign.end()) {
      evidence.foreign.push_back({group, crashes});
    } else {
      seen->crashes += crashes;
    }
  }

  // nullopt for a target's title. A group is known by its first title: being equal or of the same function
  // and kind is the same for all of its members.
  std::optional<std::size_t> group_of(const std::string& text) {
    if (const auto seen = groups_.find(text); seen != groups_.end()) return seen->second;
    const CrashTitle title = read_title(text);
    const std::optional<std::size_t> group =
        is_target(title) ? std::nullopt : std::optional(join_group(title));
    groups_.emplace(text, group);
    return group;
  }

  std::size_t join_group(const CrashTitle& title) {
    const TitleSimilarity near = to_target(title);
    const auto like = std::ranges::find_if(leaders_, [&](const CrashTitle& leader) {
      return similarity(leader, title) <= TitleSimilarity::same_function_and_kind;
    });
    const auto group = static_cast<std::size_t>(like - leaders_.begin());
    if (like == leaders_.end()) {
      leaders_.push_back(title);
      evidence_.foreign.push_back({title.text, near, 0, {}});
    }
    evidence_.foreign[group].to_target = std::min(evidence_.foreign[group].to_target, near);
    return group;
  }

  // Groups were numbered as they were seen; a stable sort keeps that among those with as many crashes.
  void sort_groups() {
    std::vector<TitleGroup>& groups = evidence_.foreign;
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::size_t group) { return groups[group].crashes; });
    std::vector<std::size_t> place(groups.size());
    std::vector<TitleGroup> sorted;
    for (const std::size_t group : order) {
      place[group] = sorted.size();
      sorted.push_back(std::move(groups[group]));
    }
    groups = std::move(sorted);
    for (Evidence& evidence : evidence_.steps) {
      for (ForeignCount& foreign : evidence.foreign) foreign.group = place[foreign.group];
      std::ranges::sort(evidence.foreign, {}, &ForeignCount::group);
    }
  }

  const BisectionLog& log_;
  std::vector<std::uint32_t> run_counts_;
  CrashEvidence evidence_;
  std::vector<CrashTitle> leaders_;                           // of each group, the first title
  std::map<std::string, std::optional<std::size_t>> groups_;  // of each title read so far
};

}  // namespace

CrashEvidence collect_evidence(const BisectionLog& log, std::string_view bug_title) {
  return EvidenceCollector(log, bug_title).collect();
}

}  // namespace rebisect
