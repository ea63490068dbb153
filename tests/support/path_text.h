// What the commits of a sketch hold within some paths, as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/path_changes.h"
#include "tests/support/sketch.h"

namespace rebisect::testing {

// By place in the graph, what the paths hold; empty: nothing. All comparisons are read.
PathChanges changes_between(const CommitGraph& graph, const std::vector<std::string>& contents);

// "b=1 d=2": what the paths hold in these commits. Another commit leaves them as in its first parent; without
// parents it has nothing there.
PathChanges changes_of(const Sketch& sketch, std::string_view contents);

}  // namespace rebisect::testing
