// Console output of a kernel: its lines without what the console puts in front of them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rebisect {

// A view: the text must outlive it.
struct ConsoleLine {
  std::string_view text;     // without prefix, and without blanks at the end
  std::string_view context;  // who printed it: "T123", "C1"; empty where the kernel does not say
  std::uint32_t number = 0;  // in the report, from 1
};

// Takes off "<4>", "[   12.345678]", "[  T123]", "[    C1]", in any number and order, and what syslog puts in
// front of them ("Nov 21 13:20:29 host kernel: ").
ConsoleLine strip_prefix(std::string_view line, std::uint32_t number);

// The lines of `text`; a line ends with LF or CRLF.
std::vector<ConsoleLine> read_console(std::string_view text);

}  // namespace rebisect
