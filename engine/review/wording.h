// The words of reports. In a fix bisection git is told "good" for a commit that crashes; people read
// "crashes" and "does not crash" there, never good and bad.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/model/bisection_log.h"
#include "engine/model/commit_graph.h"
#include "engine/replay/bisect_session.h"

namespace rebisect {

// A revision for people: the first 12 digits of an id, any other name whole.
std::string brief(const Revision& revision);
std::string brief(std::string_view revision);

// "bad", or "does not crash" in a fix bisection: what stands in a table.
std::string_view word(Verdict verdict, Aim aim);
// "was called bad", or "does not crash": what stands behind a commit in a sentence.
std::string clause(Verdict verdict, Aim aim);

// "step 7", or "line 40" where a verdict was told without a test.
std::string step_name(const BisectionLog& log, std::size_t command);

// What git does instead: "have tested 4b825dc642cb", "have stopped: ...". Without good and bad, so that it
// fits either aim.
std::string describe_outcome(const CommitGraph& graph, const BisectAnswer& answer);

// "Bisecting: 1 revision left to test after this (roughly 0 steps)", in git's own words.
std::string bisecting_line(std::int64_t left, std::uint32_t rounds);

// "1 commit", "12 commits".
std::string counted(std::size_t count, std::string_view noun);

}  // namespace rebisect
