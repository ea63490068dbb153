// Lines of a text, with their numbers. CRLF and a missing last newline are dealt with here and nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"

namespace rebisect {

// One line of a log as its writer meant it. A view: the text must outlive it.
struct LineView {
  std::string_view text;  // without the line's end
  LineSpan span;          // the lines of the input that it takes up: several where a mailer had broken it
  bool remark = false;    // written by a person or a mailer around the log, see undo_mail()
};

// The lines of `text`, numbered from 1. A line ends with LF or CRLF; the last one may lack its end. An empty
// text has no lines.
inline std::vector<LineView> read_lines(std::string_view text) {
  std::vector<LineView> lines;
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    lines.push_back({line, {number, number}, false});
  }
  return lines;
}

}  // namespace rebisect
