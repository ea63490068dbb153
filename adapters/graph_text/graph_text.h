// Histories as text: what `git log --all --format='%H %ct %T %P'` prints, one commit a line. With it a
// history can be taken from a machine without its objects.
#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/model/commit_graph.h"

namespace rebisect {

// A commit one of whose parents has no line itself gets ParentsKnown::unread. Empty lines are passed over.
// Fails (malformed) where a line is not `ID TIME TREE [PARENT...]`, with its number, and where
// CommitGraph::build() does.
Result<CommitGraph> parse_graph_text(std::string_view text);

}  // namespace rebisect
