#include <algorithm>

#include <fmt/format.h>

#include "engine/judge/bot_days.h"
#include "engine/judge/crash_types.h"
#include "engine/judge/policy.h"

namespace rebisect {
namespace {

using Kind = RunOutcome::Kind;

// Which crashes a policy leaves out that the log does not: those of another policy's days.
class LeftOut {
 public:
  LeftOut(const BisectionLog& log, const Policy& policy) : policy_(policy) {
    for (const Step& step : log.steps) {
      std::vector<std::string_view> types;
      for (const RunOutcome& run : step.runs) {
        if (run.kind == Kind::crashed) types.push_back(crash_type_of(read_title(run.title)));
      }
      if (types.empty()) continue;
      // The bug's types are those of the first crashes.
      for (const ChosenType& chosen : choose_types(types)) bug_.push_back(chosen.type);
      return;
    }
  }

  bool leaves_out(const std::string& title, bool first_test) const {
    if (first_test) return false;  // no type is known yet
    const std::string_view type = crash_type_of(read_title(title));
    const bool of_a_class = (type == "SYZ_FAILURE" && policy_.ignores_test_programs) ||
                            (type == "LOST_CONNECTION" && policy_.ignores_lost_machines);
    return of_a_class && std::ranges::find(bug_, type) == bug_.end();
  }

 private:
  const Policy& policy_;
  std::vector<std::string_view> bug_;
};

bool in_force(const Policy& policy, const Days& days) {
  return days_in_common({policy.since, policy.until - std::chrono::days(1)}, days) > 0;
}

bool is_test(const Step& step) {
  return step.role != StepRole::parent && !step.own;
}

// Marks a reproducer as flaky after a test?
bool marks_flaky(FlakyMark rule, const Counts& counts, const Decision& decision) {
  switch (rule) {
    case FlakyMark::never:
      return false;
    case FlakyMark::some_bad_more_good:
      return counts.bad > 0 && counts.bad < counts.good;
    case FlakyMark::bad_with_more_good:
      break;
  }
  return decision.verdict == Verdict::bad && counts.bad < counts.good;
}

std::string runs_text(std::uint32_t some, std::uint32_t all, std::string_view what) {
  return fmt::format("{} of {} {} {}", some, all, all == 1 ? "run" : "runs", what);
}

std::string needed_text(std::uint32_t wanted) {
  return fmt::format("{} {} needed", wanted, wanted == 1 ? "is" : "are");
}

std::string reason_for(const Decision& decision, const Counts& counts) {
  const std::uint32_t all = counts.total();
  switch (decision.why) {
    case JudgedBy::crashes:
      return runs_text(counts.bad, all, "crashed");
    case JudgedBy::too_few_crashes:
      return runs_text(counts.bad, all, "crashed") + ", " + needed_text(decision.wanted);
    case JudgedBy::too_few_results:
      return runs_text(counts.good + counts.bad, all, "gave a result") + ", " + needed_text(decision.wanted);
    case JudgedBy::no_crash:
      return runs_text(counts.good, all, "ended well and none crashed");
    case JudgedBy::too_few_good:
      return "no run crashed, but " + runs_text(counts.good, all, "ended well") + ", " +
             needed_text(decision.wanted);
    case JudgedBy::infra:
      return runs_text(counts.infra, all, "failed beside the kernel, which ends the job");
    case JudgedBy::build:
      return decision.verdict ? "no build" : "no build, which ended the job then";
    case JudgedBy::nothing:
      break;
  }
  return "no run is listed";
}

// Walks the tests of a log in order, for what the bot remembered from one to the next.
class Judge {
 public:
  // `days`: when the policy is applied as it was then.
  Judge(const BisectionLog& log, const Policy& policy, const Days& days)
      : log_(log),
        policy_(policy),
        as_then_(in_force(policy, days)),
        then_(conduct_in(days)),
        own_(as_then_ ? then_ : conduct_on(policy.until - std::chrono::days(1))),
        left_out_(log, policy) {}

  // `run_counts`: what "all runs:" stands for.
  std::vector<Judgement> judge(const std::vector<std::uint32_t>& run_counts) {
    std::vector<Judgement> judgements;
    for (std::size_t i = 0; i < log_.steps.size(); ++i) judgements.push_back(judge_step(i, run_counts[i]));
    return judgements;
  }

