// BisectSession: git's own bisection as a state machine. It is told what git was told and answers what git
// would have answered: the next commit, the two printed numbers, or the ending.
//
// The rules are those of one git version (GitRules), written down with their evidence in docs/git-rules.md.
// Answers are exact: the walk, its ties, its stop rule and the order of the list are git's, not merely an
// equal set.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/path_changes.h"
#include "engine/model/verdict.h"
#include "engine/replay/commit_table.h"
#include "engine/replay/git_choice.h"
#include "engine/replay/git_rules.h"
#include "engine/replay/process_memory.h"
#include "engine/replay/walk.h"

namespace rebisect {

// "Bisecting: LEFT revisions left to test after this (roughly ROUNDS steps)": test this commit.
struct TestCommit {
  CommitIndex commit;
  std::int64_t left = 0;  // N: candidates minus what the best commit reaches, minus 1; can be -1 with paths
  std::uint32_t rounds = 0;  // K
  // How many commits git still counts; the bad one too, if it changes the paths.
  std::uint64_t candidates = 0;
  std::uint32_t reached = 0;  // how many of them the best commit reaches, itself included
  friend bool operator==(const TestCommit&, const TestCommit&) = default;
};
// "Bisecting: a merge base must be tested".
struct TestMergeBase {
  CommitIndex commit;
  friend bool operator==(const TestMergeBase&, const TestMergeBase&) = default;
};
// "X is the first bad commit".
struct FoundFirstBad {
  CommitIndex commit;
  friend bool operator==(const FoundFirstBad&, const FoundFirstBad&) = default;
};
// "There are only 'skip'ped commits left to test": the commits in git's printed order.
struct OnlySkippedLeft {
  std::vector<CommitIndex> commits;
  friend bool operator==(const OnlySkippedLeft&, const OnlySkippedLeft&) = default;
};
// "The merge base X is bad": the bug was fixed between X and the goods.
struct MergeBaseIsBad {
  CommitIndex merge_base;
  friend bool operator==(const MergeBaseIsBad&, const MergeBaseIsBad&) = default;
};
// "Some good revs are not ancestors of the bad rev": git cannot go on; mostly good and bad were swapped.
struct GoodsNotAncestors {
  friend bool operator==(const GoodsNotAncestors&, const GoodsNotAncestors&) = default;
};
// "X was both good and bad".
struct BothGoodAndBad {
  friend bool operator==(const BothGoodAndBad&, const BothGoodAndBad&) = default;
};
// "No testable commit found": no candidate changes the paths that the search is limited to.
struct NoTestableCommit {
  friend bool operator==(const NoTestableCommit&, const NoTestableCommit&) = default;
};
// Git waits for a bad and a good commit.
struct WaitingForEnds {
  friend bool operator==(const WaitingForEnds&, const WaitingForEnds&) = default;
};
// Not git's: the computation reached a commit whose parents were not read (ParentsKnown::unread), or whose
// trees were not compared (PathChanges::Change::unread). The history is too small for an exact answer; read
// more of the history and ask again.
struct HistoryTooShort {
  CommitIndex at;
  friend bool operator==(const HistoryTooShort&, const HistoryTooShort&) = default;
};

using BisectOutcome =
    std::variant<TestCommit, TestMergeBase, FoundFirstBad, OnlySkippedLeft, MergeBaseIsBad, GoodsNotAncestors,
                 BothGoodAndBad, NoTestableCommit, WaitingForEnds, HistoryTooShort>;

struct BisectAnswer {
  BisectOutcome outcome;
  // Skipped merge bases that git warns about and passes over, in that order.
  std::vector<CommitIndex> skipped_merge_bases;
  friend bool operator==(const BisectAnswer&, const BisectAnswer&) = default;
};

// The commit that an answer tells to test, of either kind.
std::optional<CommitIndex> commit_to_test(const BisectAnswer& answer);

struct BisectOptions {
  bool first_parent = false;
  // Every commit is in a commit-graph file with corrected dates: changes the order of equal-date merge bases.
  bool commit_graph = false;
  // Not null: the search is limited to paths, and these are their changes; they must outlive the session.
  const PathChanges* paths = nullptr;
};

// What a session knows after a command: with the graph and the rules, all that its next answer depends on.
struct BisectState {
  std::optional<CommitIndex> bad;
  std::vector<CommitIndex> goods;  // ascending by id, as git enumerates refs/bisect/good-*
  std::vector<CommitIndex> skips;  // ascending by id
  // The commit that git proposed last, if the last command did not leave its path. It stays when the search
  // ends: whether it has is told by the answer's outcome.
  std::optional<CommitIndex> expected;
  std::optional<CommitIndex> under_test;  // that git checked out last
  bool ancestors_ok = false;              // no merge base has to be tested any more
  friend bool operator==(const BisectState&, const BisectState&) = default;
};

// What `git bisect skip LOW..HIGH` names: the commits that HIGH reaches and LOW does not.
struct SkipRange {
  CommitIndex low;
  CommitIndex high;
};

// Memory is taken once, in the constructor (5 bytes per commit of the graph), and a step then costs what it
// visits: to replay thousands of bisections on one graph, start() one session again and again.
class BisectSession {
 public:
  // The graph must outlive the session.
  BisectSession(const CommitGraph& graph, const GitRules& rules, BisectOptions options = {});

