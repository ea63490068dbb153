#include "engine/replay/replay.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/replay/git_rules.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::history_of;
using testing::sketch;
using testing::Sketch;
using testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";

Replay replayed(const char* graph, const BisectionLog& log) {
  return *replay_on(history_of(sketch(graph)), log, newest_git_rules());
}

TEST(Replay, PutsGitsChoiceBesideEachTest) {
  struct Row {
    const char* why;
    const char* log;
    const char* expected;
  };
  const Row rows[] = {
      {"ends on the start line", "start h a; good d; bad f; good e",
       "h a:start 0->7 | d:good 7->4 same | f:bad 4->2 same | e:good 2->1 same"},
      {"ends told one by one", "start; bad h; good a; good d",
       ":start 0->0 | h:bad 0->0 | a:good 0->7 | d:good 7->4 same"},
      {"a tester who went elsewhere is followed", "start h a; good c; bad f; good d",
       "h a:start 0->7 | c:good 7->5 different | f:bad 5->3 different | d:good 3->2 different"},
      {"a skip takes nothing away", "start h a; skip d; bad f",
       "h a:start 0->7 | d:skip 7->7 same | f:bad 7->5 different"},
      {"a test after the end", "start h a; good d; bad f; good e; bad h",
       "h a:start 0->7 | d:good 7->4 same | f:bad 4->2 same | e:good 2->1 same | h:bad 1->1 different"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = told(row.log);
    EXPECT_EQ(to_string(replayed(kLine, log), log), row.expected);
  }
}

TEST(Replay, SaysWhichTestsLayOutsideOfTheRange) {
  const Replay replay = replayed(kLine, told("start h a; good d; bad b; bad f"));
  EXPECT_FALSE(replay.commands[1].outside_range);
  EXPECT_TRUE(replay.commands[2].outside_range) << "b is an ancestor of d, which is good";
}

TEST(Replay, AMissingTestLeavesTheStepsAfterItUnknown) {
  const BisectionLog log = told("start h a; good x; bad f; good e");
  const Replay replay = replayed(kLine, log);
  EXPECT_EQ(to_string(replay, log),
            "h a:start 0->7 | x:good 7->7 unknown | f:bad 7->5 unknown | e:good 5->1 unknown");
  EXPECT_THAT(replay.missing, ::testing::ElementsAre(Revision{"x"}));
}

TEST(Replay, AfterAMissingBadCommitTheNextBadOneMakesItExactAgain) {
  const BisectionLog log = told("start x a; bad f; good c; bad e");
  EXPECT_EQ(to_string(replayed(kLine, log), log),
            "x a:start 0->0 | f:bad 0->5 unknown | c:good 5->3 same | e:bad 3->2 same");
}

TEST(Replay, SkipsARangeAsGitDoes) {
  struct Row {
    const char* why;
    const char* log;
    const char* expected;
    const char* skipped;
    bool exact;
  };
  const Row rows[] = {
      {"both ends named", "start h a; skip c..e", "h a:start 0->7 | c..e:skip 7->7", "d e", true},
      {"up to the commit under test", "start h a; skip c..; good b",
       "h a:start 0->7 | c..:skip 7->7 | b:good 7->6 different", "d", true},
      {"an empty range is the commit under test", "start h a; skip e..c", "h a:start 0->7 | e..c:skip 7->7",
       "d", true},
      {"commits skipped before are marked once", "start h a; skip d; skip c..e",
       "h a:start 0->7 | d:skip 7->7 same | c..e:skip 7->7", "d e", true},
      {"beside a commit", "start h a; skip g c..e", "h a:start 0->7 | g c..e:skip 7->7 different", "d e g",
       true},
      {"two", "start h a; skip b..c d..e", "h a:start 0->7 | b..c d..e:skip 7->7", "c e", true},
      {"what one excludes is in no later one", "start h a; skip d..e a..c",
       "h a:start 0->7 | d..e a..c:skip 7->7", "e", true},
      {"two, one with an end that is missing", "start h a; skip b..c x..e",
       "h a:start 0->7 | b..c x..e:skip 7->7", "c", false},
      {"an end that is missing", "start h a; skip x..e; good d",
       "h a:start 0->7 | x..e:skip 7->7 | d:good 7->4 unknown", "", false},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = told(row.log);
    const Sketch line = sketch(kLine);
    const Replay replay = *replay_on(history_of(line), log, newest_git_rules());
    EXPECT_EQ(to_string(replay, log), row.expected);
    std::vector<CommitIndex> skipped;
    for (const Mark& mark : replay.marks) {
      if (mark.verdict == Verdict::skip) skipped.push_back(mark.commit);
    }
    EXPECT_EQ(line.names(skipped), row.skipped);
    EXPECT_EQ(replay.commands.back().exact, row.exact);
  }
}

TEST(Replay, WantsTheEndsOfARange) {
  std::vector<std::string> texts;
  for (const WantedRevision& wanted : wanted_revisions(told("start h a; skip c..e; skip d.."))) {
    texts.push_back(wanted.text);
  }
  EXPECT_THAT(texts, ::testing::ElementsAre("h", "a", "c", "e", "d"));
}

TEST(Replay, AMissingBadCommitIsNoReasonToAskForMergeBasesAgain) {
  // x is good and not an ancestor of e; git had looked at the ends before and does not ask for the merge base
  // b.
  const char* fork = "a; b: a; c: b; d: c; e: d; x: b; m: e x; n: m";
  const BisectionLog log = told("start n a; good x; bad z; bad e; good d");
  EXPECT_EQ(to_string(replayed(fork, log), log),
            "n a:start 0->7 | x:good 7->5 different | z:bad 5->5 unknown | e:bad 5->3 unknown | "
            "d:good 3->1 same");
}

TEST(Replay, WithPathsThatWereNotReadNoAnswerIsGits) {
  BisectionLog log = told("start h a; good d; bad f");
  log.options.paths = {"drivers/"};
  EXPECT_EQ(to_string(replayed(kLine, log), log),
            "h a:start 0->7 | d:good 7->4 unknown | f:bad 4->2 unknown");
}

TEST(Replay, WithoutABadAndAGoodCommitTheRepositoryCannotServe) {
  const auto replay = replay_on(history_of(sketch(kLine)), told("start x a; good c"), newest_git_rules());
  ASSERT_FALSE(replay.has_value());
  EXPECT_EQ(replay.error().code, ErrorCode::repository);
  EXPECT_THAT(replay.error().message, ::testing::HasSubstr("git fetch <remote> x"));
}

TEST(Replay, ALogThatHasNotBegunIsNoError) {
  const auto replay = replay_on(history_of(sketch(kLine)), told("start; bad h"), newest_git_rules());
  ASSERT_TRUE(replay.has_value());
  EXPECT_EQ(replay->compared(), 0U);
}

TEST(Replay, TakesTheLogsOwnNamesFirst) {
  const Sketch history = sketch(kLine);
  BisectionLog log = told("start v2 a; good d");
  log.names["v2"] = "h";
  EXPECT_EQ(to_string(*replay_on(history_of(history), log, newest_git_rules()), log),
            "v2 a:start 0->7 | d:good 7->4 same");
}

TEST(Replay, WantsEveryRevisionOfTheLogOnItsSide) {
  BisectionLog log = told("start v2 a; good d; skip e; claim f");
  log.names["v2"] = "1234567";
  using Side = WantedRevision::Side;
  EXPECT_THAT(wanted_revisions(log),
              ::testing::ElementsAre(WantedRevision{"1234567", Side::bad}, WantedRevision{"v2", Side::bad},
                                     WantedRevision{"a", Side::good}, WantedRevision{"d", Side::good},
                                     WantedRevision{"e", Side::other}, WantedRevision{"f", Side::other}));
}

}  // namespace
}  // namespace rebisect
