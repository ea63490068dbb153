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

struct Settings {
  LimitSettings limits;
  ReportSettings report;
  CrossCheckSettings cross_check;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace rebisect
