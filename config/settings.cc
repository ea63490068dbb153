#include "config/settings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include "config/defaults_text.h"
#include "config/yaml_node.h"
#include "engine/base/ensure.h"

namespace rebisect {
namespace {

// One setting: where it stands in the file, what it may be, where it goes.
struct Place {
  std::string_view section;
  std::string_view key;
  CountRange range;
  std::uint64_t& (*in)(Settings&);
};

constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30U;
// CommitIndex has 32 bits.
constexpr std::uint64_t kMostCommits = 0xffff'ffff;
constexpr std::uint64_t kDay = std::uint64_t{24} * 60 * 60;

constexpr Place kPlaces[] = {
    {"limits", "log_bytes", {1, kGibibyte}, [](Settings& s) -> std::uint64_t& { return s.limits.log_bytes; }},
    {"limits", "log_lines", {1, kGibibyte}, [](Settings& s) -> std::uint64_t& { return s.limits.log_lines; }},
    {"limits",
     "graph_commits",
     {1, kMostCommits},
     [](Settings& s) -> std::uint64_t& { return s.limits.graph_commits; }},
    {"report",
     "candidates_shown",
     {1, 100'000},
     [](Settings& s) -> std::uint64_t& { return s.report.candidates_shown; }},
    {"report", "width", {40, 1'000}, [](Settings& s) -> std::uint64_t& { return s.report.width; }},
    {"cross_check",
     "deadline_seconds",
     {1, kDay},
     [](Settings& s) -> std::uint64_t& { return s.cross_check.deadline_seconds; }},
    {"findings",
     "single_crash_percent",
     {0, 100},
     [](Settings& s) -> std::uint64_t& { return s.findings.single_crash_percent; }},
    {"findings",
     "informative_percent",
     {0, 100},
     [](Settings& s) -> std::uint64_t& { return s.findings.informative_percent; }},
    {"findings",
     "flaky_percent",
     {0, 100},
     [](Settings& s) -> std::uint64_t& { return s.findings.flaky_percent; }},
    {"findings",
     "rate_drop_percent",
     {0, 100},
     [](Settings& s) -> std::uint64_t& { return s.findings.rate_drop_percent; }},
    {"findings",
     "rate_drop_one_in",
     {1, 1'000'000},
     [](Settings& s) -> std::uint64_t& { return s.findings.rate_drop_one_in; }},
    {"findings",
     "title_drift_percent",
     {1, 101},
     [](Settings& s) -> std::uint64_t& { return s.findings.title_drift_percent; }},
    {"findings",
     "end_streak_tests",
     {0, 1'000},
     [](Settings& s) -> std::uint64_t& { return s.findings.end_streak_tests; }},
    {"findings",
     "walk_missed_percent",
     {0, 100},
     [](Settings& s) -> std::uint64_t& { return s.findings.walk_missed_percent; }},
    {"findings",
     "walk_bad_releases",
     {1, 1'000},
     [](Settings& s) -> std::uint64_t& { return s.findings.walk_bad_releases; }},
};

const Place* find_place(std::string_view section, std::string_view key) {
  const auto* const found =
      std::ranges::find_if(kPlaces, [&](const Place& p) { return p.section == section && p.key == key; });
  return found == std::end(kPlaces) ? nullptr : found;
}

std::string known_settings() {
  std::string names;
  for (const Place& place : kPlaces) {
    names += fmt::format("{}{}.{}", names.empty() ? "" : ", ", place.section, place.key);
  }
  return names;
}

struct Reading {
  Settings settings;
  std::size_t read = 0;  // how many settings the text names
};

Result<Reading> read_onto(std::string_view text, const std::string& name, const Settings& base) {
  Reading reading{base, 0};
  REBISECT_TRY(const YamlNode root, parse_yaml(text, name));
  if (root.kind == YamlNode::Kind::null) return reading;
  REBISECT_TRY(const auto sections, root.as_free_map());
  for (const YamlNode& section : sections) {
    REBISECT_TRY(const auto values, section.as_free_map());
    for (const YamlNode& value : values) {
      const Place* place = find_place(section.key, value.key);
      if (place == nullptr) return value.fault("unknown setting; known are " + known_settings());
      REBISECT_TRY(place->in(reading.settings), value.as_count(place->range));
      ++reading.read;
    }
  }
  return reading;
}

}  // namespace

Result<Settings> default_settings() {
  REBISECT_TRY(const Reading reading, read_onto(defaults_text(), "config/defaults.yaml", {}));
  // No key stands twice, so the count tells whether all are there.
  ENSURE(reading.read == std::size(kPlaces));
  return reading.settings;
}

Result<Settings> read_settings(std::string_view text, const std::string& name, const Settings& base) {
  REBISECT_TRY(const Reading reading, read_onto(text, name, base));
  return reading.settings;
}

}  // namespace rebisect
