// Syzbot logs from an outline of their verdicts, for tests of what is read from them.
#pragma once

#include <string_view>

#include "engine/model/bisection_log.h"

namespace rebisect::testing {

// A word for each step, the first the start's: "B" bad, every one of ten runs crashed with the title of the
// bug; "F" the same with the title of an unrelated crash; "K" with one of another function of the same kind;
// "." good, ten runs ok; "s" skipped. A digit behind a letter is how many of ten runs crashed: "F1". In
// brackets it is a release, otherwise a test of the search: "B (B) (.) . B1". The commits are 0, 1, ... in 40
// hexadecimal digits; the last bad one of the search is claimed.
BisectionLog outlined(std::string_view outline);

// The titles that the letters stand for.
inline constexpr std::string_view kOwnTitle = "KASAN: use-after-free Read in tipc_nl_publ_dump";
inline constexpr std::string_view kUnrelatedTitle = "INFO: task hung in rtnl_lock";
inline constexpr std::string_view kSameKindTitle = "KASAN: use-after-free Read in ext4_iget";

}  // namespace rebisect::testing
