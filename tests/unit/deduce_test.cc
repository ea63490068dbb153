#include "engine/replay/deduce.h"

#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/replay/git_rules.h"
#include "engine/replay/implied_candidates.h"
#include "tests/support/generate.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::history_of;
using testing::sketch;
using testing::Sketch;
using testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";
// Two topics on b, merged one after the other.
constexpr const char* kTopics = "a; b: a; c: b; x: b; y: x; m: c y; n: m; p: b; q: p; o: n q";

struct Deduced {
  Sketch sketch;
  BisectionLog log;
  Replay replay;
  Deduction deduction;
};

Deduced deduced(const char* graph, const char* text) {
  Deduced result{sketch(graph), told(text), {}, {}};
  const History history = history_of(result.sketch);
  result.replay = *replay_on(history, result.log, newest_git_rules());
  result.deduction = deduce(history, result.log, result.replay);
  return result;
}

TEST(Deduce, SaysWhatTheVerdictsLeave) {
  using Kind = Deduction::Kind;
  struct Row {
    const char* why;
    const char* graph;
    const char* log;
    Kind kind;
    const char* candidates;
    std::optional<bool> follows;
  };
  const Row rows[] = {
      {"one is left and it is claimed", kLine, "start h a; good d; bad f; good e; claim f", Kind::first_bad,
       "f", true},
      {"one is left and another is claimed", kLine, "start h a; good d; bad f; good e; claim e",
       Kind::first_bad, "f", false},
      {"stopped too early", kLine, "start h a; good d; bad f; claim f", Kind::any_of, "e f", false},
      {"only skips are left, all are told", kLine, "start h a; good d; bad f; skip e; claim e f",
       Kind::any_of, "e f", true},
      {"only skips are left, one is told", kLine, "start h a; good d; bad f; skip e; claim f", Kind::any_of,
       "e f", false},
      {"nothing is claimed yet", kLine, "start h a; good d", Kind::unfinished, "e f g h", std::nullopt},
      {"nothing is claimed, but one is left", kLine, "start h a; good g", Kind::first_bad, "h", std::nullopt},
      {"a good commit above a bad one", kLine, "start h a; bad d; good f; claim d", Kind::contradiction, "",
       false},
      {"two bad commits on different topics", kTopics, "start o a; good b; bad y; bad q; claim q",
       Kind::contradiction, "", false},
      {"a merge whose arms are both good", kTopics, "start o b; bad n; good c; good y; bad m; claim m",
       Kind::first_bad, "m", true},
      {"a merge with one arm untested", kTopics, "start o b; bad m; good c; claim m", Kind::any_of, "m x y",
       false},
      {"a tested commit that is not here", kLine, "start h a; good d; skip z; bad e; claim e",
       Kind::first_bad, "e", std::nullopt},
      {"the claim is not here", kLine, "start h a; good d; bad e; claim z", Kind::first_bad, "e",
       std::nullopt},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Deduced result = deduced(row.graph, row.log);
    EXPECT_EQ(result.deduction.kind, row.kind);
    EXPECT_EQ(result.sketch.names(*result.deduction.candidates), row.candidates);
    EXPECT_EQ(result.deduction.follows, row.follows);
  }
}

TEST(Deduce, WithoutASearchThereAreNoCandidates) {
  EXPECT_EQ(deduced(kLine, "none").deduction.kind, Deduction::Kind::before_range);
  EXPECT_EQ(deduced(kLine, "fix; none").deduction.kind, Deduction::Kind::unfinished);
  EXPECT_EQ(deduced(kLine, "start; bad h; error").deduction.kind, Deduction::Kind::unfinished);
  EXPECT_EQ(deduced(kLine, "none").deduction.candidates, std::nullopt);
}

TEST(Deduce, SaysNothingWhereWhatThePathsChangeIsNotKnown) {
  const Sketch history = sketch(kLine);
  BisectionLog log = told("start h a; good d; bad f; claim f");
  log.options.paths = {"drivers/"};
  const Replay replay = *replay_on(history_of(history), log, newest_git_rules());
  const Deduction deduction = deduce(history_of(history), log, replay);
  EXPECT_EQ(deduction.kind, Deduction::Kind::unfinished);
  EXPECT_EQ(deduction.candidates, std::nullopt);
  EXPECT_EQ(deduction.follows, std::nullopt);
}

TEST(Deduce, NamesASmallestContradiction) {
  struct Row {
    const char* why;
    const char* graph;
    const char* log;
    std::vector<std::size_t> marks;
  };
  const Row rows[] = {
      {"one good, one bad", kLine, "start h a; good b; bad d; good f", {3, 4}},
      {"the same commit both ways", kLine, "start h a; good d; bad d", {2, 3}},
      {"two bad commits and the good one that splits them",
       kTopics,
       "start o a; good b; bad y; bad q",
       {2, 3, 4}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(deduced(row.graph, row.log).deduction.contradiction, row.marks);
  }
}

TEST(Deduce, SaysHowEachParentOfTheClaimIsKnown) {
  using Kind = ParentStanding::Kind;
  const Deduced tested = deduced(kTopics, "start o b; bad n; good c; good y; bad m; claim m");
  const History history = history_of(tested.sketch);
  EXPECT_THAT(parents_of_claim(history, tested.replay, tested.sketch.at("m")),
              ::testing::ElementsAre(ParentStanding{tested.sketch.at("c"), Kind::tested_good, 3},
                                     ParentStanding{tested.sketch.at("y"), Kind::tested_good, 4}));
  const Deduced open = deduced(kTopics, "start m b; good c; claim m");
  EXPECT_THAT(parents_of_claim(history, open.replay, open.sketch.at("m")),
              ::testing::ElementsAre(ParentStanding{open.sketch.at("c"), Kind::tested_good, 2},
                                     ParentStanding{open.sketch.at("y"), Kind::candidate, std::nullopt}));
  const Deduced implied = deduced(kTopics, "start o q; good c; good y; claim m");
  EXPECT_THAT(parents_of_claim(history, implied.replay, implied.sketch.at("x")),
              ::testing::ElementsAre(ParentStanding{implied.sketch.at("b"), Kind::implied_good, 1}));
}

// By definition: what all bad commits have among their ancestors, less what any good one has.
CommitSet by_definition(const CommitGraph& graph, const std::vector<Mark>& marks) {
  CommitSet left = CommitSet::all(graph.size());
  for (const Mark& mark : marks) {
    if (mark.verdict == Verdict::bad) left &= graph.ancestors(mark.commit);
    if (mark.verdict == Verdict::good) left -= graph.ancestors(mark.commit);
  }
  return left;
}

TEST(ImpliedCandidates, AreWhatTheDefinitionSaysWhateverTheOrder) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const CommitGraph graph = *CommitGraph::build(testing::random_history(rng, {.commits = 30}));
    ImpliedCandidates candidates(graph);
    std::vector<Mark> marks;
    for (std::size_t i = 0; i < 6; ++i) {
      const auto commit = CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size())));
      const auto verdict = static_cast<Verdict>(rng.below(3));
      marks.push_back({verdict, commit, i, std::nullopt});
      candidates.add(verdict, commit);
      EXPECT_EQ(candidates.set(), by_definition(graph, marks));
    }
  }
}

}  // namespace
}  // namespace rebisect
