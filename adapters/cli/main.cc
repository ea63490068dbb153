// The program: words in, exit status out. All that the engine must not know of (the clock, the environment,
// the terminal) is asked for here.
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <string_view>

#include <sys/ioctl.h>

#include "adapters/cli/commands.h"
#include "adapters/report/layout.h"
#include "engine/base/ensure.h"

namespace {

// As BSD's sysexits has them.
int exit_status(rebisect::ErrorCode code) {
  switch (code) {
    case rebisect::ErrorCode::usage:
      return 64;
    case rebisect::ErrorCode::malformed:
      return 65;
    case rebisect::ErrorCode::not_readable:
      return 66;
    case rebisect::ErrorCode::repository:
    case rebisect::ErrorCode::history_too_short:
      return 69;
    case rebisect::ErrorCode::not_writable:
      return 74;
  }
  return rebisect::kBugExitStatus;
}

// Is the character set that of UTF-8? As POSIX has it, the first of these variables that is not empty tells.
// Its name is looked at, not the locales that are installed: containers have none, but show UTF-8.
bool locale_is_ascii() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale = value;
    return std::ranges::none_of(std::array<std::string_view, 4>{"UTF-8", "UTF8", "utf-8", "utf8"},
                                [&](auto utf8) { return locale.find(utf8) != std::string_view::npos; });
  }
  return true;
}

// 0 where standard output is no terminal, or one that does not know.
std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int report(const rebisect::Error& error) {
  // Messages quote input: no byte of it may drive the terminal or end the line.
  const std::string message = rebisect::printable(error.message);
  std::cerr << "rebisect: " << (locale_is_ascii() ? rebisect::in_ascii(message) : message) << '\n';
  return exit_status(error.code);
}

// https://no-color.org: any value of NO_COLOR that is not empty says no.
bool wants_color() {
  const char* const no_color = std::getenv("NO_COLOR");
  const bool said_no = no_color != nullptr && *no_color != '\0';
  return !said_no && isatty(STDOUT_FILENO) != 0;
}

// Tables of the history's size are made and dropped all the time. Memory that was given back would have to be
// fetched and cleared anew: an eighth of the time of one choice over 264,285 commits.
void keep_memory() {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 1 << 24);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory();
  try {
    const rebisect::Surroundings surroundings{.version = REBISECT_VERSION,
                                              .progress_terminal = isatty(STDERR_FILENO) != 0,
                                              .color_terminal = wants_color(),
                                              .terminal_width = terminal_width(),
                                              .ascii = locale_is_ascii()};
    const std::span<const char* const> words(argv, static_cast<std::size_t>(argc));
    const rebisect::Result<rebisect::Request> request = rebisect::parse_args(words, surroundings.version);
    if (!request) return report(request.error());
    const rebisect::Result<int> status = rebisect::run(*request, surroundings);
    return status ? *status : report(status.error());
  } catch (const std::exception& error) {
    std::cerr << "bug: " << error.what() << "; please report this\n";
    return rebisect::kBugExitStatus;
  }
}
