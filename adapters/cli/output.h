// How a command's result reaches the person who asked: as wide as the terminal, in the characters of the
// locale.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/cli/args.h"
#include "adapters/report/json.h"
#include "adapters/report/text.h"
#include "engine/base/result.h"
#include "engine/model/settings.h"

namespace rebisect {

// What the program is told by the system, so that nothing below asks for it.
struct Surroundings {
  std::string_view version;
  bool progress_terminal = false;  // standard error is a terminal
  bool color_terminal = false;     // standard output is a terminal, and NO_COLOR is not set
  std::size_t terminal_width = 0;  // columns of that terminal; 0: it is none, or does not say
  bool ascii = false;              // the locale's characters are not those of UTF-8
};

// The exit status of a command that did its work.
inline constexpr int kDone = 0;

ToolVersion tool(const Surroundings& surroundings);

// Text for people: as the options ask for it, else as the surroundings and the settings have it.
TextStyle style_of(const CommonOptions& options, const Settings& settings, const Surroundings& surroundings);

// Writes what a command gives. Text for people is in the characters of the locale; other formats are UTF-8
// whatever it is. Gives kDone; fails (not_writable) as write_output() does.
Result<int> write_done(const CommonOptions& options, const std::string& text,
                       const Surroundings& surroundings);

}  // namespace rebisect
