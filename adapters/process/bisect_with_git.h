// Leads the git of this machine through a bisection, in a repository of our own that is removed afterwards.
#pragma once

#include <chrono>

#include "adapters/process/scratch_repository.h"
#include "engine/review/cross_check.h"

namespace rebisect {

// Tells the script's commands one by one. Never fails: what kept git from answering stands in the answers. At
// the deadline git and its children are killed; the answers until then are kept. A SIGINT or
// SIGTERM has its usual effect when git is killed and the repository removed. `version` is what
// git_version() gave.
GitAnswers bisect_with_git(const GitScript& script, const BorrowedStores& stores, const std::string& version,
                           std::chrono::steady_clock::time_point deadline);

// What is left until then; nothing less than a millisecond.
std::chrono::milliseconds time_until(std::chrono::steady_clock::time_point deadline);

}  // namespace rebisect
