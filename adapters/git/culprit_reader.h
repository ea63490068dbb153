// What the repositories say of the commits that a log reports, read once for one log.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/culprit_facts.h"
#include "engine/model/oid.h"

namespace rebisect {

// A tested commit, as a place in BisectionLog::steps.
struct TestedStep {
  Oid id;
  std::size_t step = 0;
};

struct CulpritRequest {
  std::vector<Oid> claims;
  std::string bug_id = {};               // the bug's id at syzbot; empty: none
  std::vector<TestedStep> tested = {};   // in which the targets of `Fixes:` lines are sought
  std::vector<SourceLine> crash = {};    // the lines of a crash report, innermost first, and ...
  std::optional<Oid> crash_commit = {};  // ... the commit whose kernel printed it
  std::vector<TestedStep> goods = {};    // in which those lines are sought
  bool later_commits = true;             // read the messages of later commits, too
  std::size_t most_messages = 0;
  std::size_t most_contents = 0;     // changed files of a commit whose contents are compared
  std::size_t most_crash_files = 0;  // files of the crash that are looked into
};

// What cannot be read is left out and told in CulpritFacts::notes, once for each reason: a repository may
// have neither trees nor contents, and nothing is fetched. Fails (repository) only where a repository is
// broken.
Result<CulpritFacts> read_culprit_facts(const CommitSources& sources, const CulpritRequest& request);

}  // namespace rebisect
