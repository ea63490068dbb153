#include "engine/replay/weights.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "tests/support/by_definition.h"
#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::HistoryShape;
using testing::random_history;
using testing::sketch;
using testing::Sketch;
using testing::weights_by_definition;

CandidateList list_all(const CommitGraph& graph, const std::vector<CommitIndex>& commits,
                       ParentsFollowed followed = ParentsFollowed::all) {
  CommitTable<std::uint32_t> places(graph.size());
  return list_candidates(graph, commits, followed, places);
}

TEST(CandidateList, KeepsParentsInsideOfTheListOnly) {
  const Sketch history = sketch("a; b: a; c: a; d: b c c; e: d");
  const CandidateList list = list_all(history.graph, history.all("e c d"));
  EXPECT_EQ(list.parent_begin, (std::vector<std::uint32_t>{0, 1, 1, 3}));
  EXPECT_EQ(list.parents, (std::vector<std::uint32_t>{2, 1, 1}));
  EXPECT_EQ(list.parents_first, (std::vector<std::uint32_t>{1, 2, 0}));
}

TEST(CandidateList, FollowsFirstParentsWhereAsked) {
  const Sketch history = sketch("a; b: a; c: a; d: b c; e: c d");
  const CandidateList list = list_all(history.graph, history.all("c d e"), ParentsFollowed::first);
  EXPECT_EQ(list.parents, (std::vector<std::uint32_t>{0}));  // d's first parent is no candidate
}

TEST(Weights, CountWhatACommitReaches) {
  struct Row {
    const char* why;
    const char* graph;
    const char* order;
    std::vector<std::uint32_t> weights;
  };
  const Row rows[] = {
      {"nothing", "a", "", {}},
      {"a chain", "a; b: a; c: b", "a b c", {1, 2, 3}},
      {"a diamond", "a; b: a; c: a; d: b c", "a b c d", {1, 2, 2, 4}},
      {"a parent behind its child", "a; b: a; c: b", "c a b", {3, 1, 2}},
      {"a parent named twice counts once", "a; b: a a; c: b", "a b c", {1, 2, 3}},
      {"only candidates count", "a; b: a; c: b", "b c", {1, 2}},
      {"several roots", "a; b; c: a b", "a b c", {1, 1, 3}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Sketch history = sketch(row.graph);
    EXPECT_EQ(weights(list_all(history.graph, history.all(row.order))), row.weights);
  }
}

TEST(Weights, LeaveOutCommitsThatDoNotCount) {
  struct Row {
    const char* why;
    const char* graph;
    std::vector<bool> same;
    std::vector<std::uint32_t> weights;
  };
  const Row rows[] = {
      {"in a chain", "a; b: a; c: b; d: c", {false, true, true, false}, {1, 1, 1, 2}},
      {"at its start", "a; b: a; c: b", {true, true, false}, {0, 0, 1}},
      {"on an arm", "a; b: a; c: a; d: b c", {false, true, false, false}, {1, 1, 2, 3}},
      {"all of them", "a; b: a; c: a; d: b c", {true, true, true, true}, {0, 0, 0, 0}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Sketch history = sketch(row.graph);
    std::vector<CommitIndex> commits;
    for (std::uint32_t i = 0; i < history.graph.size(); ++i) commits.push_back(CommitIndex(i));
    CandidateList list = list_all(history.graph, commits);
    list.same = row.same;
    EXPECT_EQ(weights(list), row.weights);
    EXPECT_EQ(list.counted(), std::ranges::count(row.same, false));
  }
}

// Every second seed puts the list into another order than the parents'; every third has commits that do not
// count.
void expect_weights_as_defined(const HistoryShape& shape, std::uint64_t seed) {
  SCOPED_TRACE(seed);
  Rng rng(seed);
  const CommitGraph graph = *CommitGraph::build(random_history(rng, shape));
  std::vector<CommitIndex> commits;
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    if (!rng.chance(0.2)) commits.push_back(CommitIndex(i));
  }
  for (std::size_t i = commits.size(); seed % 2 == 1 && i > 1; --i) {
    std::swap(commits[i - 1], commits[rng.below(i)]);
  }
  CandidateList list = list_all(graph, commits);
  for (std::uint32_t at = 0; seed % 3 == 0 && at < list.size(); ++at) list.same.push_back(rng.chance(0.6));
  EXPECT_EQ(weights(list), weights_by_definition(list));
}

TEST(Weights, AreThoseOfTheDefinition) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    HistoryShape shape;
    shape.commits = 1 + seed % 97;
    shape.roots = 1 + seed % 3;
    shape.merge_rate = 0.2 * static_cast<double>(seed % 5);
    shape.octopus_rate = 0.2;
    shape.duplicate_parent_rate = 0.2;
    shape.reach = 1 + seed % 23;
    expect_weights_as_defined(shape, seed);
  }
}

TEST(Weights, AreThoseOfTheDefinitionOverSeveralBlocksOfColumns) {
  for (const std::uint32_t reach : {3U, 60U, 9000U}) {
    HistoryShape shape;
    shape.commits = 9000;  // more than two blocks
    shape.reach = reach;
    expect_weights_as_defined(shape, 2);
    expect_weights_as_defined(shape, 6);
  }
}

}  // namespace
}  // namespace rebisect
