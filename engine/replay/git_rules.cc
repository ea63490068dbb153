#include "engine/replay/git_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <optional>

#include "engine/base/ensure.h"

namespace rebisect {
namespace {

using Left = GitRules::Left;
using SkipPick = GitRules::SkipPick;

// Newest first: each set is the one after it with one release's changes undone.
constexpr GitRules kSince2_55 = {.version = "2.55.0", .commit = "63621bcbba"};

constexpr GitRules kSince2_31 = [] {
  GitRules rules = kSince2_55;
  rules.version = "2.31.0";
  rules.commit = "e4c7b33747";
  rules.wrong_merge_base_named = true;
  return rules;
}();

constexpr GitRules kSince2_30 = [] {
  GitRules rules = kSince2_31;
  rules.version = "2.30.0";
  rules.commit = "0afcea70b1";
  rules.corrected_dates = false;
  rules.skip_range_leak = false;
  return rules;
}();

constexpr GitRules kSince1_8_2_2 = [] {
  GitRules rules = kSince2_30;
  rules.version = "1.8.2.2";
  rules.commit = "7b96d88802";
  rules.approximate_half = false;
  rules.unexpected_without_record = true;
  return rules;
}();

constexpr GitRules kSince1_8_1_6 = [] {
  GitRules rules = kSince1_8_2_2;
  rules.version = "1.8.1.6";
  rules.commit = "c19d1b4e84";
  rules.skip_pick = SkipPick::random_signed;
  return rules;
}();

constexpr GitRules kSince1_6_4 = [] {
  GitRules rules = kSince1_8_1_6;
  rules.version = "1.6.4";
  rules.commit = "0871984d30";
  rules.walk_over_equal_dates = false;
  return rules;
}();

constexpr GitRules kSince1_6_1 = [] {
  GitRules rules = kSince1_6_4;
  rules.version = "1.6.1";
  rules.commit = "f821d08921";
  rules.goods_named_first = true;
  rules.left = Left::larger_half;
  rules.skip_pick = SkipPick::nearest;
  return rules;
}();

constexpr GitRules kSince1_5_5 = [] {
  GitRules rules = kSince1_6_1;
  rules.version = "1.5.5";
  rules.commit = "7d004199d1";
  rules.tests_merge_bases = false;
  return rules;
}();

constexpr GitRules kSince1_5_2 = [] {
  GitRules rules = kSince1_5_5;
  rules.version = "1.5.2";
  rules.commit = "1daa09d9a8";
  rules.walk_slop = 1;
  return rules;
}();

constexpr GitRules kSince1_5_1 = [] {
  GitRules rules = kSince1_5_2;
  rules.version = "1.5.1";
  rules.commit = "";  // not traced to a commit
  rules.newest_first = true;
  rules.left = Left::reached;
  return rules;
}();

constexpr GitRules kSince0_99 = [] {
  GitRules rules = kSince1_5_1;
  rules.version = "0.99";
  rules.commit = "8b3a1e056f";
  rules.zero_distance_wins = false;
  return rules;
}();

constexpr std::array kAll = {kSince0_99,    kSince1_5_1,   kSince1_5_2, kSince1_5_5, kSince1_6_1, kSince1_6_4,
                             kSince1_8_1_6, kSince1_8_2_2, kSince2_30,  kSince2_31,  kSince2_55};

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

}  // namespace rebisect
