#include "adapters/logs/syzbot_dialect.h"

#include <algorithm>
#include <optional>

#include "engine/model/dialect.h"

namespace rebisect {
namespace {

using Kind = RunOutcome::Kind;

// The dialect of the day that the host line gives.
std::optional<int> dialect_of_day(std::string_view host_line) {
  const auto day = day_of_host_line(host_line);
  if (!day || *day < kDialectDays.front()) return std::nullopt;
  return static_cast<int>(std::ranges::upper_bound(kDialectDays, *day) - kDialectDays.begin()) - 1;
}

bool is_crash(const RunOutcome& run) {
  return run.kind == Kind::crashed || run.kind == Kind::ignored;
}

// The twin of a crash is the same line again, or "ignore:" with the same title.
bool are_twins(const RunOutcome& one, const RunOutcome& other) {
  return one.kind == Kind::crashed && is_crash(other) && one.title == other.title;
}

// The list without the first of each pair of twins; nullopt where a crash has no twin.
std::optional<std::vector<RunOutcome>> without_twins(const std::vector<RunOutcome>& runs) {
  std::vector<RunOutcome> once;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (is_crash(runs[i])) {
      if (i + 1 == runs.size() || !are_twins(runs[i], runs[i + 1])) return std::nullopt;
      ++i;
    }
    once.push_back(runs[i]);
  }
  return once;
}

}  // namespace

void DialectClues::narrow(DialectRange range) {
  const DialectRange both{std::max(lines.first, range.first), std::min(lines.last, range.last)};
  if (both.first > both.last) {
    contradictory = true;
    return;
  }
  lines = both;
}

int dialect_of(const DialectClues& clues, std::string_view host_line) {
  DialectRange range = clues.lines;
  // From 2019-12-10 to 2020-07-02 (syzkaller commits 277181a63 to e8fcf811e) a failed build ended the job.
  const bool aborting_years = range.first == 4 || range.first == 5;
  if (clues.survived_build_failure && aborting_years && range.last >= 6) range.first = 6;
  if (clues.aborted_by_build_failure && range.first < 4 && range.last >= 4) range.first = 4;
  const int by_day = dialect_of_day(host_line).value_or(range.first);
  return std::clamp<int>(by_day, range.first, range.last);
}

// New names of crash types: since syzkaller commits db79ee42a and d94a0369a.
constexpr std::string_view kSince2024[] = {"LOST_CONNECTION"};
constexpr std::string_view kSince2025[] = {
    "DoS",     "KCSAN-",         "KASAN-",           "KMSAN-",
    "KFENCE-", "MEMORY_SAFETY_", "REFCOUNT_WARNING", "NULL-POINTER-DEREFERENCE"};

DialectRange dialects_of_crash_type(std::string_view type) {
  const auto starts = [&](std::string_view name) { return type.starts_with(name); };
  if (std::ranges::any_of(kSince2025, starts)) return {20, 20};
  if (std::ranges::any_of(kSince2024, starts)) return {19, 20};
  return {14, 20};
}

// The bot tried a commit 10 or 20 times.
constexpr std::size_t kMostRuns = 20;

bool undo_doubled_runs(std::vector<Step>& steps) {
  // A list of another length that has the usual one without its twins is doubled, and so is any longer one.
  const auto usual = [](std::size_t runs) { return runs == kMostRuns / 2 || runs == kMostRuns; };
  bool too_long = false;
  std::vector<std::vector<RunOutcome>> once;
  for (const Step& step : steps) {
    auto runs = step.run_count_known ? without_twins(step.runs) : step.runs;
    if (!runs) return false;
    too_long = too_long || step.runs.size() > kMostRuns || (usual(runs->size()) && !usual(step.runs.size()));
    once.push_back(*std::move(runs));
  }
  if (!too_long) return false;
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i].runs = std::move(once[i]);
  return true;
}

std::uint32_t counted_tests(const BisectionLog& log) {
  // The change lies within D6; a log of D6 that knows of flaky reproducers came with it or after it.
  const auto number = dialect_number(log.dialect);
  const bool only_built = number && (*number > 6 || (*number == 6 && log.reproducer_flaky));
  return static_cast<std::uint32_t>(std::ranges::count_if(log.steps, [&](const Step& step) {
    return step.role != StepRole::parent && !(only_built && step.build_failed);
  }));
}

}  // namespace rebisect
