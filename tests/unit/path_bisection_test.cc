// Bisections that are limited to paths: the walk, the choice, the deduction.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/deduce.h"
#include "engine/replay/implied_candidates.h"
#include "engine/replay/replay.h"
#include "tests/support/bisect_script.h"
#include "tests/support/generate.h"
#include "tests/support/path_text.h"
#include "tests/support/sketch.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::changes_of;
using testing::history_of;
using testing::run_script;
using testing::sketch;
using testing::Sketch;
using testing::sketch_id;
using testing::told;

struct Row {
  const char* why;
  const char* graph;
  const char* contents;
  const char* script;
  const char* answers;
  const char* version = "2.39.5";
  bool first_parent = false;
};

void expect_answers(const Row& row) {
  SCOPED_TRACE(row.why);
  const Sketch history = sketch(row.graph);
  const PathChanges changes = changes_of(history, row.contents);
  EXPECT_EQ(run_script(history, row.script, *find_git_rules(row.version),
                       {.first_parent = row.first_parent, .paths = &changes}),
            row.answers);
}

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";

TEST(PathBisection, CountsOnlyCommitsThatChangeThePaths) {
  const Row rows[] = {
      {"two of seven, the bad one among them", kLine, "c=1 h=2", "start h a | good",
       "test c (0, 0) | first bad h"},
      {"three", kLine, "b=1 e=2 h=3", "start h a | bad", "test e (0, 1) | test b (0, 0)"},
      {"the bad commit leaves them: one test more, and -1", kLine, "c=1 f=2", "start h a | good | bad",
       "test c (0, 0) | test f (-1, 0) | first bad f"},
      {"and no end, where that one is good", kLine, "c=1 f=2", "start h a | good c | good f",
       "test c (0, 0) | test f (-1, 0) | no testable"},
      {"none does", kLine, "", "start h a", "no testable"},
      {"none did before 1.6.6.3", kLine, "", "start h a", "test b (-1, 0)", "1.6.6"},
      {"a root that has them is compared with nothing", "a; x; b: a x", "x=1 b=1", "start b a",
       "test x (-1, 0)"},
      {"a root without them is not counted", "a; x; b: a x", "b=1", "start b a", "first bad b"},
  };
  for (const Row& row : rows) expect_answers(row);
}

// Arms b-c and x-y on a; m merges them.
constexpr const char* kFork = "a; b: a; c: b; x: a; y: x; m: c y; n: m";

TEST(PathBisection, FollowsTheParentThatAMergeTookThePathsFrom) {
  const Row rows[] = {
      {"the first arm only", kFork, "b=1 c=2 x=3 y=4 m=2", "start n a | good",
       "test b (0, 0) | test c (-1, 0)"},
      {"the second arm only", kFork, "b=1 c=2 x=3 y=4 m=4", "start n a | good",
       "test x (0, 0) | test y (-1, 0)"},
      {"both, where it took from each", kFork, "b=1 x=3 m=5", "start n a | good",
       "test b (1, 1) | test x (0, 0)"},
      {"the first of two that are the same", kFork, "b=1 x=1 m=1", "start n a", "test b (-1, 0)"},
      {"the good commit itself", kFork, "b=1 x=3 m=3", "start n y b", "no testable"},
  };
  for (const Row& row : rows) expect_answers(row);
}

// y is good, and x an ancestor of it that no longer matters.
constexpr const char* kCleared = "a; x: a; y: x; b: a; m: x b; n: m y";

TEST(PathBisection, JudgesAMergeByTheParentsThatMatter) {
  const Row rows[] = {
      {"since 1.8.4 m counts: it differs from b", kCleared, "x=1 b=2 m=1", "start n y | good",
       "test b (0, 0) | test m (-1, 0)", "1.8.4"},
      {"before, to be like any parent was enough", kCleared, "x=1 b=2 m=1", "start n y", "test b (-1, 0)",
       "1.8.3"},
      {"a good commit itself matters since 1.8.4", "a; b: a; m: a b; n: m", "a=1 b=2 m=1", "start n a",
       "no testable", "1.8.4"},
      {"before, it did not", "a; b: a; m: a b; n: m", "a=1 b=2 m=1", "start n a", "test b (-1, 0)", "1.8.3"},
  };
  for (const Row& row : rows) expect_answers(row);
}

