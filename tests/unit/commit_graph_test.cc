#include "engine/model/commit_graph.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::sketch;
using testing::Sketch;
using testing::sketch_id;

constexpr const char* kDiamond = "a; b: a; c: a; d: b c; e: d";

TEST(CommitGraph, PutsParentsBeforeChildren) {
  const Sketch history = sketch(kDiamond);
  for (std::uint32_t i = 0; i < history.graph.size(); ++i) {
    for (const CommitIndex parent : history.graph.parents(CommitIndex(i))) EXPECT_LT(place(parent), i);
  }
}

TEST(CommitGraph, KeepsTheOrderAndTheRepetitionOfParents) {
  const Sketch history = sketch("a; b: a; m: b a a");
  const auto parents = history.graph.parents(history.at("m"));
  EXPECT_EQ(std::vector(parents.begin(), parents.end()), history.all("b a a"));
}

TEST(CommitGraph, FindsAncestors) {
  struct Row {
    const char* why;
    const char* of;
    const char* expected;
  };
  const Row rows[] = {
      {"a root has itself", "a", "a"},
      {"one arm does not see the other", "b", "a b"},
      {"a merge sees both", "d", "a b c d"},
      {"of several, all of theirs", "b c", "a b c"},
  };
  const Sketch history = sketch(kDiamond);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(history.names(history.graph.ancestors(history.all(row.of))), row.expected);
  }
}

TEST(CommitGraph, IsAncestorAgreesWithTheAncestorSets) {
  const Sketch history = sketch("a; b: a; c: a; d: b c; e: d; f; g: f c; h: g e b");
  for (const auto& [descendant_name, descendant] : history.commits) {
    const CommitSet ancestors = history.graph.ancestors(descendant);
    for (const auto& [name, commit] : history.commits) {
      EXPECT_EQ(is_ancestor(history.graph, commit, descendant), ancestors.contains(commit))
          << name << " of " << descendant_name;
    }
  }
}

TEST(CommitGraph, FindsByIdAndByPrefix) {
  const Sketch history = sketch(kDiamond);
  const CommitIndex c = history.at("c");
  EXPECT_EQ(history.graph.find(sketch_id("c")), c);
  EXPECT_EQ(history.graph.find(sketch_id("absent")), std::nullopt);
  EXPECT_THAT(history.graph.find(*OidPrefix::from_hex(sketch_id("c").brief())), ::testing::ElementsAre(c));
}

TEST(CommitGraph, APrefixOfSeveralIdsFindsThemUpToTheLimit) {
  CommitList list;
  for (const char last : {'1', '2', '3'}) {
    list.add(*Oid::from_hex("abcd" + std::string(35, '0') + last), 1, {});
  }
  const CommitGraph graph = *CommitGraph::build(list);
  EXPECT_EQ(graph.find(*OidPrefix::from_hex("abcd")).size(), 2U);
  EXPECT_EQ(graph.find(*OidPrefix::from_hex("abcd"), 10).size(), 3U);
  EXPECT_EQ(graph.find(*OidPrefix::from_hex("abce"), 10).size(), 0U);
}

TEST(CommitGraph, RefusesACycle) {
  CommitList list;
  list.add(sketch_id("a"), 1, std::vector<std::uint32_t>{1});
  list.add(sketch_id("b"), 2, std::vector<std::uint32_t>{0});
  EXPECT_EQ(CommitGraph::build(list).error(), (Error{ErrorCode::malformed, "the parents form a cycle"}));
}

TEST(CommitGraph, RefusesACommitListedTwice) {
  CommitList list;
  list.add(sketch_id("a"), 1, {});
  list.add(sketch_id("a"), 2, {});
  EXPECT_EQ(CommitGraph::build(list).error().message, "commit " + sketch_id("a").hex() + " is listed twice");
}

TEST(CommitGraph, RefusesAParentThatIsNotThere) {
  CommitList list;
  list.add(sketch_id("a"), 1, std::vector<std::uint32_t>{7});
  EXPECT_EQ(CommitGraph::build(list).error().message, "parent position 7 is outside of the 1 commits");
}

TEST(CommitGraph, KnowsWhereHistoryWasCut) {
  CommitList list;
  list.add(sketch_id("a"), 1, {}, ParentsKnown::shallow);
  list.add(sketch_id("b"), 2, std::vector<std::uint32_t>{0});
  const CommitGraph graph = *CommitGraph::build(list);
  EXPECT_EQ(graph.parents_known(*graph.find(sketch_id("a"))), ParentsKnown::shallow);
  EXPECT_EQ(graph.parents_known(*graph.find(sketch_id("b"))), ParentsKnown::all);
}

}  // namespace
}  // namespace rebisect
