// GitRules: how one git version bisects. A row of a table, not a class hierarchy; docs/git-rules.md tells the
// rows in prose and says how they were verified.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rebisect {

// The defaults are the rules of the newest releases.
struct GitRules {
  // What "N revisions left" counts.
  enum class Left : std::uint8_t {
    reached,      // the candidates that the proposed commit reaches
    larger_half,  // the larger of what it reaches and what it does not, minus 1
    rest,         // what the best commit does not reach, minus 1
  };
  // Which of the commits that are not skipped is taken when the best one is skipped.
  enum class SkipPick : std::uint8_t {
    nearest,         // the best of them
    random_signed,   // one at a pseudo random place; the generator divides a signed number
    random_unsigned  // the same with an unsigned number
  };

  std::string_view version;  // the first release that the row describes
  std::string_view
      commit;  // the git commit that brought the difference from the row before; empty: not traced
  std::uint32_t released = 0;  // the day of that release by git's own tags, as YYYYMMDD

  // Since 2.30.0 (0afcea70b1): |2 reached - all| below all / 1024 passes as a half.
  bool approximate_half = true;
  // Before 1.5.2 (1daa09d9a8): the best candidate is taken, the newest among equals; no early exit.
  bool newest_first = false;
  // Before 1.5.1: a commit at distance 0 never beats the newest one.
  bool zero_distance_wins = true;
  // How many excluded commits in a row end the walk. Since 1.5.5 (7d004199d1) 5; before, the first.
  std::uint8_t walk_slop = 5;
  // Since 1.8.1.6 (c19d1b4e84): a queued commit as old as the last candidate keeps the walk going.
  bool walk_over_equal_dates = true;
  // Before 1.6.4 (0871984d30): the good commits were named before the bad one, which decides equal dates.
  bool goods_named_first = false;
  // Since 1.6.1 (f821d08921): merge bases are tested where a good commit is no ancestor of the bad one.
  bool tests_merge_bases = true;
  // Before 2.30.0 (27257bc466): with no commit expected, every verdict is one on an unexpected commit.
  bool unexpected_without_record = false;
  // Since 2.31.0 (8d00d7c3df): a commit-graph's corrected dates order the search for merge bases.
  bool corrected_dates = true;
  // Since 2.31.0 (e4c7b33747): `skip A..B` leaves marks that exclude A's ancestors from the same step.
  bool skip_range_leak = true;
  // Before 2.55.0 (63621bcbba): messages about merge bases can name a good commit instead.
  bool wrong_merge_base_named = false;
  // Since 1.6.4 (0871984d30) the rest; since 1.5.2 (457f08a030) the larger half.
  Left left = Left::rest;
  // Since 1.8.2.2 (7b96d88802) the unsigned generator; since 1.6.4 (ebc9529f03) the signed one.
  SkipPick skip_pick = SkipPick::random_unsigned;

  // The rest matters in sessions that are limited to paths only.
  // Since 1.6.6.3 (8f69f72fca): "No testable commit found" where no candidate counts.
  bool ends_where_none_counts = true;
  // Since 1.8.4 (4d826608e9, 141efdba57): a merge is judged by the parents that are not excluded, the good
  // commits themselves included. Before, being the same as any parent is enough not to count.
  bool bottoms_matter = true;
  // Before 2.15.1 (7c117184d7): of the candidates that a session with skips has sorted, one that is left over
  // stays at the end.
  bool stray_candidate = false;
  // Since 2.21.0 (06f5608c14): `--` is kept as one more path, and a single path without `--` is dropped.
  bool dashes_are_a_path = true;
  // The row differs from the one before it in these only.
  bool for_paths_only = false;

  friend bool operator==(const GitRules&, const GitRules&) = default;
};

// In what rule sets can differ, so that a computation can tell what it depended on.
enum class RuleField : std::uint8_t {
  approximate_half,
  newest_first,  // with zero_distance_wins
  walk_slop,
  walk_over_equal_dates,
  goods_named_first,
  tests_merge_bases,
  unexpected_without_record,
  corrected_dates,
  skip_range_leak,
  skip_pick,
  paths,  // all that matters to searches within paths only
};

// A set of them. What only shapes printed text (wrong_merge_base_named), or can be computed again from an
// answer (left), is not among them.
class RuleFields {
 public:
  void add(RuleField field) {
    bits_ = static_cast<std::uint16_t>(bits_ | 1U << static_cast<unsigned>(field));
  }
  void add_where(bool condition, RuleField field) {
    if (condition) add(field);
  }
  bool has(RuleField field) const { return (bits_ >> static_cast<unsigned>(field) & 1U) != 0; }
  bool shares_any(RuleFields other) const { return (bits_ & other.bits_) != 0; }

  friend bool operator==(const RuleFields&, const RuleFields&) = default;

 private:
  std::uint16_t bits_ = 0;
};

// The fields in which two sets differ.
RuleFields differing_fields(const GitRules& a, const GitRules& b);

// All sets, oldest first.
std::span<const GitRules> all_git_rules();

// The rules of the newest releases.
const GitRules& newest_git_rules();

// The rules in force in a release: "2.39.5", "v2.39.5", "2.30", also with a vendor's suffix
// ("2.30.2.windows.1"). nullptr where the text does not start with two numbers, or is older than the oldest
// set.
const GitRules* find_git_rules(std::string_view version);

// The oldest set that gives the same answers as this one of all_git_rules() in sessions without paths.
const GitRules& without_paths(const GitRules& rules);

}  // namespace rebisect