  // `git bisect start [bad [good...]]`. Ends the session before.
  BisectAnswer start(std::optional<CommitIndex> bad, std::span<const CommitIndex> goods);
  // `git bisect good|bad|skip REVISION...`; no commits: the one under test, and nothing where no answer has
  // named one yet. `bad` takes at most one.
  BisectAnswer mark(Verdict verdict, std::span<const CommitIndex> commits);
  // `git bisect skip LOW..HIGH... COMMIT...`, in whatever order they stand on the line: one process, in which
  // the ranges leave marks for each other.
  BisectAnswer skip_ranges(std::span<const SkipRange> ranges, std::span<const CommitIndex> commits = {});
  // Like `git bisect next` as run after a command: computes, and changes what is expected.
  BisectAnswer next();
  // Takes a commit for git's choice, where the real choice cannot be known: what is told about it next then
  // does not leave git's path.
  void expect(CommitIndex commit) { state_.expected = state_.under_test = commit; }

  const GitRules& rules() const { return rules_; }
  // The rules that the last command's answer and state depended on: by a set that differs in others only,
  // from the same state, they would have been the same, but for `left` (see GitRules::left).
  RuleFields rules_used() const { return used_; }
  const BisectState& state() const { return state_; }
  // Goes on from there.
  void resume(const BisectState& state) { state_ = state; }

 private:
  void begin_process();  // each command is one
  std::vector<CommitIndex> expand(const SkipRange& range);
  std::vector<Tip> tips(TipSide bad_side);
  void record(Verdict verdict, CommitIndex commit);
  BisectAnswer mark_in_this_process(Verdict verdict, std::span<const CommitIndex> commits);
  BisectAnswer next_in_this_process();
  // The outcome that the merge bases give, if they give one.
  std::optional<BisectOutcome> check_ancestors(std::vector<CommitIndex>& skipped_merge_bases);
  std::optional<BisectOutcome> check_merge_base(CommitIndex merge_base,
                                                std::vector<CommitIndex>& skipped_merge_bases);
  BisectOutcome choose();
  BisectOutcome outcome_of(GitChoice choice, std::uint32_t counted) const;

  const CommitGraph* graph_;
  GitRules rules_;
  BisectOptions options_;
  BisectState state_;
  RuleFields used_;

  ProcessMemory memory_;
  CommitTable<std::uint32_t> places_;           // scratch of list_candidates()
  std::vector<std::uint64_t> corrected_dates_;  // filled when first needed
};

// The commit that git prints where it should name a merge base. Before 2.55.0 the ids of the good commits run
// over the same few text buffers, and with enough of them another commit is named; what git does is right.
enum class MergeBaseMessage : std::uint8_t {
  is_bad,           // "The merge base X is bad."
  must_be_skipped,  // "the merge base between BAD and [GOODS] must be skipped", ... "between X and BAD"
};
CommitIndex printed_merge_base(const BisectSession& session, CommitIndex merge_base,
                               MergeBaseMessage message);

}  // namespace rebisect