  // The policy must be one of the log's days.
  std::vector<std::uint32_t> run_counts() {
    std::vector<std::uint32_t> counts;
    bool any_built = false;
    for (std::size_t i = 0; i < log_.steps.size(); ++i) {
      const Step& step = log_.steps[i];
      const bool test = is_test(step) && !step.runs.empty();
      counts.push_back(step.runs.empty() ? 0 : (!any_built || flaky_) ? then_.most_runs : then_.runs);
      if (!test) continue;
      any_built = true;
      judge_step(i, counts.back());
    }
    return counts;
  }

 private:
  Counts count(std::size_t index, std::uint32_t run_count) const {
    const Step& step = log_.steps[index];
    const std::uint32_t times = step.run_count_known ? 1 : run_count;
    Counts counts;
    for (const RunOutcome& run : step.runs) class_of(run, counts) += times;
    return counts;
  }

  std::uint32_t& class_of(const RunOutcome& run, Counts& counts) const {
    switch (run.kind) {
      case Kind::ok:
        return counts.good;
      case Kind::crashed:
        return !as_then_ && left_out_.leaves_out(run.title, !tested_) ? counts.other : counts.bad;
      case Kind::ignored:
        // The log left it out; a policy of other days counts it unless it does so too.
        return as_then_ || left_out_.leaves_out(run.title, !tested_) ? counts.other : counts.bad;
      case Kind::failed:
      case Kind::infra:
        return policy_.infra == Policy::Infra::unknown ? counts.other : counts.infra;
      case Kind::boot_failed:
      case Kind::test_failed:
        break;
    }
    return counts.other;
  }

  Decision decide_step(const Step& step, const Counts& counts) const {
    if (step.build_failed) {
      const bool aborts = own_.build_failure_aborts;
      return {aborts ? std::nullopt : std::optional(Verdict::skip), JudgedBy::build, 0};
    }
    const bool planned = own_.counts_planned_runs && step.run_count_known;
    return decide(policy_, counts, flaky_, planned ? std::optional(own_.runs) : std::nullopt);
  }

  Judgement judge_step(std::size_t index, std::uint32_t run_count) {
    const Step& step = log_.steps[index];
    Judgement judgement;
    judgement.flaky = flaky_;
    judgement.reason = reason_for({}, {});
    if (!is_test(step)) return judgement;
    judgement.counts = count(index, run_count);
    const Decision decision = decide_step(step, judgement.counts);
    judgement.why = decision.why;
    judgement.aborts = !decision.verdict && decision.why != JudgedBy::nothing;
    judgement.reason = reason_for(decision, judgement.counts);
    judgement.verdict = turned(decision.verdict);
    flaky_ = flaky_ || marks_flaky(own_.flaky, judgement.counts, decision);
    tested_ = tested_ || !step.runs.empty();
    return judgement;
  }

  // In the sense told to git.
  std::optional<Verdict> turned(std::optional<Verdict> verdict) const {
    if (log_.aim == Aim::cause || !verdict || verdict == Verdict::skip) return verdict;
    return verdict == Verdict::bad ? Verdict::good : Verdict::bad;
  }

  const BisectionLog& log_;
  const Policy& policy_;
  bool as_then_;
  const Conduct& then_;  // on the log's days
  const Conduct& own_;   // on the days that the policy is applied as on
  LeftOut left_out_;
  bool flaky_ = false;
  bool tested_ = false;
};

// The policy that was in force on most of the days.
const Policy& policy_of(const Days& days) {
  const auto common = [&](const Policy& policy) {
    return days_in_common({policy.since, policy.until - std::chrono::days(1)}, days);
  };
  return *std::ranges::max_element(all_policies(), {}, common);
}

}  // namespace

std::vector<std::uint32_t> assumed_run_counts(const BisectionLog& log) {
  const Days days = days_of(log);
  return Judge(log, policy_of(days), days).run_counts();
}

std::uint32_t assumed_run_count(const BisectionLog& log, std::size_t step) {
  return assumed_run_counts(log)[step];
}

std::vector<Judgement> judge_all(const BisectionLog& log, const Policy& policy) {
  return Judge(log, policy, days_of(log)).judge(assumed_run_counts(log));
}

}  // namespace rebisect
