#include "adapters/logs/console.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "adapters/logs/line_reader.h"
#include "adapters/logs/words.h"

namespace rebisect {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// "12.345678"
bool is_time(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && is_number(text.substr(0, dot)) && is_number(text.substr(dot + 1));
}

// "T123", "C1"
bool is_context(std::string_view text) {
  return (text.starts_with('T') || text.starts_with('C')) && is_number(text.substr(1));
}

// What stands between `open` at the front and the next `close`.
std::optional<std::string_view> enclosed(std::string_view text, char open, char close) {
  if (!text.starts_with(open)) return std::nullopt;
  const std::size_t end = text.find(close);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(1, end - 1);
}

// Takes one prefix off; false where there is none.
bool strip_one(ConsoleLine& line) {
  std::string_view rest = line.text;
  if (const auto level = enclosed(rest, '<', '>'); level && is_number(*level)) {
    line.text = rest.substr(level->size() + 2);
    return true;
  }
  const auto inner = enclosed(rest, '[', ']');
  if (!inner) return false;
  const std::string_view word = trim(*inner);
  if (is_context(word)) {
    line.context = word;
  } else if (!is_time(word)) {
    return false;
  }
  rest.remove_prefix(inner->size() + 2);
  // One blank belongs to the prefix, more to the line; none stands before another prefix.
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  line.text = rest;
  return true;
}

}  // namespace

ConsoleLine strip_prefix(std::string_view line, std::uint32_t number) {
  constexpr std::string_view kSyslog = " kernel: ";
  constexpr std::size_t kLongestSyslogPrefix = 100;
  const std::size_t end = line.find_last_not_of(kBlanks);
  ConsoleLine stripped{line.substr(0, end == std::string_view::npos ? 0 : end + 1), {}, number};
  const std::size_t syslog = stripped.text.substr(0, kLongestSyslogPrefix).find(kSyslog);
  const bool dated = !stripped.text.empty() && stripped.text.front() >= 'A' && stripped.text.front() <= 'Z';
  if (syslog != std::string_view::npos && dated) stripped.text.remove_prefix(syslog + kSyslog.size());
  while (strip_one(stripped)) {
  }
  return stripped;
}

std::vector<ConsoleLine> read_console(std::string_view text) {
  std::vector<ConsoleLine> lines;
  for (const LineView& line : read_lines(text)) lines.push_back(strip_prefix(line.text, line.span.first));
  return lines;
}

}  // namespace rebisect
