// Bisections as text: "start H7 H1 | good | skip H2 H4 | skip H2..H4 | next" is a list of commands, and
// "test H4 (2, 1) | first bad H7" are answers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/replay/bisect_session.h"
#include "tests/support/sketch.h"

namespace rebisect::testing {

// "test X (N, K)", "merge base X", "first bad X", "only skipped X Y", "merge base X is bad", "not ancestors",
// "both good and bad", "no testable", "waiting" or "too short at X"; in front of it "skipped merge base X, "
// for each of those.
std::string to_text(const BisectAnswer& answer, const std::function<std::string(CommitIndex)>& name);

// Runs the commands and gives the answers, joined with " | ". Commits are names of the sketch.
std::string run_script(const Sketch& history, BisectSession& session, std::string_view script);

// The same in a session of its own.
std::string run_script(const Sketch& history, std::string_view script,
                       const GitRules& rules = newest_git_rules(), BisectOptions options = {});

}  // namespace rebisect::testing
