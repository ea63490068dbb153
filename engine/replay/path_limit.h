// Which paths limit a log's search, under the rules of one git version.
#pragma once

#include <cstdint>
#include <span>

#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/replay/git_rules.h"

namespace rebisect {

enum class PathLimit : std::uint8_t {
  none,         // the search runs over all commits
  as_given,     // over those that change the paths
  with_dashes,  // the same, and `--` is a path too
  unread,       // which commits change the paths is not known
};

// Since 2.21.0 git keeps the `--` as a path, and drops the path where there is only one and no `--`.
PathLimit path_limit(const History& history, const StartOptions& options, const GitRules& rules);

// The commits whose trees a search between these ends can ask for: what the ends descend from, less what
// every good one does. Only strong clock skew makes git ask for more (HistoryTooShort). O(graph * goods).
CommitSet commits_to_compare(const CommitGraph& graph, std::span<const CommitIndex> bads,
                             std::span<const CommitIndex> goods);

// What paths behind `--` change, as the rules read them.
const PathChanges& changes_behind_dashes(const PathsRead& paths, const GitRules& rules);

// The changes that count under the limit; nullptr with `none` and `unread`. They live in the history.
const PathChanges* changes_within(const History& history, PathLimit limit);

}  // namespace rebisect
