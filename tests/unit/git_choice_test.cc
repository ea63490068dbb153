#include "engine/replay/git_choice.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/replay/weights.h"
#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::sketch;
using testing::Sketch;
using SkipPick = GitRules::SkipPick;

TEST(GitChoice, SkipsToAPlaceThatDependsOnTheCountAlone) {
  struct Row {
    std::uint32_t count;
    std::int32_t place;
  };
  // The last two were seen with git 2.39.5 on all of linux: 32-bit products wrap.
  const Row rows[] = {{1, 0},        {2, 0},         {5, 1},          {10, 0},
                      {100, 23},     {1000, 801},    {10000, 5152},   {65536, 31280},
                      {65537, 2932}, {175974, 2544}, {234594, -11462}};
  for (const Row& row : rows) {
    EXPECT_EQ(skip_place(row.count, SkipPick::random_unsigned), row.place) << row.count;
  }
}

TEST(GitChoice, ASignedGeneratorDiffersOnlyWhereItsNumberIsNegative) {
  std::uint32_t different = 0;
  std::uint32_t different_though_positive = 0;
  for (std::uint32_t count = 1; count <= 20000; ++count) {
    if (skip_place(count, SkipPick::random_signed) == skip_place(count, SkipPick::random_unsigned)) continue;
    const bool negative = (count * 1103515245U + 12345U) >> 31U != 0;
    ++(negative ? different : different_though_positive);
  }
  EXPECT_GT(different, 0U);
  EXPECT_EQ(different_though_positive, 0U);
}

TEST(GitChoice, BeforeTheGeneratorTheNearestIsTaken) {
  EXPECT_EQ(skip_place(1000, SkipPick::nearest), 0);
}

TEST(GitChoice, EstimatesTheRoundsLeft) {
  struct Row {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t rounds;
  };
  const Row rows[] = {{0, 2, 0}, {3, 5, 1}, {6, 10, 2}, {11, 21, 3}, {22, 42, 4}};
  for (const Row& row : rows) {
    for (std::uint32_t all = row.first; all <= row.last; ++all) {
      EXPECT_EQ(rounds_left(all), row.rounds) << all;
    }
  }
  EXPECT_EQ(rounds_left(264285), 17U);  // printed by git for linux up to v3.1-rc9
}

TEST(GitChoice, CountsWhatIsLeftByVersion) {
  EXPECT_EQ(revisions_left(10, 4, GitRules::Left::rest), 5);
  EXPECT_EQ(revisions_left(10, 4, GitRules::Left::larger_half), 5);
  EXPECT_EQ(revisions_left(10, 6, GitRules::Left::rest), 3);
  EXPECT_EQ(revisions_left(10, 6, GitRules::Left::larger_half), 5);
  EXPECT_EQ(revisions_left(10, 6, GitRules::Left::reached), 6);
  EXPECT_EQ(revisions_left(0, 0, GitRules::Left::rest), -1);
}

// The commits of the sketch, in the given list order, and what git picks of them.
std::string pick(const Sketch& history, std::string_view order, const GitRules& rules) {
  CommitTable<std::uint32_t> places(history.graph.size());
  const CandidateList list = list_candidates(history.graph, history.all(order), ParentsFollowed::all, places);
  const std::vector<std::uint32_t> reached = weights(list);
  RuleFields used;
  return history.name(*choose_halfway({&history.graph, &list, reached, list.counted()}, rules, used).pick);
}

