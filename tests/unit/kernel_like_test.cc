#include "engine/simulate/kernel_like.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/sketch.h"

namespace rebisect {
namespace {

TEST(KernelLike, HasAsManyCommitsAsAskedForAndTheTipReachesAll) {
  for (const std::uint32_t commits : {1U, 2U, 3U, 7U, 60U, 61U, 70U, 200U, 3000U}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const KernelLike history = grow_kernel_like(commits, seed);
      ASSERT_EQ(history.graph.size(), commits) << seed;
      EXPECT_EQ(history.graph.ancestors(history.tip).count(), commits) << commits << ", seed " << seed;
    }
  }
}

TEST(KernelLike, TheSameSeedGivesTheSameHistory) {
  const KernelLike first = grow_kernel_like(2000, 9);
  const KernelLike second = grow_kernel_like(2000, 9);
  const KernelLike other = grow_kernel_like(2000, 10);
  EXPECT_EQ(first.graph.id(first.tip), second.graph.id(second.tip));
  EXPECT_EQ(first.releases, second.releases);
  EXPECT_NE(first.graph.id(first.tip), other.graph.id(other.tip));
}

double share(std::size_t part, std::size_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

// linux v3.1-rc9 has 7.3 % merges, 1.9 % of them of more than two, 35.6 % of the commits are dated as their
// first parent, 14.9 % are on the main line and 23.7 % of those are merges (docs/benchmarks.md).
TEST(KernelLike, IsShapedLikeTheKernel) {
  const KernelLike history = grow_kernel_like(40'000, 1);
  const CommitGraph& graph = history.graph;
  std::size_t merges = 0;
  std::size_t octopuses = 0;
  std::size_t same_date = 0;
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    const auto parents = graph.parents(CommitIndex(i));
    merges += parents.size() > 1 ? 1 : 0;
    octopuses += parents.size() > 2 ? 1 : 0;
    same_date += !parents.empty() && graph.time(CommitIndex(i)) == graph.time(parents.front()) ? 1 : 0;
  }
  EXPECT_NEAR(share(merges, graph.size()), 0.073, 0.02);
  EXPECT_NEAR(share(octopuses, merges), 0.019, 0.01);
  EXPECT_NEAR(share(same_date, graph.size()), 0.356, 0.05);
  std::size_t line = 1;
  std::size_t line_merges = 0;
  for (CommitIndex at = history.tip; !graph.parents(at).empty(); at = graph.parents(at).front()) {
    ++line;
    line_merges += graph.parents(at).size() > 1 ? 1 : 0;
  }
  EXPECT_NEAR(share(line, graph.size()), 0.149, 0.04);
  EXPECT_NEAR(share(line_merges, line), 0.237, 0.05);
  EXPECT_GT(history.releases.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(history.releases));
}

TEST(KernelLike, RangesBehindTheMainLineAreCounted) {
  const testing::Sketch history = testing::sketch("a; b: a; c: a; d: b c; e: d; f: e c");
  const CommitIndex tip = history.at("f");
  const struct {
    std::uint32_t wanted;
    const char* good;
    std::uint32_t size;
  } rows[] = {{0, "f", 0}, {1, "e", 1}, {2, "d", 2}, {3, "d", 2}, {4, "b", 4}, {5, "a", 5}, {99, "a", 5}};
  for (const auto& row : rows) {
    EXPECT_EQ(range_of_about(history.graph, tip, row.wanted), (MainLineRange{history.at(row.good), row.size}))
        << row.wanted;
  }
}

TEST(KernelLike, RangesAreWhatTheTipReachesAndTheGoodEndDoesNot) {
  const KernelLike history = grow_kernel_like(5000, 4);
  for (const std::uint32_t wanted : {10U, 500U, 2000U}) {
    const MainLineRange range = range_of_about(history.graph, history.tip, wanted);
    CommitSet candidates = history.graph.ancestors(history.tip);
    candidates -= history.graph.ancestors(range.good);
    EXPECT_EQ(candidates.count(), range.candidates);
    EXPECT_NEAR(static_cast<double>(range.candidates), wanted, 300);
  }
}

}  // namespace
}  // namespace rebisect
