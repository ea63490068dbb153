// A BisectionLog in git's own words: what `git bisect replay` reads.
#pragma once

#include <string>

#include "engine/model/bisection_log.h"

namespace rebisect {

// `git bisect start` with its options, then a line for each verdict, then the outcome as a comment. The ends
// stand as verdicts, not on the start line: from git 2.31 on a start line that asks for a merge base would
// end the replay. Names that the log explains are written as ids. In a fix bisection the words are those told
// to git.
std::string to_git_log(const BisectionLog& log);

}  // namespace rebisect
