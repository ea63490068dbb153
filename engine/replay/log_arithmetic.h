// What a log's own numbers say about its claim, where no repository is at hand.
//
// Git prints how many revisions are left before each test, so the last verdicts tell whether one candidate
// remained: after "good" the N that were left and the last bad commit do, N + 1 in all; after "bad" with "0
// revisions left (roughly 0 steps)" at most two commits were candidates and the one just tested remains.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/bisection_log.h"

namespace rebisect {

struct LogArithmetic {
  // How many candidates the log ends with, as far as its numbers tell.
  std::optional<std::uint64_t> left;
  // The commits it ends with: the last bad one where one is left, git's own list where it printed one.
  std::vector<Revision> ends_with;
  // Is the claim exactly what the numbers leave? nullopt where they leave it open or there is no claim.
  std::optional<bool> follows;
};

LogArithmetic log_arithmetic(const BisectionLog& log);

// Do two revisions of one log name the same commit? By the log's own names, and short ids fit whole ones.
bool same_revision(const BisectionLog& log, const Revision& one, const Revision& other);

}  // namespace rebisect
