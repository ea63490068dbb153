// Settings: the numbers that people may tune. Their values, each with its reason, stand in
// config/defaults.yaml; a Settings made here is empty, default_settings() of config/settings.h fills it.
#pragma once

#include <cstdint>

namespace rebisect {

// What is refused rather than tried, so that a wrong file ends in a message and not in a full memory.
struct LimitSettings {
  std::uint64_t log_bytes = 0;
  std::uint64_t log_lines = 0;
  std::uint64_t graph_commits = 0;

  friend bool operator==(const LimitSettings&, const LimitSettings&) = default;
};

// The text report.
struct ReportSettings {
  std::uint64_t candidates_shown = 0;  // candidates listed by id; more are only counted
  std::uint64_t width = 0;             // columns

  friend bool operator==(const ReportSettings&, const ReportSettings&) = default;
};

// Asking the installed git too.
struct CrossCheckSettings {
  std::uint64_t deadline_seconds = 0;  // for all of it; git is killed then

  friend bool operator==(const CrossCheckSettings&, const CrossCheckSettings&) = default;
};

// From where on something is a finding.
struct FindingSettings {
  std::uint64_t single_crash_percent = 0;  // of a test's runs: so few crashes or fewer
  std::uint64_t informative_percent = 0;   // of a test's runs: fewer with a result
  std::uint64_t flaky_percent = 0;         // of all results where the bug is: fewer crashes
  std::uint64_t rate_drop_percent = 0;     // of the usual rate: a rate below it, ...
  std::uint64_t rate_drop_one_in = 0;      // ... if chance gives that in one of so many tests, or in fewer
  std::uint64_t title_drift_percent = 0;   // of the crashes behind the start: so many with other titles
  std::uint64_t end_streak_tests = 0;      // so many equal verdicts at the end; 0: not looked for
  std::uint64_t walk_missed_percent = 0;   // that the walk's good release misses the bug: more
  std::uint64_t walk_bad_releases = 0;     // so many bad releases before the good one

  friend bool operator==(const FindingSettings&, const FindingSettings&) = default;
};

struct Settings {
  LimitSettings limits;
  ReportSettings report;
  CrossCheckSettings cross_check;
  FindingSettings findings;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace rebisect
