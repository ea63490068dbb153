#include "engine/replay/merge_base.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "tests/support/by_definition.h"
#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::sketch;
using testing::Sketch;

TEST(MergeBases, AreTheNewestCommonAncestors) {
  struct Row {
    const char* why;
    const char* graph;
    const char* one;
    const char* others;
    const char* bases;  // in order
  };
  const Row rows[] = {
      {"a fork", "a; b: a; c: b; d: b", "c", "d", "b"},
      {"an ancestor of the one", "a; b: a; c: b", "c", "b", "b"},
      {"the one is an ancestor of another", "a; b: a; c: b", "b", "c", "b"},
      {"criss-cross: two, newest first", "a; b: a; c: a; d: b c; e: c b", "d", "e", "c b"},
      {"equal dates: as met", "a@1; b@5: a; c@5: a; d@9: c b; e@8: b c", "d", "e", "c b"},
      {"others are one merge: a lower base is no base", "a; b: a; c: b; x: a; y: b", "c", "x y", "b"},
      {"the one is among the others", "a; b: a; c: a", "b", "c b", "b"},
      {"nothing in common", "a; b", "a", "b", ""},
      {"a redundant one behind a wrong date", "a@9; b@1: a; c@2: b; d@10: a c; e@11: c a", "d", "e", "c"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Sketch history = sketch(row.graph);
    ProcessMemory memory(history.graph);
    EXPECT_EQ(merge_bases(history.graph, memory, history.at(row.one), history.all(row.others), {}),
              history.all(row.bases));
  }
}

TEST(MergeBases, EqualDatesFollowCorrectedDatesWhereGitHasThem) {
  // b and c have one date, but b's parent is newer than that: its corrected date is the later one.
  const Sketch history = sketch("a@1; p@7: a; c@5: a; b@5: p; d@9: c b; e@9: b c");
  const CommitIndex d = history.at("d");
  const CommitIndex e = history.at("e");
  ProcessMemory plain(history.graph);
  EXPECT_EQ(merge_bases(history.graph, plain, d, std::span(&e, 1), {}), history.all("c b"));
  ProcessMemory corrected(history.graph);
  const std::vector<std::uint64_t> dates = corrected_commit_dates(history.graph);
  EXPECT_EQ(dates[place(history.at("b"))], 8U);
  EXPECT_EQ(merge_bases(history.graph, corrected, d, std::span(&e, 1), dates), history.all("b c"));
}

TEST(MergeBases, AreThoseOfTheDefinition) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    testing::HistoryShape shape;
    shape.roots = 2;
    shape.merge_rate = 0.5;
    shape.skew_rate = 0.3;
    shape.reach = 6;
    const CommitGraph graph = *CommitGraph::build(testing::random_history(rng, shape));
    const auto draw = [&] { return CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size()))); };
    const CommitIndex one = draw();
    std::vector<CommitIndex> others{draw()};
    if (rng.chance(0.5)) others.push_back(draw());
    CommitSet found(graph.size());
    ProcessMemory memory(graph);
    for (const CommitIndex base : merge_bases(graph, memory, one, others, {})) found.insert(base);
    EXPECT_EQ(found, testing::merge_bases_by_definition(graph, one, others));
  }
}

}  // namespace
}  // namespace rebisect
