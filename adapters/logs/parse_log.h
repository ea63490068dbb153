// Text to BisectionLog: the one function of this folder that others call.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// Inputs beyond these are refused, so that no input can use up the memory. The largest bisection log that
// syzbot keeps has 10 MB; the largest of 1,124 real ones has 1.1 MB and 11,000 lines.
struct LogLimits {
  std::size_t bytes = std::size_t{64} << 20U;
  std::size_t lines = 2'000'000;
};

// Reads a syzbot bisection log, the output of `git bisect log`, a transcript of a bisection, or a mail that
// holds or quotes one of these, in its text or attached. Odd lines become diagnostics. Fails
// (ErrorCode::malformed) only where the text holds no bisection at all or is beyond the limits; the message
// says what the text looks like. The result depends on nothing but the arguments. Cost: linear in the text.
Result<BisectionLog> parse_log(std::string_view text, const LogLimits& limits = {});

}  // namespace rebisect
