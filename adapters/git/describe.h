// What the commits of a report are called.
#pragma once

#include <map>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/commit_description.h"
#include "engine/model/oid.h"

namespace rebisect {

// Subject and author of each commit, from the repositories; the commits that only a commit-graph file knows
// are absent. Latin-1 text becomes UTF-8; other encodings stay the bytes that they are. Fails (repository)
// where a commit cannot be read.
Result<std::map<Oid, CommitDescription>> describe_commits(const CommitSources& sources,
                                                          const std::vector<Oid>& ids);

}  // namespace rebisect
