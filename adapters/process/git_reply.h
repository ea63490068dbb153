// What git prints while it bisects, read as values.
#pragma once

#include <optional>

#include "adapters/process/system_git.h"
#include "engine/review/cross_check.h"

namespace rebisect {

// The answer in what `git bisect start|good|bad|skip` printed, in English, of git 1.7.7 to 2.55; nothing
// where there is none. What git prints behind its answer (the commit that it found) may have failed.
std::optional<GitReply> read_git_reply(const GitRun& run);

}  // namespace rebisect
