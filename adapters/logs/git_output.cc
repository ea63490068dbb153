#include "adapters/logs/git_output.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

constexpr std::size_t kIdEnd = Oid::kDigits;

// Lines that say nothing about the search: the commit git shows at the end, warnings, progress. A line that
// starts with a blank is a commit's message or its list of files.
constexpr std::string_view kPassing[] = {
    " ",
    "\t",
    ":",
    "commit ",
    "tree ",
    "parent ",
    "Merge: ",
    "Author: ",
    "AuthorDate: ",
    "Commit: ",
    "CommitDate: ",
    "Date: ",
    "Notes:",
    "warning: ",
    "hint: ",
    "fatal: ",
    "Previous HEAD position was ",
    "HEAD is now at ",
    "Checking out files: ",
    "Updating files: ",
    "Switched to ",
    "Already on ",
    "Note: ",
    "status: waiting for ",
    "Warning: the merge base between ",
    "So we cannot be sure the first ",
    "We continue anyway.",
    "We cannot bisect more!",
    "This means the bug has been fixed between ",
    "This means the first ",
    "Some good revs are not ancestors of the bad rev",
    "git bisect cannot work properly in this case.",
    "Maybe you mistook good and bad revs?",
    "bisect run success",
    "bisect found first bad commit",
    "running ",
};

void add_commit(GitOutput& output, std::string_view id) {
  output.commits.push_back(to_revision(id));
}

constexpr std::string_view kRoughly = "(roughly ";

// "N revisions left to test after this (roughly K steps)", the bracket since git 1.6.5.
bool read_counts(std::string_view text, GitOutput& output) {
  const auto left = parse_number<std::int64_t>(text.substr(0, text.find(' ')));
  if (!left) return false;
  output = {.kind = GitOutput::Kind::test, .commits = {}, .left = left, .rounds = {}, .lines = output.lines};
  if (const std::size_t at = text.find(kRoughly); at != std::string_view::npos) {
    const std::string_view number = text.substr(at + kRoughly.size());
    output.rounds = parse_number<std::uint32_t>(number.substr(0, number.find(' ')));
  }
  return true;
}

// "<id> is the first bad commit"; "is first bad commit" before git 1.7.1; the word is quoted since 2.55.
bool read_first_bad(std::string_view text, GitOutput& output) {
  if (text.size() < kIdEnd || !is_whole_id(text.substr(0, kIdEnd))) return false;
  const std::string_view rest = text.substr(kIdEnd);
  if (!rest.starts_with(" is the first ") && !rest.starts_with(" is first ")) return false;
  if (!rest.ends_with(" commit")) return false;
  output.kind = GitOutput::Kind::first_bad;
  output.commits.clear();
  add_commit(output, text.substr(0, kIdEnd));
  return true;
}

// "The merge base <id> is bad."
bool read_merge_base_bad(std::string_view text, GitOutput& output) {
  const auto rest = after(text, "The merge base ");
  if (!rest || rest->size() < kIdEnd || !is_whole_id(rest->substr(0, kIdEnd))) return false;
  output.kind = GitOutput::Kind::merge_base_bad;
  output.commits.clear();
  add_commit(output, rest->substr(0, kIdEnd));
  return true;
}

bool read_checkout(std::string_view text, GitOutput& output) {
  if (!is_checkout_line(text)) return false;
  if (output.kind == GitOutput::Kind::nothing) output.kind = GitOutput::Kind::test;
  output.commits.clear();
  add_commit(output, text.substr(1, kIdEnd));
  return true;
}

bool read_statement(std::string_view text, GitOutput& output) {
  if (text == "Bisecting: a merge base must be tested") {
    output.kind = GitOutput::Kind::merge_base;
    return true;
  }
  if (const auto counts = after(text, "Bisecting: ")) return read_counts(*counts, output);
  if (text.starts_with("There are only 'skip'ped commit")) {
    output.kind = GitOutput::Kind::only_skipped;
    output.commits.clear();
    return true;
  }
  if (output.kind == GitOutput::Kind::only_skipped) {
    if (text.starts_with("The first ") && text.ends_with(" commit could be any of:")) return true;
    if (is_whole_id(text)) {
      add_commit(output, text);
      return true;
    }
  }
  return read_checkout(text, output) || read_first_bad(text, output) || read_merge_base_bad(text, output);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The only number of `text`; nullopt where there is none, or another one.
template <typename Number>
std::optional<Number> only_number(std::string_view text) {
  const auto* const first = std::ranges::find_if(text, is_digit);
  const auto* const last = std::find_if_not(first, text.end(), is_digit);
  if (std::find_if(last, text.end(), is_digit) != text.end()) return std::nullopt;
  return parse_number<Number>(std::string_view(first, static_cast<std::size_t>(last - first)));
}

// Brackets around "roughly K steps", and those of the Chinese translations.
struct Brackets {
  std::string_view open;
  std::string_view close;
};
constexpr Brackets kBrackets[] = {{"\xef\xbc\x88", "\xef\xbc\x89"}, {"(", ")"}};

bool says_nothing(std::string_view text) {
  for (const std::string_view start : kPassing) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

}  // namespace

bool read_translated_output(const LineView& line, GitOutput& output) {
  const std::string_view text = line.text;
  const bool colon = text.find(':') != std::string_view::npos ||
                     text.find("\xef\xbc\x9a") != std::string_view::npos;  // the Chinese one
  if (!colon) return false;
  if (std::ranges::none_of(text, is_digit)) {
    output.kind = GitOutput::Kind::merge_base;
    output.lines = line.span;
    return true;
  }
  for (const Brackets& brackets : kBrackets) {
    const std::size_t open = text.find(brackets.open);
    const std::size_t close = text.find(brackets.close, open);
    if (close == std::string_view::npos) continue;
    const auto rounds = only_number<std::uint32_t>(text.substr(open, close - open));
    const auto left =
        only_number<std::int64_t>(std::string(text.substr(0, open)) + ' ' + std::string(text.substr(close)));
    if (!rounds || !left) continue;
    output.kind = GitOutput::Kind::test;
    output.left = left;
    output.rounds = rounds;
    output.lines = line.span;
    return true;
  }
  return false;
}

bool is_checkout_line(std::string_view text) {
  return text.size() > kIdEnd + 1 && text.front() == '[' && text[kIdEnd + 1] == ']' &&
         is_whole_id(text.substr(1, kIdEnd));
}

bool read_git_output(const LineView& line, GitOutput& output) {
  if (!read_statement(line.text, output) && !says_nothing(line.text)) return false;
  if (output.lines.first == 0) output.lines.first = line.span.first;
  output.lines.last = line.span.last;
  return true;
}

}  // namespace rebisect
