// Deduction: what the verdicts imply at face value, and whether the claim is just that.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/replay/replay.h"

namespace rebisect {

struct Deduction {
  enum class Kind {
    first_bad,  // one candidate is left
    any_of,     // several are left: only skipped ones beside the last bad commit, or the log stopped at them
    before_range,   // the log reports that the bug is older than all it tested
    contradiction,  // none is left: the verdicts cannot all be right
    unfinished,     // several are left, and the log claims none of them
  };
  Kind kind = Kind::unfinished;
  // Parents before children. Where the search was limited to paths, only commits that change them: the
  // verdicts allow these if the culprit is one that does, as the search took for granted. Absent without a
  // search (no bad and good commit were told to git), and where it is not known what changes the paths.
  std::optional<CommitSet> candidates;
  // Is the claim exactly what follows? nullopt: it names no commit, or what was told to git is not all known
  // here.
  std::optional<bool> follows;
  // Of a contradiction: a smallest set of marks (places in Replay::marks) that cannot all be right. Two where
  // a bad commit is an ancestor of a good one; otherwise irreducible: without any of them the rest would be
  // consistent.
  std::vector<std::size_t> contradiction;
};

Deduction deduce(const History& history, const BisectionLog& log, const Replay& replay);

// How well a commit beside the claim is known to be free of the bug.
struct ParentStanding {
  enum class Kind {
    tested_good,
    tested_bad,
    tested_skip,
    implied_good,  // an ancestor of a tested good commit, but not tested itself
    candidate,     // may be the first bad commit itself
    outside,       // no candidate for another reason: not an ancestor of every bad commit
  };
  CommitIndex parent;
  Kind kind = Kind::outside;
  std::optional<std::size_t> mark;  // in Replay::marks: the verdict that says so

  friend bool operator==(const ParentStanding&, const ParentStanding&) = default;
};

// Each parent of the commit, in git's order.
std::vector<ParentStanding> parents_of_claim(const History& history, const Replay& replay, CommitIndex claim);

}  // namespace rebisect