TEST(GitChoice, FollowsTheListInItsSearchForAHalf) {
  struct Row {
    const char* why;
    const char* graph;
    const char* order;
    const char* pick;
  };
  const Row rows[] = {
      {"the first of two halves on a chain", "a; b: a; c: b; d: c; e: d", "a b c d e", "b"},
      {"a merge that is off by one beats an exact half on a chain", "a; b: a; m: a b; c: m; d: c; e: d; f: e",
       "a b m c d e f", "m"},
      {"a commit before its parent in the list waits for the next pass",
       "a; b: a; c: b; d: c; e: d; f: e; g: f", "a d b c e f g", "c"},
      {"no half at all: the best, the first of equals", "a; b; c; d; e; m: a b c d e", "c a b d e m", "c"},
      {"a parent named twice makes a merge", "a; b: a a; c: b; d: c; e: d", "a b c d e", "b"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(pick(sketch(row.graph), row.order, newest_git_rules()), row.pick);
  }
}

// A chain of `length` commits with a merge of weight `at` on it; all else as short as it can be.
Sketch chain_with_merge(std::uint32_t length, std::uint32_t at) {
  std::string text = "c1";
  for (std::uint32_t i = 2; i <= length; ++i) {
    text += "; c" + std::to_string(i) + ": c" + std::to_string(i - 1);
    if (i == at) text += " c" + std::to_string(i - 1);
  }
  return sketch(text);
}

std::string chain_order(std::uint32_t length) {
  std::string order;
  for (std::uint32_t i = 1; i <= length; ++i) order += "c" + std::to_string(i) + " ";
  return order;
}

TEST(GitChoice, TakesNearHalvesOfLargeSetsSince2_30) {
  struct Row {
    const char* why;
    std::uint32_t all;
    std::uint32_t merge_at;
    const char* version;
    const char* pick;
  };
  // |2 * 1537 - 3072| = 2 < 3072 / 1024 = 3; below 3072 the quotient is 2 and 2 < 2 fails.
  const Row rows[] = {
      {"from 3072 on, off by two is near enough", 3072, 1537, "2.30.0", "c1537"},
      {"below it is not", 3070, 1536, "2.30.0", "c1535"},
      {"before 2.30.0 it never was", 3072, 1537, "2.29.2", "c1536"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Sketch history = chain_with_merge(row.all, row.merge_at);
    EXPECT_EQ(pick(history, chain_order(row.all), *find_git_rules(row.version)), row.pick);
  }
}

TEST(GitChoice, TakesTheBestOfAllNewestFirstBefore1_5_2) {
  const GitRules& rules = *find_git_rules("1.5.1");
  EXPECT_EQ(pick(sketch("a; b: a; c: b; d: c; e: d"), "a b c d e", rules), "c");
  EXPECT_EQ(pick(sketch("a; b; c; d; e; m: a b c d e"), "a b c d e m", rules), "e");
  EXPECT_EQ(pick(sketch("a"), "a", *find_git_rules("0.99")), "a");
}

// By the order's definition: sort, take out the skipped ones, go to the place.
GitChoice choose_around_skips_by_sorting(const WeighedCandidates& candidates, CommitIndex bad,
                                         const std::vector<CommitIndex>& skips, const GitRules& rules) {
  struct Entry {
    std::uint32_t distance;
    Oid id;
    CommitIndex commit;
    std::uint32_t weight;
  };
  std::vector<Entry> sorted;
  for (std::uint32_t at = 0; at < candidates.list->size(); ++at) {
    const CommitIndex commit = candidates.list->commits[at];
    const std::uint32_t weight = candidates.weights[at];
    sorted.push_back(
        {std::min(weight, candidates.list->size() - weight), candidates.graph->id(commit), commit, weight});
  }
  std::ranges::sort(sorted, [](const Entry& a, const Entry& b) {
    return a.distance != b.distance ? a.distance > b.distance : a.id < b.id;
  });
  const auto skipped = [&](const Entry& entry) { return std::ranges::count(skips, entry.commit) > 0; };
  GitChoice choice{sorted[0].commit, sorted[0].weight, {}};
  if (!skipped(sorted[0])) return choice;
  std::vector<CommitIndex> left;
  for (const Entry& entry : sorted) (skipped(entry) ? choice.passed_over : left).push_back(entry.commit);
  choice.pick.reset();
  if (left.empty()) return choice;
  const auto wanted = skip_place(static_cast<std::uint32_t>(left.size()), rules.skip_pick);
  const std::size_t place = wanted < 0 || wanted >= std::ssize(left) ? 0 : static_cast<std::size_t>(wanted);
  choice.pick = left[left[place] == bad && place > 0 ? place - 1 : place];
  return choice;
}

TEST(GitChoice, GoesAroundSkipsAsSortingWould) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const CommitGraph graph = *CommitGraph::build(testing::random_history(rng, {}));
    std::vector<CommitIndex> all;
    std::vector<CommitIndex> skips;
    const double skip_rate = 0.3 * static_cast<double>(rng.below(4));
    for (std::uint32_t i = 0; i < graph.size(); ++i) {
      all.push_back(CommitIndex(i));
      if (rng.chance(skip_rate)) skips.push_back(CommitIndex(i));
    }
    CommitTable<std::uint32_t> places(graph.size());
    const CandidateList list = list_candidates(graph, all, ParentsFollowed::all, places);
    const std::vector<std::uint32_t> reached = weights(list);
    const WeighedCandidates candidates{&graph, &list, reached, list.counted()};
    const GitRules& rules = newest_git_rules();
    RuleFields used;
    EXPECT_EQ(choose_around_skips(candidates, all.back(), skips, rules, used),
              choose_around_skips_by_sorting(candidates, all.back(), skips, rules));
  }
}

}  // namespace
}  // namespace rebisect