TEST(PathBisection, WithFirstParentsTheSecondIsNotCompared) {
  const Row rows[] = {
      {"the merge brings the arm's changes in", kFork, "x=3 m=3", "start n a", "test m (-1, 0)", "2.39.5",
       true},
      {"without, it only carries them", kFork, "x=3 m=3", "start n a", "test x (-1, 0)", "2.39.5", false},
      {"onto a commit that does not matter, a merge does not count", kCleared, "m=5", "start n y",
       "no testable", "2.39.5", true},
      {"with all parents it does", kCleared, "m=5", "start n y", "test m (-1, 0)", "2.39.5", false},
  };
  for (const Row& row : rows) expect_answers(row);
}

TEST(PathBisection, GoesAroundSkipsAmongTheCommitsThatCount) {
  const Sketch history = sketch(kLine);
  const PathChanges changes = changes_of(history, "b=1 d=2 f=3");
  BisectSession session(history.graph, newest_git_rules(), {.paths = &changes});
  const std::string answers = run_script(history, session, "start h a | skip b d f");
  const std::string last = answers.substr(answers.find("| ") + 2);
  EXPECT_EQ(last.substr(0, 12), "only skipped");
  EXPECT_EQ(last.find('h'), std::string::npos) << last;  // the bad commit does not change the paths
}

TEST(PathBisection, BeforeSkipsWereSortedRightOneCandidateWasLeftOver) {
  // Of b to h, c and f count. Before 2.15.1 the third in the list, d, stays behind them.
  const Sketch history = sketch(kLine);
  const PathChanges changes = changes_of(history, "c=1 f=2");
  const auto answers = [&](const char* version) {
    return run_script(history, "start h a | skip c f", *find_git_rules(version), {.paths = &changes});
  };
  EXPECT_EQ(answers("2.15.1"), "test c (0, 0) | only skipped c f");
  EXPECT_EQ(answers("2.15.0"), "test c (0, 0) | test d (0, 0)");
}

TEST(PathBisection, SaysWhereChangesWereNotRead) {
  const Sketch history = sketch(kLine);
  const PathChanges unread(history.graph);
  EXPECT_EQ(run_script(history, "start h a", newest_git_rules(), {.paths = &unread}), "too short at h");
}

TEST(PathBisection, CountsEachCommitOnceForAllThatReachIt) {
  // Where every commit changes the paths, they limit nothing.
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    testing::HistoryShape shape;
    shape.skew_rate = seed % 2 == 0 ? 0 : 0.3;
    const CommitGraph graph = *CommitGraph::build(testing::random_history(rng, shape));
    std::vector<std::string> contents;
    for (std::uint32_t i = 0; i < graph.size(); ++i) contents.push_back(std::to_string(i));
    const PathChanges changes = testing::changes_between(graph, contents);
    BisectSession limited(graph, newest_git_rules(), {.paths = &changes});
    BisectSession free(graph, newest_git_rules());
    const auto bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
    const auto good = CommitIndex(0);
    BisectAnswer answer = free.start(bad, std::span(&good, 1));
    EXPECT_EQ(limited.start(bad, std::span(&good, 1)), answer);
    for (int step = 0; step < 8 && commit_to_test(answer); ++step) {
      const Verdict verdict = rng.chance(0.3)   ? Verdict::skip
                              : rng.chance(0.5) ? Verdict::bad
                                                : Verdict::good;
      answer = free.mark(verdict, {});
      EXPECT_EQ(limited.mark(verdict, {}), answer);
    }
  }
}

// --- the log beside it
// ----------------------------------------------------------------------------------------

History limited_history(const Sketch& sketch, const char* contents) {
  History history = history_of(sketch);
  history.paths = PathsRead{changes_of(sketch, contents), std::nullopt};
  return history;
}

BisectionLog limited(const char* text) {
  BisectionLog log = told(text);
  log.options.paths = {"drivers/"};
  return log;
}

TEST(PathBisection, ALogIsComparedWithGitsChoicesWithinThePaths) {
  const History history = limited_history(sketch(kLine), "c=1 e=2 f=3 h=4");
  const BisectionLog log = limited("start h a; good e; bad f");
  const Replay replay = *replay_on(history, log, newest_git_rules());
  EXPECT_EQ(to_string(replay, log), "h a:start 0->4 | e:good 4->2 same | f:bad 2->1 same");
  EXPECT_EQ(std::get<FoundFirstBad>(replay.commands.back().answer.outcome).commit, sketch(kLine).at("f"));
}

