#include "adapters/git/commit_mentions.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace rebisect {
namespace {

// Git's own shortest abbreviation for people; fewer digits name many commits of a kernel.
constexpr std::size_t kFewestDigits = 7;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_digit(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f');
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view without_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

// Takes the words off the text, in any case and with any white space between and behind them.
bool take_words(std::string_view& text, std::string_view words) {
  std::string_view rest = text;
  for (const char c : words) {
    if (c == ' ') {
      if (rest.empty() || !is_space(rest.front())) return false;
      rest = without_space(rest);
      continue;
    }
    if (rest.empty() || lower(rest.front()) != c) return false;
    rest.remove_prefix(1);
  }
  text = without_space(rest);
  return true;
}

// The id that the text starts with, where nothing else is glued to it.
std::optional<OidPrefix> id_at(std::string_view text) {
  const auto* const end = std::ranges::find_if_not(text, is_digit);
  const auto length = static_cast<std::size_t>(end - text.begin());
  if (length < kFewestDigits || length > Oid::kDigits) return std::nullopt;
  if (end != text.end() && ((lower(*end) >= 'g' && lower(*end) <= 'z') || *end == '_')) return std::nullopt;
  return OidPrefix::from_hex(text.substr(0, length));
}

std::string_view message_of(std::string_view object) {
  const std::size_t end = object.find("\n\n");
  return end == std::string_view::npos ? std::string_view() : object.substr(end + 2);
}

// Where each line begins, with white space in front passed over.
template <typename Function>
void for_each_line(std::string_view text, const Function& function) {
  while (!text.empty()) {
    const std::size_t length = text.find('\n');
    function(text.substr(0, length), text);
    if (length == std::string_view::npos) return;
    text.remove_prefix(length + 1);
  }
}

void read_line(std::string_view line, std::string_view from_here, CommitMentions& into) {
  std::string_view rest = without_space(line);
  if (rest.empty()) return;
  if (take_words(rest, "fixes:")) {
    take_words(rest, "commit ");
    if (const auto id = id_at(rest)) into.fixes.push_back(*id);
    return;
  }
  // The id may stand on the next line.
  rest = without_space(from_here);
  const bool upstream = take_words(rest, "[ upstream commit ") || take_words(rest, "commit ") ||
                        take_words(rest, "(cherry picked from commit ");
  if (!upstream) return;
  const std::optional<OidPrefix> id = id_at(rest);
  if (!id || !id->whole()) return;
  const std::string_view behind = without_space(rest.substr(Oid::kDigits));
  std::string_view word = behind;
  if (behind.starts_with("]") || behind.starts_with(")") || take_words(word, "upstream")) {
    into.copy_of.push_back(*id->whole());
  }
}

void read_reverts(std::string_view message, CommitMentions& into) {
  for (std::size_t at = message.find("reverts"); at != std::string_view::npos;
       at = message.find("reverts", at + 1)) {
    std::string_view rest = message.substr(at);
    if (!take_words(rest, "reverts commit ") && !take_words(rest, "reverts ")) continue;
    if (const auto id = id_at(rest)) into.reverts.push_back(*id);
  }
}

// A trailer such as "Reported-and-tested-by:".
bool is_report(std::string_view line) {
  std::string key;
  for (const char c : line.substr(0, line.find(':'))) key += lower(c);
  return key.find("reported") != std::string::npos || key.find("diagnosed") != std::string::npos;
}

}  // namespace

CommitMentions parse_mentions(std::string_view object) {
  const std::string_view message = message_of(object);
  CommitMentions mentions;
  for_each_line(message, [&](std::string_view line, std::string_view from_here) {
    read_line(line, from_here, mentions);
  });
  read_reverts(message, mentions);
  return mentions;
}

bool names_bug(std::string_view object, std::string_view bug_id) {
  bool named = false;
  for_each_line(message_of(object), [&](std::string_view line, std::string_view /*from_here*/) {
    const std::size_t at = line.find(bug_id);
    if (at == std::string_view::npos) return;
    const std::string_view before = line.substr(0, at);
    const std::string_view behind = line.substr(at + bug_id.size());
    if (!behind.empty() && is_digit(behind.front())) return;
    named |= before.ends_with("id=") || (before.ends_with("syzbot+") && is_report(line));
  });
  return named;
}

}  // namespace rebisect
