// How old the lines are that crashed: whether they stand in commits that were tested before.
#pragma once

#include <optional>
#include <vector>

#include "adapters/git/culprit_reader.h"
#include "adapters/git/tree_source.h"
#include "engine/base/result.h"
#include "engine/model/culprit_facts.h"

namespace rebisect {

// One entry for each of the lines whose file stands in the crash's commit and is long enough. A line counts
// as old where a comparison of the two versions of its file leaves it unchanged, white space aside; a file
// that had another name then is not looked for. One comparison for each file and good commit: blame asks who
// wrote the line, which is not the question, and takes minutes on linux. Fails (repository) where a tree or a
// content is not there.
Result<std::vector<CrashLineAge>> ages_of_lines(const TreeSource& source, const CulpritRequest& request,
                                                const std::vector<SourceLine>& lines,
                                                const std::optional<Oid>& parent_of_claim);

}  // namespace rebisect
