// History: what the repositories answered for one log. The graph to replay on, and what the log's names mean
// there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/culprit_facts.h"
#include "engine/model/oid.h"
#include "engine/model/path_changes.h"
#include "engine/model/path_relevance.h"

namespace rebisect {

// What a log's paths change. Git 2.21.0 and later keep the `--` before the paths as one more path, which
// matters beside paths that only exclude.
struct PathsRead {
  PathChanges as_given;
  std::optional<PathChanges> with_dashes;  // absent where it would be the same
};

struct History {
  CommitGraph graph;
  // Of a log whose search was limited to paths. Absent where the trees could not be compared; `paths_unread`
  // then says why, in the words of a diagnostic.
  std::optional<PathsRead> paths;
  std::string paths_unread;
  // The commit that each asked-for text names (an id, a short id, a tag, HEAD); annotated tags are peeled. A
  // text that names none stands in `missing`; a short id that fits several commits stands in `ambiguous`.
  std::map<std::string, Oid> names;
  std::vector<std::string> missing;
  std::vector<std::string> ambiguous;
  // The repository is a shallow clone and the graph reaches its boundary: results can differ from a full
  // clone's.
  bool truncated = false;
  // Replace refs or grafts change parents in the graph, as they do for git.
  bool replaced = false;
  // What they say of the reported commits; empty where that was not asked.
  CulpritFacts culprit;
  // How near the commits between the ends come to the crash; absent where that was not asked or could not be
  // compared, which a note then says.
  std::optional<PathRelevance> relevance;
  // What else a person should know, e.g. "the commit-graph file is corrupt and was ignored".
  std::vector<std::string> notes;
};

}  // namespace rebisect