TEST(PathBisection, ASinglePathWithoutDashesIsDroppedSince2_21) {
  BisectionLog log = limited("start h a; good e");
  const History history = history_of(sketch(kLine));
  EXPECT_EQ(path_limit(history, log.options, newest_git_rules()), PathLimit::unread);
  log.options.dashes = false;
  EXPECT_EQ(path_limit(history, log.options, newest_git_rules()), PathLimit::none);
  EXPECT_EQ(path_limit(history, log.options, *find_git_rules("2.20.1")), PathLimit::unread);
  log.options.paths.emplace_back("mm");
  EXPECT_EQ(path_limit(history, log.options, newest_git_rules()), PathLimit::unread);
}

TEST(PathBisection, TheDashesAreAPathSince2_21) {
  History history = limited_history(sketch(kLine), "c=1");
  history.paths->with_dashes = changes_of(sketch(kLine), "");
  BisectionLog log = limited("start h a");
  const auto changes = [&](const char* version) {
    return changes_within(history, path_limit(history, log.options, *find_git_rules(version)));
  };
  EXPECT_EQ(changes("2.20.1"), &history.paths->as_given);
  EXPECT_EQ(changes("2.21.0"), &*history.paths->with_dashes);
  log.options.dashes = false;
  log.options.paths = {":!x", ":!y"};
  EXPECT_EQ(changes("2.21.0"), &history.paths->as_given);
}

TEST(PathBisection, OnlyCommitsThatChangeThePathsAreDeduced) {
  struct DeducedRow {
    const char* why;
    const char* graph;
    const char* contents;
    const char* log;
    Deduction::Kind kind;
    const char* candidates;
    std::optional<bool> follows;
  };
  using Kind = Deduction::Kind;
  const DeducedRow rows[] = {
      {"one is left, long before all others are tested", kLine, "c=1 f=2", "start h a; good c; claim f",
       Kind::first_bad, "f", true},
      {"another is claimed", kLine, "c=1 f=2", "start h a; good c; claim g", Kind::first_bad, "f", false},
      {"a merge that took one arm's paths cuts off the other", kFork, "b=1 x=3 m=3", "start n a; claim x",
       Kind::first_bad, "x", true},
      {"a merge like a good commit cannot be bad",
       kFork,
       "b=1 x=3 m=3",
       "start n a; good y",
       Kind::contradiction,
       "",
       {}},
      {"a cleared arm that was not tested does not count for that",
       "a; b: a; c: b; x: a; y: x; z: y; m: c y; n: m",
       "b=1 x=3 m=3",
       "start n a; good z",
       Kind::unfinished,
       "b m",
       {}},
      {"all that change the paths are cleared",
       kLine,
       "c=1 f=2",
       "start h a; good g",
       Kind::contradiction,
       "",
       {}},
  };
  for (const DeducedRow& row : rows) {
    SCOPED_TRACE(row.why);
    const Sketch names = sketch(row.graph);
    const History history = limited_history(names, row.contents);
    const BisectionLog log = limited(row.log);
    const Replay replay = *replay_on(history, log, newest_git_rules());
    const Deduction deduction = deduce(history, log, replay);
    EXPECT_EQ(deduction.kind, row.kind);
    EXPECT_EQ(names.names(deduction.candidates->members()), row.candidates);
    EXPECT_EQ(deduction.follows, row.follows);
  }
}

// Commits that git counts are candidates by definition, whatever the dates; git can leave out more.
TEST(PathBisection, TheDeductionHoldsAllThatGitCounts) {
  std::size_t equal = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const CommitGraph graph = *CommitGraph::build(testing::random_history(rng, {}));
    std::vector<std::string> contents;
    for (std::uint32_t i = 0; i < graph.size(); ++i) contents.push_back(std::to_string(rng.below(3)));
    const PathChanges changes = testing::changes_between(graph, contents);
    const bool first_parent = seed % 4 == 0;
    const WalkScope scope{first_parent ? ParentsFollowed::first : ParentsFollowed::all, &changes};
    const auto bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
    const auto good = CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size() - 1)));

    ImpliedCandidates implied(graph, scope);
    implied.add(Verdict::bad, bad);
    implied.add(Verdict::good, good);
    ProcessMemory memory(graph);
    const Tip tips[] = {{bad, TipSide::wanted}, {good, TipSide::excluded}};
    std::size_t counted = 0;
    RuleFields used;
    for (const CommitIndex commit : walk_by_date(memory, tips, newest_git_rules(), scope, used)) {
      if (memory.is(ProcessMemory::excluded, commit) || memory.is(ProcessMemory::same, commit)) continue;
      ++counted;
      EXPECT_TRUE(implied.set().contains(commit)) << place(commit);
    }
    if (!first_parent && counted == implied.count()) ++equal;
  }
  EXPECT_GT(equal, 200U);
}

}  // namespace
}  // namespace rebisect
