// As syzkaller's pkg/report, sanitizeTitle() and the replacements of report.go do.
#include "adapters/logs/raw_title.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_address(std::string_view word) {
  constexpr std::size_t kLeastDigits = 6;
  if (word.starts_with("0x") && is_hex(word.substr(2))) return true;
  // A word like "decade" is no address; one of digits alone may be a number.
  return word.size() >= kLeastDigits &&
         word.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         word.find_first_of("0123456789") != std::string_view::npos;
}

// What a run of letters, digits and underscores becomes.
std::string plain_word(std::string_view word, char before) {
  constexpr std::string_view kProgram = "executor";
  if (before == ':' && is_number(word)) return "LINE";
  if (is_number(word) && (word.size() == 1 || word.front() != '0')) return "NUM";
  if (is_address(word)) return "ADDR";
  if (word.starts_with(kProgram) && is_number(word.substr(kProgram.size()))) return std::string(kProgram);
  return std::string(word);
}

// Blanks stand singly, and what is no printable ASCII is left out.
void add_sign(char c, std::string& plain) {
  if (c == '\t') c = ' ';
  if (c < ' ' || c > '~' || (c == ' ' && plain.ends_with(' '))) return;
  plain += c;
}

// "+0x1f/0x40" behind a symbol: takes back the sign that was already written.
bool is_offset(std::string_view word, char before, std::string& title) {
  if (!word.starts_with("0x") || (before != '+' && before != '/') || title.empty()) return false;
  if (before == '/' && title.back() != '/') return false;
  title.pop_back();
  return true;
}

// What differs from crash to crash left out.
std::string plain_text(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_char(text[i])) {
      add_sign(text[i++], plain);
      continue;
    }
    const std::size_t start = i;
    while (i < text.size() && is_word_char(text[i])) ++i;
    const std::string_view word = text.substr(start, i - start);
    if (is_offset(word, start == 0 ? ' ' : text[start - 1], plain)) continue;
    // "file.c:12": only a number behind a name is a line.
    const bool of_file = start > 1 && text[start - 1] == ':' && is_word_char(text[start - 2]);
    plain += plain_word(word, of_file ? ':' : ' ');
  }
  return plain;
}

}  // namespace

std::string raw_title(const OopsMatch& oops) {
  constexpr std::size_t kLongest = 120;
  std::string_view text = oops.from_trigger;
  // "kernel panic: {line}" has words of its own for the trigger.
  const bool reworded = oops.rule->title.ends_with("{line}") && !oops.rule->title.starts_with('{');
  if (reworded) text.remove_prefix(std::min(oops.rule->trigger.size(), text.size()));
  std::string title = plain_text(text).substr(0, kLongest);
  title.erase(title.find_last_not_of(' ') + 1);
  return title;
}

}  // namespace rebisect
