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

// The same for a real number of the belief or the plan.
struct BeliefNumber {
  std::string_view key;
  NumberRange range;
  double BeliefSettings::*in;
};
struct PlanNumber {
  std::string_view key;
  NumberRange range;
  double PlanSettings::*in;
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
    {"belief", "title_groups", {0, 8}, [](Settings& s) -> std::uint64_t& { return s.belief.title_groups; }},
    {"belief",
     "runs_of_good",
     {1, 1'000},
     [](Settings& s) -> std::uint64_t& { return s.belief.runs_of_good; }},
    {"belief", "runs_of_bad", {1, 1'000}, [](Settings& s) -> std::uint64_t& { return s.belief.runs_of_bad; }},
    {"plan", "most_runs", {1, 1'000}, [](Settings& s) -> std::uint64_t& { return s.plan.most_runs; }},
    {"plan", "most_tests", {1, 50}, [](Settings& s) -> std::uint64_t& { return s.plan.most_tests; }},
};

// 0 and 1 are left out: what was never seen is improbable, not impossible, and a log can show it.
constexpr NumberRange kProbability = {1e-9, 1 - 1e-9};
constexpr NumberRange kCommits = {1, 1e9};
constexpr NumberRange kExponent = {-0.9, 100};
constexpr NumberRange kLogOdds = {-50, 50};
constexpr NumberRange kOdds = {1e-12, 1e6};

constexpr BeliefNumber kBeliefNumbers[] = {
    {"blind_release", kProbability, &BeliefSettings::blind_release},
    {"blind_in_range", kProbability, &BeliefSettings::blind_in_range},
    {"blind_share", kProbability, &BeliefSettings::blind_share},
    {"blind_inside", kProbability, &BeliefSettings::blind_inside},
    {"false_crash", kProbability, &BeliefSettings::false_crash},
    {"false_share", kProbability, &BeliefSettings::false_share},
    {"false_inside", kProbability, &BeliefSettings::false_inside},
    {"stretch_short", kCommits, &BeliefSettings::stretch_short},
    {"stretch_middle", kCommits, &BeliefSettings::stretch_middle},
    {"stretch_long", kCommits, &BeliefSettings::stretch_long},
    {"rate_high", kExponent, &BeliefSettings::rate_high},
    {"rate_low", kExponent, &BeliefSettings::rate_low},
    {"rate_steady", kOdds, &BeliefSettings::rate_steady},
    {"older_log_odds", kLogOdds, &BeliefSettings::older_log_odds},
    {"older_per_bad_release", kLogOdds, &BeliefSettings::older_per_bad_release},
    {"older_log_odds_by_hand", kLogOdds, &BeliefSettings::older_log_odds_by_hand},
    {"newer_odds", kOdds, &BeliefSettings::newer_odds},
    {"mixed_odds", kOdds, &BeliefSettings::mixed_odds},
    {"same_function_and_kind", kProbability, &BeliefSettings::same_function_and_kind},
    {"same_function", kProbability, &BeliefSettings::same_function},
    {"same_function_prefix", kProbability, &BeliefSettings::same_function_prefix},
    {"same_kind", kProbability, &BeliefSettings::same_kind},
    {"same_near_kind", kProbability, &BeliefSettings::same_near_kind},
    {"same_unrelated", kProbability, &BeliefSettings::same_unrelated},
    {"other_share", kProbability, &BeliefSettings::other_share},
    {"other_inside", kProbability, &BeliefSettings::other_inside},
    {"other_outside", kProbability, &BeliefSettings::other_outside},
};
constexpr PlanNumber kPlanNumbers[] = {
    {"target", kProbability, &PlanSettings::target},
    {"cost_of_build", {0, 1e6}, &PlanSettings::cost_of_build},
};

const Place* find_place(std::string_view section, std::string_view key) {
  const auto* const found =
      std::ranges::find_if(kPlaces, [&](const Place& p) { return p.section == section && p.key == key; });
  return found == std::end(kPlaces) ? nullptr : found;
}

template <typename Number, std::size_t size>
const Number* find_number(const Number (&numbers)[size], std::string_view key) {
  const auto* const found = std::ranges::find(numbers, key, &Number::key);
  return found == std::end(numbers) ? nullptr : found;
}

std::string known_settings() {
  std::string names;
  for (const Place& place : kPlaces) {
    names += fmt::format("{}{}.{}", names.empty() ? "" : ", ", place.section, place.key);
  }
  for (const BeliefNumber& number : kBeliefNumbers) names += fmt::format(", belief.{}", number.key);
  for (const PlanNumber& number : kPlanNumbers) names += fmt::format(", plan.{}", number.key);
  return names;
}

struct Reading {
  Settings settings;
  std::size_t read = 0;  // how many settings the text names
};

// Puts one value where its setting goes.
Result<void> take(const YamlNode& section, const YamlNode& value, Settings& settings) {
  if (const Place* place = find_place(section.key, value.key)) {
    REBISECT_TRY(place->in(settings), value.as_count(place->range));
    return {};
  }
  if (const BeliefNumber* number = find_number(kBeliefNumbers, value.key);
      number != nullptr && section.key == "belief") {
    REBISECT_TRY(settings.belief.*number->in, value.as_number(number->range));
    return {};
  }
  if (const PlanNumber* number = find_number(kPlanNumbers, value.key);
      number != nullptr && section.key == "plan") {
    REBISECT_TRY(settings.plan.*number->in, value.as_number(number->range));
    return {};
  }
  return value.fault("unknown setting; known are " + known_settings());
}

Result<Reading> read_onto(std::string_view text, const std::string& name, const Settings& base) {
  Reading reading{base, 0};
  REBISECT_TRY(const YamlNode root, parse_yaml(text, name));
  if (root.kind == YamlNode::Kind::null) return reading;
  REBISECT_TRY(const auto sections, root.as_free_map());
  for (const YamlNode& section : sections) {
    REBISECT_TRY(const auto values, section.as_free_map());
    for (const YamlNode& value : values) {
      if (const Result<void> taken = take(section, value, reading.settings); !taken) {
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
  ENSURE(reading.read == std::size(kPlaces) + std::size(kBeliefNumbers) + std::size(kPlanNumbers));
  return reading.settings;
}

Result<Settings> read_settings(std::string_view text, const std::string& name, const Settings& base) {
  REBISECT_TRY(const Reading reading, read_onto(text, name, base));
  return reading.settings;
}

}  // namespace rebisect
