#include "adapters/git/path_relevance.h"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/git/tree_changes.h"
#include "adapters/git/tree_source.h"
#include "engine/judge/build_reach.h"
#include "engine/judge/crash_area.h"

namespace rebisect {
namespace {

// What one commit changes itself.
Result<std::vector<std::string>> changed_paths(const TreeSource& trees, const CommitGraph& graph,
                                               CommitIndex commit) {
  REBISECT_TRY(const git_oid own, trees.tree_of(graph.id(commit)));
  std::vector<git_oid> parents;
  for (const CommitIndex parent : graph.parents(commit)) {
    REBISECT_TRY(const git_oid tree, trees.tree_of(graph.id(parent)));
    parents.push_back(tree);
  }
  REBISECT_TRY(const std::vector<TreeChange> changes, changes_against_all(trees, own, parents));
  std::vector<std::string> paths;
  paths.reserve(changes.size());
  for (const TreeChange& change : changes) paths.push_back(change.path);
  return paths;
}

}  // namespace

Result<PathRelevance> read_path_relevance(const CommitSources& sources, const RelevanceRequest& request,
                                          const CommitGraph& graph, const CommitSet& commits) {
  if (sources.repositories().empty()) {
    return fail(ErrorCode::repository,
                "a commit-graph file has no trees; name a repository that has (--repo)");
  }
  const std::size_t count = commits.count();
  if (count > request.most_commits) {
    return fail(ErrorCode::repository,
                fmt::format("{} commits are more than the {} whose changes are compared", count,
                            request.most_commits));
  }
  const TreeSource trees(sources.repositories());
  PathRelevance relevance(graph);
  for (const CommitIndex commit : commits.members()) {
    // A shallow commit's parents are not there to compare with, and those of an unread one are not known.
    if (graph.parents_known(commit) != ParentsKnown::all) continue;
    REBISECT_TRY(const std::vector<std::string> paths, changed_paths(trees, graph, commit));
    relevance.nearness[place(commit)] = nearness(paths, request.crash);
    relevance.cannot_affect[place(commit)] =
        graph.parents(commit).size() <= 1 && std::ranges::none_of(paths, [&](const std::string& path) {
          return build_reach(path, request.architecture).possible;
        });
  }
  return relevance;
}

}  // namespace rebisect
