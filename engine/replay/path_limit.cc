#include "engine/replay/path_limit.h"

namespace rebisect {

PathLimit path_limit(const History& history, const StartOptions& options, const GitRules& rules) {
  if (options.paths.empty()) return PathLimit::none;
  const bool dropped = rules.dashes_are_a_path && !options.dashes && options.paths.size() == 1;
  if (dropped) return PathLimit::none;
  if (!history.paths) return PathLimit::unread;
  return rules.dashes_are_a_path && options.dashes ? PathLimit::with_dashes : PathLimit::as_given;
}

CommitSet commits_to_compare(const CommitGraph& graph, std::span<const CommitIndex> bads,
                             std::span<const CommitIndex> goods) {
  CommitSet commits = graph.ancestors(bads);
  commits |= graph.ancestors(goods);
  if (goods.empty()) return commits;
  CommitSet cleared = CommitSet::all(graph.size());
  for (const CommitIndex good : goods) cleared &= graph.ancestors(good);
  commits -= cleared;
  return commits;
}

const PathChanges& changes_behind_dashes(const PathsRead& paths, const GitRules& rules) {
  return rules.dashes_are_a_path && paths.with_dashes ? *paths.with_dashes : paths.as_given;
}

const PathChanges* changes_within(const History& history, PathLimit limit) {
  if (limit == PathLimit::none || limit == PathLimit::unread) return nullptr;
  const PathsRead& paths = *history.paths;
  return limit == PathLimit::with_dashes && paths.with_dashes ? &*paths.with_dashes : &paths.as_given;
}

}  // namespace rebisect
