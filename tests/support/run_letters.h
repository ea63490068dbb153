// The runs of tests in short: "CC..b" is two crashes, two runs that ended well, one kernel that did not boot.
#pragma once

#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"

namespace rebisect::testing {

inline constexpr std::string_view kBugTitle = "KASAN: use-after-free Read in tcp_close";

// `.` ok, `C` a crash with kBugTitle, `D` "possible deadlock in ext4_iget", `W` "WARNING in tcp_close",
// `O` "KASAN: slab-out-of-bounds Read in tcp_close",
// `L` a lost machine, `S` a failure of the test programs, `b` no boot, `t` a trivial program failed, `f`
// failed on the host, `i` infra, `g` a crash with kBugTitle that was left out. Stops the test program on
// another.
std::vector<RunOutcome> runs_of(std::string_view letters);

// Gives the steps of a log their runs, a word each: letters, "-" for none, "x" for a kernel that could not be
// built, "all." and the like where the log gives one outcome for all.
void give_runs(BisectionLog& log, std::string_view words);

// A log of syzbot's, of the dialect, whose tests are these: "start CCCC; v5.1 CC..; v5.0 all.; bad CC.. ;
// claim d". Each test is of its own commit, c0, c1, ...; `v` opens a release, `head` a test of the tip,
// `config` and `parent` a test of the start commit and of the claim's parent. A first good, bad or skip
// starts the search: from the start commit, and the last release or head.
BisectionLog syzbot_log(std::string_view dialect, std::string_view tests);

}  // namespace rebisect::testing
