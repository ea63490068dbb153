// The walk that lists the candidates: from wanted tips backwards in the order of committer dates, until
// nothing but excluded commits is left in the queue, and then some more. With sane dates the result is the
// difference of two ancestor sets; with skewed ones it is what git finds, which can be more.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/path_changes.h"
#include "engine/replay/git_rules.h"
#include "engine/replay/process_memory.h"

namespace rebisect {

enum class TipSide : std::uint8_t { wanted, excluded };

struct Tip {
  CommitIndex commit;
  TipSide side;
};

// Which parents of a commit count: `git bisect start --first-parent` follows the first one only.
enum class ParentsFollowed : std::uint8_t { all, first };

struct WalkScope {
  ParentsFollowed followed = ParentsFollowed::all;
  // Not null: the session is limited to paths, and these are their changes. A commit that leaves the paths as
  // they are in a parent that still matters is marked `same`, and that becomes its only parent: what the
  // other parents bring in is not looked at. As try_to_simplify_commit() in git's revision.c.
  const PathChanges* paths = nullptr;
};

// The commits that the walk gave out, newest first, in the state of `memory` (one git process) and leaving
// its marks there. Some can have been found to be excluded later: ask memory.is(excluded, commit). Where
// memory.unread() is set afterwards, the result means nothing.
//
// Of the rules, those that the result depends on are added to `used`. The tips are taken in the order given.
// As limit_list() in git's revision.c. O(n log n) for n commits visited.
std::vector<CommitIndex> walk_by_date(ProcessMemory& memory, std::span<const Tip> tips, const GitRules& rules,
                                      const WalkScope& scope, RuleFields& used);

}  // namespace rebisect
