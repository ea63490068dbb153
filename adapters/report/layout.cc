#include "adapters/report/layout.h"

#include <cstdint>

namespace rebisect {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool continues(char c) {
  return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
}

// The length of the valid UTF-8 sequence that the text starts with; 0 where there is none. Surrogates,
// overlong forms and values past U+10FFFF are not valid (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(text[i])) return 0;
  }
  const auto second = static_cast<std::uint8_t>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool outside = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return overlong || outside ? 0 : length;
}

// Control characters of ASCII, of Latin-1 (U+0080 to U+009F), and the marks that turn the direction of
// writing (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).
bool drives_terminal(std::string_view sequence) {
  const auto lead = static_cast<std::uint8_t>(sequence.front());
  if (sequence.size() == 1) return lead < 0x20 || lead == 0x7F;
  const auto last = static_cast<std::uint8_t>(sequence.back());
  if (sequence.size() == 2) return (lead == 0xC2 && last < 0xA0) || sequence == "\xD8\x9C";
  const std::string_view block = sequence.substr(0, 2);
  if (block == "\xE2\x80") return last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE);
  return block == "\xE2\x81" && last >= 0xA6 && last <= 0xA9;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      result += kReplacement;
      text.remove_prefix(1);
      continue;
    }
    const std::string_view sequence = text.substr(0, length);
    if (drives_terminal(sequence)) {
      result += '?';
    } else {
      result += sequence;
    }
    text.remove_prefix(length);
  }
  return result;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += continues(c) ? 0U : 1U;
  return count;
}

std::string wrapped(std::string_view text, std::string_view first, std::string_view rest, std::size_t width) {
  std::string result(first);
  std::size_t used = columns(first);
  bool line_empty = true;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    if (word.empty()) continue;
    if (!line_empty && used + 1 + columns(word) > width) {
      result += '\n';
      result += rest;
      used = columns(rest);
      line_empty = true;
    }
    if (!line_empty) {
      result += ' ';
      ++used;
    }
    result += word;
    used += columns(word);
    line_empty = false;
  }
  return result + "\n";
}

std::string cell(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t used = 0;
  const bool cut = columns(text) > width;
  const std::size_t room = cut && width > 0 ? width - 1 : width;
  for (const char c : text) {
    if (!continues(c) && used++ == room) break;
    result += c;
  }
  if (!cut) return result + std::string(width - columns(text), ' ');
  return width > 0 ? result + "~" : result;
}

}  // namespace rebisect
