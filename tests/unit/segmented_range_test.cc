#include "engine/simulate/segmented_range.h"

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/infer/classes.h"
#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::random_history;
using testing::sketch;
using testing::Sketch;

// "a b | c": the segments, oldest first.
std::string outline(const Sketch& history, const SegmentedRange& range) {
  std::string text;
  for (std::uint32_t s = 0; s < range.segments(); ++s) {
    if (s > 0) text += " |";
    for (std::uint32_t at = range.begin(s); at < range.end(s); ++at) {
      text += (text.empty() ? "" : " ") + history.name(range.commit(at));
    }
  }
  return text;
}

TEST(SegmentedRange, CutsWhereHistoryForksAndMerges) {
  const Sketch history = sketch("a; b: a; c: b; d: b; e: d; f: c e; g: f");
  const SegmentedRange all(history.graph, CommitSet::all(history.graph.size()));
  EXPECT_EQ(outline(history, all), "a b | c | d e | f g");
  const Universe later = universe_of(history.graph, history.at("g"), history.all("c"));
  EXPECT_EQ(outline(history, SegmentedRange(history.graph, later.candidates)), "d e f g");
  EXPECT_EQ(outline(history, SegmentedRange(history.graph, CommitSet::all(7), history.at("a"))),
            "a | b | c | d e | f g");
}

TEST(SegmentedRange, MayHaveARootThatSideBranchesStandOnToo) {
  const Sketch history = sketch("a; x: a; r: a; c: r; d: c x; e: d");
  CommitSet candidates = CommitSet::all(history.graph.size());
  candidates.erase(history.at("a"));
  const SegmentedRange range(history.graph, candidates, history.at("r"));
  EXPECT_EQ(outline(history, range), "r | x | c | d e");
  for (std::uint32_t s = 1; s < range.segments(); ++s) EXPECT_TRUE(range.stands_on(s, 0)) << s;
  for (std::uint32_t at = 0; at < range.size(); ++at) EXPECT_EQ(range.find(range.commit(at)), at);
  EXPECT_FALSE(range.find(history.at("a")).has_value());
}

TEST(SegmentedRange, KnowsItsMainLine) {
  const Sketch history = sketch("a; b: a; c: a; d: b c; e: d");
  const SegmentedRange range(history.graph, CommitSet::all(history.graph.size()));
  std::string line;
  for (const std::uint32_t segment : range.main_line()) {
    line += history.name(range.commit(range.begin(segment)));
  }
  EXPECT_EQ(line, "dba");
}

class RandomRanges : public ::testing::Test {
 protected:
  // Of a random history: what its newest commit reaches and a random older one does not.
  template <typename Check>
  static void for_each(const Check& check) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      Rng rng(seed);
      testing::HistoryShape shape;
      shape.commits = 20 + static_cast<std::uint32_t>(rng.below(200));
      shape.merge_rate = rng.unit() / 2;
      const CommitGraph graph = *CommitGraph::build(random_history(rng, shape));
      const auto newest = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
      const auto good = CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size() / 2)));
      const Universe universe = universe_of(graph, newest, std::vector{good});
      const SegmentedRange range(graph, universe.candidates);
      SCOPED_TRACE(seed);
      check(graph, range, rng);
    }
  }
};

TEST_F(RandomRanges, HoldEachCandidateOnceAndKnowItsPlace) {
  for_each([](const CommitGraph&, const SegmentedRange& range, Rng&) {
    for (std::uint32_t at = 0; at < range.size(); ++at) {
      EXPECT_EQ(range.find(range.commit(at)), at);
      EXPECT_LE(range.begin(range.segment_of(at)), at);
      EXPECT_GT(range.end(range.segment_of(at)), at);
    }
    EXPECT_EQ(range.end(range.segments() - 1), range.size());
  });
}

TEST_F(RandomRanges, ReachWhatTheGraphReaches) {
  for_each([](const CommitGraph& graph, const SegmentedRange& range, Rng& rng) {
    for (int draw = 0; draw < 300; ++draw) {
      const auto one = static_cast<std::uint32_t>(rng.below(range.size()));
      const auto other = static_cast<std::uint32_t>(rng.below(range.size()));
      const std::uint32_t a = range.segment_of(one);
      const std::uint32_t b = range.segment_of(other);
      const bool reached = a == b ? other <= one : range.stands_on(a, b);
      EXPECT_EQ(reached, is_ancestor(graph, range.commit(other), range.commit(one)));
    }
  });
}

TEST_F(RandomRanges, SumUpWhatEachSegmentStandsOn) {
  for_each([](const CommitGraph&, const SegmentedRange& range, Rng& rng) {
    SumsBelow sums;
    sums.clear(range.segments());
    std::vector<TwoSums> values(range.segments());
    TwoSums all;
    for (std::uint32_t s = 0; s < range.segments(); ++s) {
      const bool left_out = rng.chance(0.3);
      if (left_out) continue;
      // Whole numbers: exact in any order.
      values[s] = {static_cast<double>(rng.below(1000)), static_cast<double>(rng.below(1000))};
      sums.set(s, values[s]);
      all += values[s];
    }
    sums.tabulate();
    EXPECT_EQ(sums.all().first, all.first);
    for (std::uint32_t s = 0; s < range.segments(); ++s) {
      TwoSums by_hand;
      for (std::uint32_t other = 0; other < s; ++other) {
        if (range.stands_on(s, other)) by_hand += values[other];
      }
      EXPECT_EQ(sums.below(range, s).first, by_hand.first);
      EXPECT_EQ(sums.below(range, s).second, by_hand.second);
    }
  });
}

}  // namespace
}  // namespace rebisect
