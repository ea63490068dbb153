#include "adapters/process/git_reply.h"

#include <charconv>
#include <string_view>
#include <system_error>
#include <vector>

namespace rebisect {
namespace {

using Kind = GitReply::Kind;
using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// The number at the start, which is then taken off.
template <typename Number>
std::optional<Number> take_number(std::string_view& text) {
  Number number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return number;
}

std::optional<Oid> id_at(std::string_view line, std::size_t at) {
  return line.size() < at + Oid::kDigits ? std::nullopt : Oid::from_hex(line.substr(at, Oid::kDigits));
}

// "[<id>] <subject>": the commit that git checked out, on the line behind.
bool read_checked_out(const Lines& lines, std::size_t place, GitReply& reply) {
  if (place + 1 >= lines.size() || !lines[place + 1].starts_with('[')) return false;
  const std::optional<Oid> id = id_at(lines[place + 1], 1);
  if (id) reply.commits = {*id};
  return id.has_value();
}

// "Bisecting: 12 revisions left to test after this (roughly 4 steps)".
bool read_test(const Lines& lines, std::size_t place, GitReply& reply) {
  constexpr std::string_view kBefore = "Bisecting: ";
  constexpr std::string_view kRoughly = "(roughly ";
  std::string_view line = lines[place];
  if (!line.starts_with(kBefore)) return false;
  if (line == "Bisecting: a merge base must be tested") {
    reply.kind = Kind::merge_base;
    return read_checked_out(lines, place, reply);
  }
  line.remove_prefix(kBefore.size());
  reply.kind = Kind::test;
  reply.left = take_number<std::int64_t>(line);
  if (const std::size_t at = line.find(kRoughly); at != std::string_view::npos) {
    line.remove_prefix(at + kRoughly.size());
    reply.rounds = take_number<std::uint32_t>(line);
  }
  return reply.left && read_checked_out(lines, place, reply);
}

// "<id> is the first bad commit"; the word is quoted since 2.55.
bool read_first_bad(const Lines& lines, std::size_t place, GitReply& reply) {
  const std::string_view line = lines[place];
  const std::optional<Oid> id = id_at(line, 0);
  if (!id || !line.substr(Oid::kDigits).starts_with(" is the first ") || !line.ends_with(" commit")) {
    return false;
  }
  reply.kind = Kind::first_bad;
  reply.commits = {*id};
  return true;
}

// The sentence, and the possible commits below it, an id a line.
bool read_only_skipped(const Lines& lines, std::size_t place, GitReply& reply) {
  if (!lines[place].starts_with("There are only 'skip'ped commit")) return false;
  reply.kind = Kind::only_skipped;
  for (std::size_t i = place + 1; i < lines.size(); ++i) {
    const std::optional<Oid> id = lines[i].size() == Oid::kDigits ? id_at(lines[i], 0) : std::nullopt;
    if (id) reply.commits.push_back(*id);
  }
  return !reply.commits.empty();
}

constexpr bool (*kAnswers[])(const Lines&, std::size_t, GitReply&) = {read_test, read_first_bad,
                                                                      read_only_skipped};

struct Sentence {
  std::string_view text;  // in a line
  Kind kind;
};
// On standard error or output, depending on the version.
constexpr Sentence kSentences[] = {
    {"The merge base ", Kind::merge_base_bad},
    {"Some good revs are not ancestor", Kind::not_ancestors},
    {" was both ", Kind::both_good_and_bad},
    {"No testable commit found", Kind::no_testable},
};

std::optional<GitReply> read_answer(const Lines& lines) {
  for (std::size_t place = 0; place < lines.size(); ++place) {
    for (const auto read : kAnswers) {
      GitReply reply;
      if (read(lines, place, reply)) return reply;
    }
  }
  return std::nullopt;
}

std::optional<GitReply> read_sentence(const Lines& lines) {
  for (const std::string_view line : lines) {
    for (const Sentence& sentence : kSentences) {
      if (line.find(sentence.text) == std::string_view::npos) continue;
      GitReply reply;
      reply.kind = sentence.kind;
      return reply;
    }
  }
  return std::nullopt;
}

// Since 2.37 git says what it waits for; before it says nothing.
bool is_waiting(const GitRun& run) {
  return run.status == 0 && (run.output.empty() || run.output.starts_with("status: waiting for "));
}

std::size_t count_warnings(const Lines& lines) {
  std::size_t warnings = 0;
  for (const std::string_view line : lines) {
    // "Warning: the merge base between X and [Y] must be skipped."
    if (line.find("the merge base between ") != std::string_view::npos) ++warnings;
  }
  return warnings;
}

}  // namespace

std::optional<GitReply> read_git_reply(const GitRun& run) {
  const Lines output = lines_of(run.output);
  const Lines errors = lines_of(run.errors);
  std::optional<GitReply> reply = read_answer(output);
  if (!reply && run.status != 0) reply = read_sentence(errors);
  if (!reply && run.status != 0) reply = read_sentence(output);
  if (!reply && is_waiting(run)) reply = GitReply{};
  if (reply) reply->skipped_merge_bases = count_warnings(errors);
  return reply;
}

}  // namespace rebisect
