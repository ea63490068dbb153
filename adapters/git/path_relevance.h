// How near the commits of a history come to a crash.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/commit_graph.h"
#include "engine/model/culprit_facts.h"
#include "engine/model/path_relevance.h"

namespace rebisect {

struct RelevanceRequest {
  std::vector<SourceLine> crash;
  std::string architecture;      // as in build_reach()
  std::size_t most_commits = 0;  // more are not compared
};

// How near each of the commits comes to the crash. Merges count by what they change themselves, as in a
// combined diff. Fails (repository) where a tree is not there, and where there are more than most_commits.
// O(commits): about 5,000 a second on linux.
Result<PathRelevance> read_path_relevance(const CommitSources& sources, const RelevanceRequest& request,
                                          const CommitGraph& graph, const CommitSet& commits);

}  // namespace rebisect
