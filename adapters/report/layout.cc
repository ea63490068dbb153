#include "adapters/report/layout.h"

#include <algorithm>
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

struct Block {
  std::uint32_t first, last;
};
// Characters that take two columns, and those that stand on the one before (Unicode 15, EastAsianWidth.txt
// and the combining marks of UnicodeData.txt, by whole blocks).
constexpr Block kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
                           {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
                           {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
constexpr Block kCombining[] = {{0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};

template <std::size_t size>
bool is_in(std::uint32_t character, const Block (&blocks)[size]) {
  return std::ranges::any_of(
      blocks, [&](Block block) { return character >= block.first && character <= block.last; });
}

// A character of some text: its bytes, and how many columns it takes.
struct Character {
  std::string_view bytes;
  std::size_t columns = 1;
};

// The first character of a text that is not empty. A byte that belongs to none stands for itself.
Character first_character(std::string_view text) {
  const std::size_t length = sequence_length(text);
  if (length < 2) return {text.substr(0, 1), 1};
  auto code = static_cast<std::uint32_t>(static_cast<std::uint8_t>(text.front()) & (0x7FU >> length));
  for (std::size_t i = 1; i < length; ++i) {
    code = (code << 6U) | (static_cast<std::uint8_t>(text[i]) & 0x3FU);
  }
  const std::size_t columns = is_in(code, kWide) ? 2 : is_in(code, kCombining) ? 0 : 1;
  return {text.substr(0, length), columns};
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

std::string in_ascii(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (static_cast<std::uint8_t>(c) < 0x80) {
      result += c;
    } else if (!continues(c)) {
      result += '?';
    }
  }
  return result;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    count += character.columns;
    text.remove_prefix(character.bytes.size());
  }
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
  const std::size_t whole = columns(text);
  if (whole <= width) return std::string(text) + std::string(width - whole, ' ');
  if (width == 0) return "";
  std::string result;
  std::size_t used = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (used + character.columns > width - 1) break;
    result += character.bytes;
    used += character.columns;
    text.remove_prefix(character.bytes.size());
  }
  return result + std::string(width - 1 - used, ' ') + "~";
}

}  // namespace rebisect
