#include "engine/replay/git_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <optional>

#include "engine/base/ensure.h"

namespace rebisect {
namespace {

using Left = GitRules::Left;
using SkipPick = GitRules::SkipPick;

constexpr GitRules kOldest = {
    .version = "0.99",
    .commit = "8b3a1e056f",
    .released = 20050711,
    .approximate_half = false,
    .newest_first = true,
    .zero_distance_wins = false,
    .walk_slop = 1,
    .walk_over_equal_dates = false,
    .goods_named_first = true,
    .tests_merge_bases = false,
    .unexpected_without_record = true,
    .corrected_dates = false,
    .skip_range_leak = false,
    .wrong_merge_base_named = true,
    .left = Left::reached,
    .skip_pick = SkipPick::nearest,
    .ends_where_none_counts = false,
    .bottoms_matter = false,
    .stray_candidate = true,
    .dashes_are_a_path = false,
};

enum class Touches : std::uint8_t { all_sessions, sessions_with_paths };

// What a release changed, oldest first.
struct Change {
  std::string_view version;
  std::string_view commit;
  std::uint32_t released;
  void (*apply)(GitRules& rules);
  Touches touches = Touches::all_sessions;
};

constexpr Change kChanges[] = {
    {"1.5.1", "", 20070404, [](GitRules& rules) { rules.zero_distance_wins = true; }},
    {"1.5.2", "1daa09d9a8", 20070520,
     [](GitRules& rules) {
       rules.newest_first = false;
       rules.left = Left::larger_half;  // 457f08a030
     }},
    {"1.5.5", "7d004199d1", 20080407, [](GitRules& rules) { rules.walk_slop = 5; }},
    {"1.6.1", "f821d08921", 20081224, [](GitRules& rules) { rules.tests_merge_bases = true; }},
    {"1.6.4", "0871984d30", 20090729,
     [](GitRules& rules) {
       rules.goods_named_first = false;
       rules.left = Left::rest;
       rules.skip_pick = SkipPick::random_signed;  // ebc9529f03
     }},
    {"1.6.6.3", "8f69f72fca", 20101215, [](GitRules& rules) { rules.ends_where_none_counts = true; },
     Touches::sessions_with_paths},
    {"1.8.1.6", "c19d1b4e84", 20130407, [](GitRules& rules) { rules.walk_over_equal_dates = true; }},
    {"1.8.2.2", "7b96d88802", 20130426, [](GitRules& rules) { rules.skip_pick = SkipPick::random_unsigned; }},
    {"1.8.4", "4d826608e9", 20130823, [](GitRules& rules) { rules.bottoms_matter = true; },
     Touches::sessions_with_paths},
    {"2.15.1", "7c117184d7", 20171128, [](GitRules& rules) { rules.stray_candidate = false; },
     Touches::sessions_with_paths},
    {"2.21.0", "06f5608c14", 20190224, [](GitRules& rules) { rules.dashes_are_a_path = true; },
     Touches::sessions_with_paths},
    {"2.30.0", "0afcea70b1", 20201227,
     [](GitRules& rules) {
       rules.approximate_half = true;
       rules.unexpected_without_record = false;  // 27257bc466
     }},
    {"2.31.0", "e4c7b33747", 20210315,
     [](GitRules& rules) {
       rules.skip_range_leak = true;
       rules.corrected_dates = true;  // 8d00d7c3df
     }},
    {"2.55.0", "63621bcbba", 20260629, [](GitRules& rules) { rules.wrong_merge_base_named = false; }},
};

constexpr auto kAll = [] {
  std::array<GitRules, 1 + std::size(kChanges)> all{kOldest};
  for (std::size_t i = 0; i < std::size(kChanges); ++i) {
    all[i + 1] = all[i];
    all[i + 1].version = kChanges[i].version;
    all[i + 1].commit = kChanges[i].commit;
    all[i + 1].released = kChanges[i].released;
    all[i + 1].for_paths_only = kChanges[i].touches == Touches::sessions_with_paths;
    kChanges[i].apply(all[i + 1]);
  }
  return all;
}();

using Release = std::array<std::uint32_t, 4>;

// The leading numbers, at most four, missing ones 0.
std::optional<Release> parse_release(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Release release{};
  std::size_t parts = 0;
  while (parts < release.size()) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), release[parts]);
    if (error != std::errc()) break;
    ++parts;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  if (parts < 2) return std::nullopt;
  return release;
}

}  // namespace

RuleFields differing_fields(const GitRules& a, const GitRules& b) {
  RuleFields fields;
  fields.add_where(a.approximate_half != b.approximate_half, RuleField::approximate_half);
  fields.add_where(a.newest_first != b.newest_first || a.zero_distance_wins != b.zero_distance_wins,
                   RuleField::newest_first);
  fields.add_where(a.walk_slop != b.walk_slop, RuleField::walk_slop);
  fields.add_where(a.walk_over_equal_dates != b.walk_over_equal_dates, RuleField::walk_over_equal_dates);
  fields.add_where(a.goods_named_first != b.goods_named_first, RuleField::goods_named_first);
  fields.add_where(a.tests_merge_bases != b.tests_merge_bases, RuleField::tests_merge_bases);
  fields.add_where(a.unexpected_without_record != b.unexpected_without_record,
                   RuleField::unexpected_without_record);
  fields.add_where(a.corrected_dates != b.corrected_dates, RuleField::corrected_dates);
  fields.add_where(a.skip_range_leak != b.skip_range_leak, RuleField::skip_range_leak);
  fields.add_where(a.skip_pick != b.skip_pick, RuleField::skip_pick);
  fields.add_where(a.ends_where_none_counts != b.ends_where_none_counts ||
                       a.bottoms_matter != b.bottoms_matter || a.stray_candidate != b.stray_candidate ||
                       a.dashes_are_a_path != b.dashes_are_a_path,
                   RuleField::paths);
  return fields;
}

std::span<const GitRules> all_git_rules() {
  return kAll;
}

const GitRules& newest_git_rules() {
  return kAll.back();
}

const GitRules* find_git_rules(std::string_view version) {
  const std::optional<Release> wanted = parse_release(version);
  if (!wanted) return nullptr;
  const auto later = std::ranges::find_if(kAll, [&](const GitRules& rules) {
    const std::optional<Release> since = parse_release(rules.version);
    ENSURE(since.has_value());
    return *wanted < *since;
  });
  return later == kAll.begin() ? nullptr : &*std::prev(later);
}

const GitRules& without_paths(const GitRules& rules) {
  const GitRules* same = &rules;
  while (same->for_paths_only) --same;
  return *same;
}

}  // namespace rebisect
