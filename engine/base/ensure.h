// ENSURE: stops the program on a bug of ours, in every build type. Never for input: odd input is a
// Diagnostic, and what cannot be done is an Error (engine/base/result.h).
#pragma once

#include <cstdio>
#include <cstdlib>

namespace rebisect {

// The exit status of a bug of ours (EX_SOFTWARE of BSD's sysexits).
inline constexpr int kBugExitStatus = 70;

[[noreturn]] inline void stop_on_bug(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "bug: %s:%d: %s does not hold; please report this\n", file, line, condition);
  std::_Exit(kBugExitStatus);
}

}  // namespace rebisect

#define ENSURE(condition) \
  ((condition) ? static_cast<void>(0) : ::rebisect::stop_on_bug(#condition, __FILE__, __LINE__))
