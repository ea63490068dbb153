// Which candidate git proposes, once the weights are known, and the numbers it prints.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/replay/candidates.h"
#include "engine/replay/git_rules.h"

namespace rebisect {

struct GitChoice {
  // None where there is no candidate, or none that is not skipped. Where none of the candidates counts
  // (CandidateList::same), the first in the list.
  std::optional<CommitIndex> pick;
  // The weight of the best commit: of the pick, or of the skipped one that it stands in for.
  std::uint32_t reached = 0;
  // The skipped candidates, best first, where the best one is skipped. Git prints them where it cannot go on.
  std::vector<CommitIndex> passed_over;

  friend bool operator==(const GitChoice&, const GitChoice&) = default;
};

struct WeighedCandidates {
  const CommitGraph* graph;
  const CandidateList* list;
  std::span<const std::uint32_t> weights;  // by place in the list
  std::uint32_t all;                       // how many of them count
};

// The search of a session without skips: the first hit among merges that halve the candidates, then other
// commits that do, in the order in which git comes to know their weights, then the best one. O(n). Of the
// rules, those that the choice depends on are added to `used`.
GitChoice choose_halfway(const WeighedCandidates& candidates, const GitRules& rules, RuleFields& used);

// The search of a session with skips: best first, ties by id; where the best is skipped, one of the others at
// a place that depends on their number only. O(n).
GitChoice choose_around_skips(const WeighedCandidates& candidates, CommitIndex bad,
                              std::span<const CommitIndex> skips, const GitRules& rules, RuleFields& used);

// The place among `count` commits, best first, that git goes to when the best commit is skipped. Not random:
// the generator is seeded with the count. Git's 32-bit arithmetic wraps for counts over 65536, so the result
// can be negative or too large; git then takes place 0. As skip_away() in git's bisect.c.
std::int32_t skip_place(std::uint32_t count, GitRules::SkipPick pick);

// N of "N revisions left to test after this".
std::int64_t revisions_left(std::uint64_t candidates, std::uint32_t reached, GitRules::Left left);

// K of "roughly K steps". As estimate_bisect_steps() in git's bisect.c.
std::uint32_t rounds_left(std::uint32_t candidates);

}  // namespace rebisect
