// A session says which rules its answers depended on. By all sets that differ in other rules only, the
// answers must be the same: that is tried out.
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/git_choice.h"
#include "tests/support/generate.h"

namespace rebisect {
namespace {

using testing::HistoryShape;
using testing::random_history;

struct Told {
  Verdict verdict;
  CommitIndex commit;
};

// A start between two random commits and random verdicts on what the newest git proposes, or on other
// commits.
struct Session {
  CommitIndex bad;
  std::vector<CommitIndex> goods;
  std::vector<Told> marks;
};

CommitIndex any_commit(Rng& rng, const CommitGraph& graph) {
  return CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size())));
}

Verdict any_verdict(Rng& rng, bool skips) {
  if (skips && rng.chance(0.3)) return Verdict::skip;
  return rng.chance(0.5) ? Verdict::bad : Verdict::good;
}

Session random_session(Rng& rng, const CommitGraph& graph) {
  Session session{any_commit(rng, graph), {any_commit(rng, graph)}, {}};
  if (rng.chance(0.5)) session.bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
  if (rng.chance(0.3)) session.goods.push_back(any_commit(rng, graph));
  const bool skips = rng.chance(0.3);
  const double strays = rng.chance(0.2) ? 0.2 : 0;
  BisectSession git(graph, newest_git_rules());
  BisectAnswer answer = git.start(session.bad, session.goods);
  for (int step = 0; step < 12; ++step) {
    const std::optional<CommitIndex> proposed = commit_to_test(answer);
    if (!proposed && strays == 0) break;
    const CommitIndex tested = proposed && !rng.chance(strays) ? *proposed : any_commit(rng, graph);
    session.marks.push_back({any_verdict(rng, skips), tested});
    answer = git.mark(session.marks.back().verdict, std::span(&tested, 1));
  }
  return session;
}

struct PlayedCommand {
  BisectAnswer answer;
  BisectState state;
  RuleFields used;
};

std::vector<PlayedCommand> play(const CommitGraph& graph, const Session& session, const GitRules& rules) {
  BisectSession git(graph, rules);
  std::vector<PlayedCommand> played;
  const BisectAnswer first = git.start(session.bad, session.goods);
  played.push_back({first, git.state(), git.rules_used()});
  for (const Told& told : session.marks) {
    const BisectAnswer answer = git.mark(told.verdict, std::span(&told.commit, 1));
    played.push_back({answer, git.state(), git.rules_used()});
  }
  return played;
}

// As these rules count N.
BisectAnswer recounted(BisectAnswer answer, const GitRules& rules) {
  auto* const test = std::get_if<TestCommit>(&answer.outcome);
  if (test != nullptr) test->left = revisions_left(test->candidates, test->reached, rules.left);
  return answer;
}

struct Tally {
  std::size_t spared = 0;
  std::size_t differed = 0;
};

// From the same state a command that did not use what differs answers the same and ends in the same state.
void compare(const std::vector<PlayedCommand>& played, const GitRules& rules,
             const std::vector<PlayedCommand>& otherwise, const GitRules& other, Tally& tally) {
  for (std::size_t i = 0; i < played.size(); ++i) {
    if (i > 0 && played[i - 1].state != otherwise[i - 1].state) continue;
    const bool same =
        recounted(played[i].answer, other) == otherwise[i].answer && played[i].state == otherwise[i].state;
    if (!same) ++tally.differed;
    if (played[i].used.shares_any(differing_fields(rules, other))) continue;
    EXPECT_TRUE(same) << "command " << i << " by " << rules.version << " and " << other.version;
    EXPECT_EQ(played[i].used, otherwise[i].used) << "command " << i;
    if (&rules != &other) ++tally.spared;
  }
}

TEST(RuleFields, AnswersDoNotDependOnRulesThatWereNotUsed) {
  Tally tally;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const HistoryShape shape{.commits = 60,
                             .roots = seed % 3 == 0 ? 3U : 1U,
                             .equal_date_rate = seed % 2 == 0 ? 0.1 : 0.6,
                             .skew_rate = seed % 5 == 0 ? 0.3 : 0.0};
    const CommitGraph graph = *CommitGraph::build(random_history(rng, shape));
    const Session session = random_session(rng, graph);
    for (const GitRules& rules : all_git_rules()) {
      const auto played = play(graph, session, rules);
      for (const GitRules& other : all_git_rules()) {
        compare(played, rules, play(graph, session, other), other, tally);
      }
    }
  }
  // The test would be empty if nothing were spared, or if rules never mattered.
  EXPECT_GT(tally.spared, 5000U);
  EXPECT_GT(tally.differed, 500U);
}

TEST(RuleFields, SetsDifferInWhatTheirReleaseChanged) {
  const auto differing = [](const char* a, const char* b) {
    return differing_fields(*find_git_rules(a), *find_git_rules(b));
  };
  RuleFields approximate;
  approximate.add(RuleField::approximate_half);
  approximate.add(RuleField::unexpected_without_record);
  EXPECT_EQ(differing("2.29.0", "2.30.0"), approximate);
  RuleFields none;
  EXPECT_EQ(differing("2.54.0", "2.55.0"), none) << "messages only";
  EXPECT_TRUE(differing("1.6.3", "1.6.4").has(RuleField::goods_named_first));
  EXPECT_FALSE(differing("1.6.3", "1.6.4").has(RuleField::walk_slop));
}

}  // namespace
}  // namespace rebisect
