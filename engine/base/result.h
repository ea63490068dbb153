// How everything fails: a function that may be unable to do what was asked returns Result<T>.
//
// Three tiers. Odd input is a Diagnostic, a value, and reading goes on. What cannot be done is an Error in a
// Result. A bug of ours is ENSURE and stops the program.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace rebisect {

// Which exit status `main` gives (the numbers are those of BSD's sysexits, see docs/cli.md).
enum class ErrorCode {
  usage,              // 64: the words of the command line
  malformed,          // 65: the input is not what it should be
  not_readable,       // 66: a file is not there or cannot be read
  repository,         // 69: the repository cannot serve
  history_too_short,  // 69: the history was read too sparsely; who reads it reads all of it and asks again
  not_writable,       // 74: the output cannot be written
};

// The message starts in lower case, says what was tried and with which value, and ends without a full stop.
// The caller puts its context in front ("FILE: "), so that it reaches a person with file, line and remedy.
struct Error {
  ErrorCode code;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

// tl::expected 1.0.0 is not [[nodiscard]] itself; a dropped Result would compile silently.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

// "context: message", for a caller that knows what the callee did not.
inline tl::unexpected<Error> fail_in(const std::string& context, const Error& error) {
  return fail(error.code, context + ": " + error.message);
}

}  // namespace rebisect

#define REBISECT_JOIN_INNER(a, b) a##b
#define REBISECT_JOIN(a, b) REBISECT_JOIN_INNER(a, b)

// REBISECT_TRY(const auto x, f()): x is f()'s value, or this function returns f()'s error.
#define REBISECT_TRY(declaration, expression)                                     \
  auto REBISECT_JOIN(result_, __LINE__) = (expression);                           \
  if (!REBISECT_JOIN(result_, __LINE__)) {                                        \
    return ::tl::unexpected(std::move(REBISECT_JOIN(result_, __LINE__)).error()); \
  }                                                                               \
  declaration = *std::move(REBISECT_JOIN(result_, __LINE__))
