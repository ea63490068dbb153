#include "adapters/logs/git_log_lines.h"

#include <algorithm>
#include <vector>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

std::optional<BracketView> parse_bracket(std::string_view text) {
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return std::nullopt;
  const std::string_view id = text.substr(1, end - 1);
  if (!OidPrefix::from_hex(id)) return std::nullopt;
  return BracketView{id, trim(text.substr(end + 1))};
}

// "user@host:~/linux$ "; beyond that the words stand in prose.
constexpr std::size_t kLongestPrompt = 80;

bool is_prompt(std::string_view text) {
  if (text.size() > kLongestPrompt || text.starts_with('#')) return false;
  if (text.ends_with("> ")) return text.starts_with("PS ") || text.find(":\\") != std::string_view::npos;
  return text.ends_with("$ ") || text.ends_with("% ") || text.ends_with("# ");
}

// What stands behind `command` at the start of the line, or behind a prompt.
std::optional<std::string_view> typed(std::string_view line, std::string_view command) {
  const std::size_t at = line.find(command);
  if (at == std::string_view::npos || (at != 0 && !is_prompt(line.substr(0, at)))) return std::nullopt;
  return trim(line.substr(at + command.size()));
}

bool is_revision_like(std::string_view word) {
  return OidPrefix::from_hex(word).has_value() ||
         (word.size() > 1 && word[0] == 'v' && word[1] >= '0' && word[1] <= '9');
}

// A revision rather than a file.
bool may_be_checked_out(std::string_view word) {
  return is_revision_like(word) || word.find_first_of("./") == std::string_view::npos;
}

// "git bisect start" as nobody writes it in prose.
bool is_start_landmark(const std::vector<std::string_view>& words) {
  return words.size() == 1 || words[1].starts_with('\'') || words[1].starts_with('-') ||
         is_revision_like(words[1]);
}

}  // namespace

std::optional<MarkCommentView> parse_mark_comment(std::string_view body) {
  const std::size_t colon = body.find(": ");
  if (colon == std::string_view::npos || body.substr(0, colon).find(' ') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto commit = parse_bracket(trim(body.substr(colon + 2)));
  if (!commit) return std::nullopt;
  return MarkCommentView{body.substr(0, colon), *commit};
}

std::optional<BracketView> parse_outcome_comment(std::string_view body, std::string_view start) {
  const auto rest = after(body, start);
  if (!rest) return std::nullopt;
  const auto what = after(rest->substr(std::min(rest->size(), rest->find(' '))), " commit: ");
  if (!what) return std::nullopt;
  return parse_bracket(trim(*what));
}

std::optional<std::string_view> bisect_command_of(std::string_view line) {
  if (const auto command = typed(line, "git bisect ")) return command;
  return typed(line, "git-bisect ");
}

std::optional<std::string_view> checkout_by_hand(std::string_view line) {
  if (const auto moved = after(line, "HEAD is now at ")) return moved->substr(0, moved->find(' '));
  for (const std::string_view command : {"git checkout ", "git switch ", "git reset --hard "}) {
    const auto arguments = typed(line, command);
    if (!arguments || line.starts_with(command)) continue;  // only behind a prompt it was surely typed
    const std::vector<std::string_view> words = split_words(*arguments);
    const bool moves = !words.empty() && !words.back().starts_with('-') && may_be_checked_out(words.back()) &&
                       std::ranges::find(words, "--") == words.end();
    if (moves) return words.back();
  }
  return std::nullopt;
}

std::optional<Verdict> verdict_of(std::string_view word, const StartOptions& options) {
  if (word == options.term_bad || word == "new") return Verdict::bad;
  if (word == options.term_good || word == "old") return Verdict::good;
  return parse_verdict(word);
}

bool is_git_log_landmark(std::string_view line) {
  const std::string_view text = trim(line);
  if (text.starts_with('#')) {
    const std::string_view body = trim(text.substr(1));
    return parse_mark_comment(body) || parse_outcome_comment(body, "first ") ||
           parse_outcome_comment(body, "possible first ");
  }
  const auto command = bisect_command_of(text);
  if (!command) return false;
  const std::vector<std::string_view> words = split_words(*command);
  if (words.empty()) return false;
  const bool behind_prompt = text.front() != 'g';
  if (words.front() == "start") return behind_prompt || is_start_landmark(words);
  if (!verdict_of(words.front(), {})) return false;
  return words.size() == 1 ? behind_prompt : behind_prompt || is_revision_like(words[1]);
}

}  // namespace rebisect
