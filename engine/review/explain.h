// The first line of a report and the reasons below it, as sentences. Each reason names the step that it rests
// on and what would change it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/review/finding.h"
#include "engine/review/report.h"

namespace rebisect {

// Follows the conclusion on the first line: "44835f197bf1 is the one commit that the verdicts leave".
std::string headline(const Report& report);

inline constexpr std::size_t kMostReasons = 5;

// At most kMostReasons, most important first.
std::vector<std::string> explain(const Facts& facts, const Report& report);
// What a report made from the log alone says in the end to whoever made it; no reason for others.
inline constexpr std::string_view kRepositoryAdvice =
    "with the repository (--repo DIR) each step could be compared with git's own choice";
// For a report made from the log alone.
std::vector<std::string> explain(const Report& report);

}  // namespace rebisect
