#include "engine/judge/bot_days.h"

#include <algorithm>
#include <string_view>

#include "engine/judge/policy.h"

namespace rebisect {
namespace {

using Kind = RunOutcome::Kind;

// syzkaller commits 4e1c0dbae, bcbe71c80, 277181a63, e8fcf811e, bd2a760b6, 3e5ed8b45, 01fe85726, 35d9ecc50.
constexpr Conduct kConduct[] = {
    {day_of(2018, 5, 17), 8, 8, FlakyMark::never, false, true},
    {day_of(2019, 3, 17), 10, 10, FlakyMark::never, false, true},
    {day_of(2019, 12, 10), 10, 10, FlakyMark::never, true, true},
    {day_of(2020, 7, 2), 10, 10, FlakyMark::never, false, true},
    {day_of(2020, 11, 17), 10, 10, FlakyMark::bad_with_more_good, false, false},
    {day_of(2021, 2, 20), 10, 20, FlakyMark::bad_with_more_good, false, false},
    {day_of(2023, 6, 29), 10, 20, FlakyMark::some_bad_more_good, false, false},
    {day_of(2023, 7, 14), 10, 20, FlakyMark::bad_with_more_good, false, false},
};

constexpr std::chrono::days kOneDay(1);
// syz-ci rebuilds itself about every 12 hours and jobs take up to 12.
constexpr std::chrono::days kCodeAge(2);
// Only the day tells D18 from D17: without a host line a log of the one can be one of the other.
constexpr std::size_t kBeforeAnUnseenChange = 17;

bool any_run(const BisectionLog& log, Kind kind) {
  return std::ranges::any_of(log.steps, [&](const Step& step) {
    return std::ranges::find(step.runs, kind, &RunOutcome::kind) != step.runs.end();
  });
}

// "revisions tested" counted failed builds until 2020-11-17; where some failed the number tells the side.
bool counted_failed_builds(const BisectionLog& log) {
  std::uint32_t all = 0;
  for (const Step& step : log.steps) all += step.role == StepRole::parent || step.own ? 0 : 1;
  return log.revisions_tested == all;
}

bool has_failed_build(const BisectionLog& log) {
  return std::ranges::any_of(
      log.steps, [](const Step& step) { return step.build_failed && step.role != StepRole::parent; });
}

bool has_long_list(const BisectionLog& log) {
  constexpr std::size_t kUsual = 10;
  return std::ranges::any_of(log.steps, [](const Step& step) { return step.runs.size() > kUsual; });
}

// The compilers that the bot got on 2021-02-17 (syzkaller commit 052f8d9f6) name their day. The twenty runs
// came three days later.
bool has_compiler_of_2021(const BisectionLog& log) {
  return std::ranges::any_of(
      log.steps, [](const Step& step) { return step.compiler.find("20210217") != std::string::npos; });
}

class DaysFinder {
 public:
  explicit DaysFinder(const BisectionLog& log) : log_(log) {}

  Days find() {
    const auto dialect = dialect_number(log_.dialect);
    if (!dialect) return days_;
    days_.first = kDialectDays[*dialect];
    const bool open =
        *dialect + 1 == kDialectDays.size() || (*dialect == kBeforeAnUnseenChange && log_.host_line.empty());
    if (!open) days_.last = kDialectDays[*dialect + 1] - kOneDay;
    if (const auto day = day_of_host_line(log_.host_line)) {
      from(*day - kCodeAge);
      until(*day + kOneDay);
    }
    narrow_before_2021_08();
    narrow_after_2023_04();
    return days_;
  }

 private:
  // Evidence that does not fit the days, e.g. of a log that was changed, is left out.
  void from(Day day) {
    if (day <= days_.last) days_.first = std::max(days_.first, day);
  }
  // `end` itself is not among them.
  void until(Day end) {
    if (end > days_.first) days_.last = std::min(days_.last, end - kOneDay);
  }
  void split(Day day, bool later) {
    if (later) {
      from(day);
    } else {
      until(day);
    }
  }

  void narrow_before_2021_08() {
    constexpr Day kFlakyKnown = day_of(2020, 11, 17);
    constexpr Day kTwentyRuns = day_of(2021, 2, 20);
    // The first fix bisections; public are those from 2019-07 on.
    if (log_.aim == Aim::fix) from(day_of(2019, 7, 1));
    if (days_.last < kFlakyKnown || days_.first >= day_of(2021, 7, 20)) return;
    if (log_.reproducer_flaky) from(kFlakyKnown);
    if (has_failed_build(log_) && log_.revisions_tested) split(kFlakyKnown, !counted_failed_builds(log_));
    if (days_.last >= kTwentyRuns) split(kTwentyRuns, has_long_list(log_) || has_compiler_of_2021(log_));
  }

  void narrow_after_2023_04() {
    constexpr Day kInfraKnown = day_of(2023, 5, 9);  // and the limit of 12 hours
    if (days_.last < kInfraKnown) return;
    if (log_.misplaced_skip) from(day_of(2023, 6, 15));
    if (any_run(log_, Kind::infra)) from(kInfraKnown);
    if (any_run(log_, Kind::ignored)) from(day_of(2023, 7, 6));
    if (!log_.claim || log_.claim->kind != Claim::Kind::error) return;
    const std::string_view error = log_.claim->text;
    if (error.find("(>8h0m0s)") != std::string_view::npos) until(kInfraKnown);
    if (error.find("(>12h0m0s)") != std::string_view::npos) from(kInfraKnown);
    if (error.find("more than 50% of runs failed") != std::string_view::npos) from(kInfraKnown);
  }

  const BisectionLog& log_;
  Days days_{kDialectDays.front(), kNoEnd};
};

}  // namespace

int days_in_common(const Days& a, const Days& b) {
  const Day first = std::max(a.first, b.first);
  const Day last = std::min(a.last, b.last);
  return last < first ? 0 : static_cast<int>((last - first).count()) + 1;
}

Days days_of(const BisectionLog& log) {
  return DaysFinder(log).find();
}

const Conduct& conduct_on(Day day) {
  const Conduct* found = &kConduct[0];
  for (const Conduct& row : kConduct) {
    if (row.since <= day) found = &row;
  }
  return *found;
}

const Conduct& conduct_in(const Days& days) {
  const Conduct* best = &conduct_on(days.first);
  int most = 0;
  for (std::size_t i = 0; i < std::size(kConduct); ++i) {
    const bool last = i + 1 == std::size(kConduct);
    const Days row{kConduct[i].since, last ? kNoEnd : kConduct[i + 1].since - kOneDay};
    const int common = days_in_common(row, days);
    if (common > most) best = &kConduct[i];
    most = std::max(most, common);
  }
  return *best;
}

}  // namespace rebisect
