#include "config/settings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/defaults_text.h"
#include "config/yaml_node.h"
#include "engine/base/ensure.h"

namespace rebisect {
namespace {

// One setting: where it stands in the file, what it may be, where it goes.
template <typename Value, typename Range>
struct Place {
  std::string_view section;
  std::string_view key;
  Range range;
  Value& (*in)(Settings&);
};
using CountPlace = Place<std::uint64_t, CountRange>;
using NumberPlace = Place<double, NumberRange>;

template <auto section, auto value>
auto& in(Settings& settings) {
  return settings.*section.*value;
}

constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30U;
// CommitIndex has 32 bits.
constexpr std::uint64_t kMostCommits = 0xffff'ffff;
constexpr std::uint64_t kDay = std::uint64_t{24} * 60 * 60;

constexpr CountPlace kCounts[] = {
    {"limits", "log_bytes", {1, kGibibyte}, in<&Settings::limits, &LimitSettings::log_bytes>},
    {"limits", "log_lines", {1, kGibibyte}, in<&Settings::limits, &LimitSettings::log_lines>},
    {"limits", "graph_commits", {1, kMostCommits}, in<&Settings::limits, &LimitSettings::graph_commits>},
    {"report", "candidates_shown", {1, 100'000}, in<&Settings::report, &ReportSettings::candidates_shown>},
    {"report", "width", {40, 1'000}, in<&Settings::report, &ReportSettings::width>},
    {"report", "terminal_width", {40, 1'000}, in<&Settings::report, &ReportSettings::terminal_width>},
    {"cross_check",
     "deadline_seconds",
     {1, kDay},
     in<&Settings::cross_check, &CrossCheckSettings::deadline_seconds>},
    {"belief", "title_groups", {0, 8}, in<&Settings::belief, &BeliefSettings::title_groups>},
    {"belief", "runs_of_good", {1, 1'000}, in<&Settings::belief, &BeliefSettings::runs_of_good>},
    {"belief", "runs_of_bad", {1, 1'000}, in<&Settings::belief, &BeliefSettings::runs_of_bad>},
    {"culprit", "messages", {0, kMostCommits}, in<&Settings::culprit, &CulpritSettings::messages>},
    {"culprit", "contents", {0, 100'000}, in<&Settings::culprit, &CulpritSettings::contents>},
    {"culprit", "crash_files", {0, 1'000}, in<&Settings::culprit, &CulpritSettings::crash_files>},
    {"culprit",
     "compared_commits",
     {0, 10'000'000},
     in<&Settings::culprit, &CulpritSettings::compared_commits>},
    {"findings",
     "single_crash_percent",
     {0, 100},
     in<&Settings::findings, &FindingSettings::single_crash_percent>},
    {"findings",
     "informative_percent",
     {0, 100},
     in<&Settings::findings, &FindingSettings::informative_percent>},
    {"findings", "flaky_percent", {0, 100}, in<&Settings::findings, &FindingSettings::flaky_percent>},
    {"findings", "rate_drop_percent", {0, 100}, in<&Settings::findings, &FindingSettings::rate_drop_percent>},
    {"findings",
     "rate_drop_one_in",
     {1, 1'000'000},
     in<&Settings::findings, &FindingSettings::rate_drop_one_in>},
    {"findings",
     "title_drift_percent",
     {1, 101},
     in<&Settings::findings, &FindingSettings::title_drift_percent>},
    {"findings", "end_streak_tests", {0, 1'000}, in<&Settings::findings, &FindingSettings::end_streak_tests>},
    {"findings",
     "walk_missed_percent",
     {0, 100},
     in<&Settings::findings, &FindingSettings::walk_missed_percent>},
    {"findings",
     "walk_bad_releases",
     {1, 1'000},
     in<&Settings::findings, &FindingSettings::walk_bad_releases>},
    {"disputes", "most", {0, 50}, in<&Settings::disputes, &DisputeSettings::most>},
    {"plan", "most_runs", {1, 1'000}, in<&Settings::plan, &PlanSettings::most_runs>},
    {"plan", "most_tests", {1, 50}, in<&Settings::plan, &PlanSettings::most_tests>},
    {"simulation",
     "choice_nodes",
     {0, 100'000'000},
     in<&Settings::simulation, &SimulationSettings::choice_nodes>},
    {"simulation",
     "ancestor_bytes",
     {0, 64 * kGibibyte},
     in<&Settings::simulation, &SimulationSettings::ancestor_bytes>},
    {"simulation",
     "culprits_shown",
     {1, 100'000},
     in<&Settings::simulation, &SimulationSettings::culprits_shown>},
};

// 0 and 1 are left out: what was never seen is improbable, not impossible, and a log can show it.
constexpr NumberRange kProbability = {1e-9, 1 - 1e-9};
constexpr NumberRange kCommits = {1, 1e9};
constexpr NumberRange kExponent = {-0.9, 100};
constexpr NumberRange kLogOdds = {-50, 50};
constexpr NumberRange kOdds = {1e-12, 1e6};

constexpr NumberPlace kNumbers[] = {
    {"belief", "blind_release", kProbability, in<&Settings::belief, &BeliefSettings::blind_release>},
    {"belief", "blind_in_range", kProbability, in<&Settings::belief, &BeliefSettings::blind_in_range>},
    {"belief", "blind_share", kProbability, in<&Settings::belief, &BeliefSettings::blind_share>},
    {"belief", "blind_inside", kProbability, in<&Settings::belief, &BeliefSettings::blind_inside>},
    {"belief", "false_crash", kProbability, in<&Settings::belief, &BeliefSettings::false_crash>},
    {"belief", "false_share", kProbability, in<&Settings::belief, &BeliefSettings::false_share>},
    {"belief", "false_inside", kProbability, in<&Settings::belief, &BeliefSettings::false_inside>},
    {"belief", "stretch_short", kCommits, in<&Settings::belief, &BeliefSettings::stretch_short>},
    {"belief", "stretch_middle", kCommits, in<&Settings::belief, &BeliefSettings::stretch_middle>},
    {"belief", "stretch_long", kCommits, in<&Settings::belief, &BeliefSettings::stretch_long>},
    {"belief", "rate_high", kExponent, in<&Settings::belief, &BeliefSettings::rate_high>},
    {"belief", "rate_low", kExponent, in<&Settings::belief, &BeliefSettings::rate_low>},
    {"belief", "rate_steady", kOdds, in<&Settings::belief, &BeliefSettings::rate_steady>},
    {"belief", "older_log_odds", kLogOdds, in<&Settings::belief, &BeliefSettings::older_log_odds>},
    {"belief", "older_per_bad_release", kLogOdds,
     in<&Settings::belief, &BeliefSettings::older_per_bad_release>},
    {"belief", "older_log_odds_by_hand", kLogOdds,
     in<&Settings::belief, &BeliefSettings::older_log_odds_by_hand>},
    {"belief", "newer_odds", kOdds, in<&Settings::belief, &BeliefSettings::newer_odds>},
    {"belief", "mixed_odds", kOdds, in<&Settings::belief, &BeliefSettings::mixed_odds>},
    {"belief", "same_function_and_kind", kProbability,
     in<&Settings::belief, &BeliefSettings::same_function_and_kind>},
    {"belief", "same_function", kProbability, in<&Settings::belief, &BeliefSettings::same_function>},
    {"belief", "same_function_prefix", kProbability,
     in<&Settings::belief, &BeliefSettings::same_function_prefix>},
    {"belief", "same_kind", kProbability, in<&Settings::belief, &BeliefSettings::same_kind>},
    {"belief", "same_near_kind", kProbability, in<&Settings::belief, &BeliefSettings::same_near_kind>},
    {"belief", "same_unrelated", kProbability, in<&Settings::belief, &BeliefSettings::same_unrelated>},
    {"belief", "other_share", kProbability, in<&Settings::belief, &BeliefSettings::other_share>},
    {"belief", "other_inside", kProbability, in<&Settings::belief, &BeliefSettings::other_inside>},
    {"belief", "other_outside", kProbability, in<&Settings::belief, &BeliefSettings::other_outside>},
    {"belief", "near_file", kOdds, in<&Settings::belief, &BeliefSettings::near_file>},
    {"belief", "near_directory", kOdds, in<&Settings::belief, &BeliefSettings::near_directory>},
    {"belief", "cannot_affect", kOdds, in<&Settings::belief, &BeliefSettings::cannot_affect>},
    {"disputes", "least", kProbability, in<&Settings::disputes, &DisputeSettings::least>},
    {"plan", "target", kProbability, in<&Settings::plan, &PlanSettings::target>},
    {"plan", "least_gain", {0, 64}, in<&Settings::plan, &PlanSettings::least_gain>},
    {"plan", "cost_of_build", {0, 1e6}, in<&Settings::plan, &PlanSettings::cost_of_build>},
    {"conclusion", "doubtful_below", kProbability,
     in<&Settings::conclusion, &ConclusionSettings::doubtful_below>},
};

template <typename Place, std::size_t size>
const Place* find_place(const Place (&places)[size], std::string_view section, std::string_view key) {
  const auto* const found =
      std::ranges::find_if(places, [&](const Place& p) { return p.section == section && p.key == key; });
  return found == std::end(places) ? nullptr : found;
}

// The keys of the section; the sections where there is none of that name.
std::string known_settings(std::string_view section) {
  std::vector<std::string_view> keys;
  std::vector<std::string_view> sections;
  const auto add = [&](const auto& places) {
    for (const auto& place : places) {
      if (place.section == section) keys.push_back(place.key);
      if (std::ranges::find(sections, place.section) == sections.end()) sections.push_back(place.section);
    }
  };
  add(kCounts);
  add(kNumbers);
  if (keys.empty()) return fmt::format("known sections are {}", fmt::join(sections, ", "));
  return fmt::format("{} has {}", section, fmt::join(keys, ", "));
}

struct Reading {
  Settings settings;
  std::size_t read = 0;  // how many settings the text names
};

// Puts one value where its setting goes.
Result<void> read_setting(std::string_view section, const YamlNode& value, Settings& settings) {
  if (const auto* count = find_place(kCounts, section, value.key)) {
    REBISECT_TRY(count->in(settings), value.as_count(count->range));
    return {};
  }
  if (const auto* number = find_place(kNumbers, section, value.key)) {
    REBISECT_TRY(number->in(settings), value.as_number(number->range));
    return {};
  }
  return value.fault("unknown setting; " + known_settings(section));
}

Result<Reading> read_onto(std::string_view text, const std::string& name, const Settings& base) {
  Reading reading{base, 0};
  REBISECT_TRY(const YamlNode root, parse_yaml(text, name));
  if (root.kind == YamlNode::Kind::null) return reading;
  REBISECT_TRY(const auto sections, root.as_free_map());
  for (const YamlNode& section : sections) {
    if (section.key == "reliability") continue;  // read by reliability_file.cc
    REBISECT_TRY(const auto values, section.as_free_map());
    for (const YamlNode& value : values) {
      if (const Result<void> taken = read_setting(section.key, value, reading.settings); !taken) {
        return tl::unexpected(taken.error());
      }
      ++reading.read;
    }
  }
  return reading;
}

}  // namespace

Result<Settings> default_settings() {
  REBISECT_TRY(const Reading reading, read_onto(defaults_text(), "config/defaults.yaml", {}));
  // No key stands twice, so the count tells whether all are there.
  ENSURE(reading.read == std::size(kCounts) + std::size(kNumbers));
  return reading.settings;
}

Result<Settings> read_settings(std::string_view text, const std::string& name, const Settings& base) {
  REBISECT_TRY(const Reading reading, read_onto(text, name, base));
  return reading.settings;
}

}  // namespace rebisect
