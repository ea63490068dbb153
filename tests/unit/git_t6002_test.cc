// The selections that git's own t6002-rev-list-bisect.sh asks for, re-expressed; every pick and number was
// checked with git 2.39.5.
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/replay/bisect_session.h"
#include "engine/replay/walk.h"
#include "tests/support/bisect_script.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

constexpr const char* kHistory =
    "root; l0: root; l1: l0; l2: l1; a0: l2; a1: a0; b1: a0; c1: b1; b2: b1; b3: b2; c2: c1 b2; c3: c2; a2: "
    "a1;"
    "a3: a2; b4: b3 a3; a4: a3 b4 c3; l3: a4; l4: l3; l5: l4;"
    "F; e8: F; e7: e8; e6: e7; e5: e6; f4: F; f3: f4; f2: f3; f1: f2; e4: e5; e3: e4; e2: e3; e1: e2; E: e1 "
    "f1;"
    "U@1000000000; u0@1000000060: U; u1@1000000060: u0; u2@1000000120: u0; u3@1000000180: u0;"
    "u4@1000000240: u0; u5@1000000300: u0; V@1000000360: u1 u2 u3 u4 u5";

struct Query {
  const char* ends;  // the bad commit, then the good ones
  const char* pick;
  std::uint32_t all;
  std::uint32_t reached;
  std::uint32_t rounds;
  ParentsFollowed followed = ParentsFollowed::all;
};

constexpr Query kQueries[] = {
    {"l0 root", "l0", 1, 1, 0},
    {"l1 root", "l0", 2, 1, 0},
    {"l2 root", "l1", 3, 2, 1},
    {"a0 root", "l1", 4, 2, 1},
    {"a1 root", "l1", 5, 2, 1},
    {"a2 root", "l2", 6, 3, 2},
    {"a3 root", "l2", 7, 3, 2},
    {"b1 root", "l1", 5, 2, 1},
    {"b2 root", "l2", 6, 3, 2},
    {"b3 root", "l2", 7, 3, 2},
    {"c1 root", "l2", 6, 3, 2},
    {"c2 root", "a0", 8, 4, 2},
    {"c3 root", "a0", 9, 4, 2},
    {"E F", "e3", 13, 6, 3},
    {"E F", "e5", 9, 4, 2, ParentsFollowed::first},
    {"e1 F", "e5", 8, 4, 2},
    {"e2 F", "e6", 7, 3, 2},
    {"e3 F", "e6", 6, 3, 2},
    {"e4 F", "e7", 5, 2, 1},
    {"e5 F", "e7", 4, 2, 1},
    {"e6 F", "e7", 3, 2, 1},
    {"e7 F", "e8", 2, 1, 0},
    {"f1 F", "f3", 4, 2, 1},
    {"f2 F", "f3", 3, 2, 1},
    {"f3 F", "f4", 2, 1, 0},
    {"f4 F", "f4", 1, 1, 0},
    {"V U", "u1", 7, 2, 2},
    {"V U u1 u2 u3", "u4", 3, 1, 1},
    {"u1 U", "u0", 2, 1, 0},
    {"u5 U", "u0", 2, 1, 0},
    {"l5 root", "c3", 18, 9, 3},
    {"l5 root c3", "b4", 9, 5, 2},
    {"l5 c3 b4", "l3", 4, 2, 1},
    {"l3 root c3 b4", "a4", 2, 1, 0},
    {"l3 b3 a3 a4", "l3", 1, 1, 0},
    {"l4 a2 a3 a4", "l3", 2, 1, 0},
    {"l3 a2 a3 a4", "l3", 1, 1, 0},
    {"a4 a2 a3 b4", "c2", 4, 2, 1},
    {"a4 a2 a3 b4 c2", "c3", 2, 1, 0},
    {"a4 a2 a3 b4 c2 c3", "a4", 1, 1, 0},
    {"c3 a2 a3 b4 c2", "c3", 1, 1, 0},
    {"c3 b1 c1", "c2", 3, 2, 1},
};

TEST(GitT6002, PicksAsGitDoes) {
  const testing::Sketch history = testing::sketch(kHistory);
  for (const Query& query : kQueries) {
    SCOPED_TRACE(query.ends);
    const std::vector<CommitIndex> ends = history.all(query.ends);
    const CommitIndex pick = history.at(query.pick);
    const BisectOptions options{.first_parent = query.followed == ParentsFollowed::first};
    BisectSession session(history.graph, newest_git_rules(), options);
    const BisectOutcome outcome = session.start(ends[0], std::span(ends).subspan(1)).outcome;
    const std::int64_t left = std::int64_t{query.all} - query.reached - 1;
    const BisectOutcome expected =
        pick == ends[0] ? BisectOutcome(FoundFirstBad{pick})
                        : BisectOutcome(TestCommit{pick, left, query.rounds, query.all, query.reached});
    EXPECT_EQ(outcome, expected);
  }
}

}  // namespace
}  // namespace rebisect
