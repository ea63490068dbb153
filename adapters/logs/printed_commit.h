// The commit that git shows at the end of a bisection, line by line.
#pragma once

#include <string_view>

#include "engine/model/printed_commit.h"

namespace rebisect {

// Adds what a line behind "<id> is the first bad commit" says. The shapes are those of `git show` with
// --stat (git since 2.26 in these logs) and --raw (before); other lines say nothing here.
void read_printed_commit(std::string_view line, PrintedCommit& commit);

}  // namespace rebisect
