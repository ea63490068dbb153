// Logs in tests: short texts that stand for long ones, and outlines that say what was read from a log.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/bisection_log.h"

namespace rebisect::testing {

// "$a" becomes the id of 40 letters a, "%a" a signature of 64; other text stays.
std::string with_ids(std::string_view text);

// The log in `text` (see with_ids). A text that is refused fails the test and gives an empty log.
BisectionLog read_log(std::string_view text);

// One line per step: "release 2 v5.2: 10 crashed, bad". Ids are given by their first digit; "all crashed" is
// where the log does not give the number of runs.
std::string steps_of(const BisectionLog& log);

// One line per thing told to git: "start 2 3 [1 2] -> test 4, 11 left, 4 rounds".
std::string commands_of(const BisectionLog& log);

// "commit 4: subject"; "no claim".
std::string claim_of(const BisectionLog& log);

// "12: text" per diagnostic.
std::string diagnostics_of(const BisectionLog& log);

// A letter per line: unknown ? blank _ catalogue c git_output g build_text t crash_report x command ! comment
// # remark r.
std::string kinds_of(const BisectionLog& log);

// The bytes of tests/fixtures/NAME. Stops the test program where there is no such file.
std::string read_fixture(std::string_view name);

// The bytes of a file; nullopt where it cannot be read.
std::optional<std::string> read_file(const std::string& path);

}  // namespace rebisect::testing
