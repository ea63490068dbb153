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

// Reading what the repositories say of the reported commits.
struct CulpritSettings {
  std::uint64_t messages = 0;     // later commits whose messages are read
  std::uint64_t contents = 0;     // a commit's files whose contents are compared; of larger ones none
  std::uint64_t crash_files = 0;  // files of a crash's stack whose lines are looked into

  friend bool operator==(const CulpritSettings&, const CulpritSettings&) = default;
};

struct Settings {
  LimitSettings limits;
  ReportSettings report;
  CrossCheckSettings cross_check;
  CulpritSettings culprit;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace rebisect
