#include "engine/replay/walk.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/replay/bisect_session.h"
#include "tests/support/by_definition.h"
#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::sketch;
using testing::Sketch;

std::vector<CommitIndex> walk(const CommitGraph& graph, std::span<const Tip> tips,
                              const GitRules& rules = newest_git_rules(),
                              ParentsFollowed followed = ParentsFollowed::all) {
  ProcessMemory memory(graph);
  RuleFields used;
  std::vector<CommitIndex> walked = walk_by_date(memory, tips, rules, {followed}, used);
  std::erase_if(walked, [&](CommitIndex commit) { return memory.is(ProcessMemory::excluded, commit); });
  return walked;
}

TEST(Walk, GivesTheNewestFirstAndEqualDatesInOrderOfArrival) {
  struct Row {
    const char* why;
    const char* graph;
    const char* bad;
    const char* good;
    std::vector<const char*> order;
  };
  const Row rows[] = {
      {"by date", "a; b: a; c: a; d: b c; e: d", "e", "a", {"e", "d", "c", "b"}},
      {"equal dates: the parent queued first", "a@1; b@5: a; c@5: a; d@9: c b", "d", "a", {"d", "c", "b"}},
      {"a parent newer than its child",
       "a@1; b@50: a; c@20: b; d@30: a; e@60: c d",
       "e",
       "a",
       {"e", "d", "c", "b"}},
      {"a good commit beside", "a; b: a; c: b; x: a", "c", "x", {"c", "b"}},
      {"dates are unsigned", "a; b@18446744073709551615: a; c@9: a; d: b c", "d", "a", {"d", "b", "c"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Sketch history = sketch(row.graph);
    const Tip tips[] = {{history.at(row.bad), TipSide::wanted}, {history.at(row.good), TipSide::excluded}};
    std::vector<CommitIndex> expected;
    for (const char* name : row.order) expected.push_back(history.at(name));
    EXPECT_EQ(walk(history.graph, tips), expected);
  }
}

TEST(Walk, FollowsOnlyFirstParentsOfCandidatesWhereAsked) {
  const Sketch history = sketch("a; b: a; c: a; d: b c; e: d");
  const Tip tips[] = {{history.at("e"), TipSide::wanted}, {history.at("a"), TipSide::excluded}};
  EXPECT_EQ(history.names(walk(history.graph, tips, newest_git_rules(), ParentsFollowed::first)), "b d e");
}

// A good commit G, dated right, sits on `length` misdated commits on X.
Sketch misdated_branch(std::uint32_t length) {
  std::string text = "r@500; r1@510: r; r2@520: r1; r3@530: r2; r4@540: r3; r5@550: r4; X@1000: r5;";
  text += "B1@1010: X; B2@1020: B1; B3@1030: B2; u0@100: X;";
  for (std::uint32_t i = 1; i < length; ++i) {
    text += "u" + std::to_string(i) + "@" + std::to_string(100 + i) + ": u" + std::to_string(i - 1) + ";";
  }
  text += "G@1100: u" + std::to_string(length - 1) + "; B4@1200: B3 G";
  return sketch(text);
}

TEST(Walk, GivesUpOnALongEnoughMisdatedRun) {
  // Found with git 2.39.5: 6 misdated commits are walked through, 7 are not, and X and older stay candidates.
  for (const std::uint32_t length : {1U, 5U, 6U, 7U, 8U}) {
    SCOPED_TRACE(length);
    const Sketch history = misdated_branch(length);
    const Tip tips[] = {{history.at("B4"), TipSide::wanted}, {history.at("G"), TipSide::excluded}};
    EXPECT_EQ(walk(history.graph, tips).size(), length < 7 ? 4U : 11U);
  }
}

TEST(Walk, IsTheDifferenceOfAncestorsWhereDatesGrow) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    testing::HistoryShape shape;
    shape.equal_date_rate = 0.3;
    const CommitGraph graph = *CommitGraph::build(testing::random_history(rng, shape));
    const auto draw = [&] { return CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size()))); };
    const CommitIndex bad = draw();
    std::vector<CommitIndex> goods;
    std::vector<Tip> tips{{bad, TipSide::wanted}};
    for (std::uint64_t left = 1 + rng.below(3); left > 0; --left) {
      goods.push_back(draw());
      tips.push_back({goods.back(), TipSide::excluded});
    }
    CommitSet walked(graph.size());
    for (const CommitIndex commit : walk(graph, tips)) walked.insert(commit);
    EXPECT_EQ(walked, testing::candidates_by_definition(graph, bad, goods));
  }
}

}  // namespace
}  // namespace rebisect
