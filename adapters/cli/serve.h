// `rebisect next --serve`: answers many questions about bisections on one graph, in one process.
#pragma once

#include <istream>
#include <ostream>

#include "adapters/git/commit_sources.h"
#include "engine/model/commit_graph.h"

namespace rebisect {

// Reads requests and writes answers (adapters/report/serve_protocol.h) line by line until the input ends. A
// request that cannot be served is answered with an error, and the next one is read. Bisections that are
// limited to paths are served from the trees of the sources.
void serve(const CommitGraph& graph, const CommitSources& sources, std::istream& in, std::ostream& out);

}  // namespace rebisect
