#include "adapters/logs/git_bisect.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "adapters/logs/git_output.h"
#include "adapters/logs/git_start.h"
#include "adapters/logs/words.h"

namespace rebisect {
namespace {

// "[<id>] <subject>" of a comment.
struct BracketView {
  std::string_view id;
  std::string_view subject;
};

std::optional<BracketView> parse_bracket(std::string_view text) {
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return std::nullopt;
  const std::string_view id = text.substr(1, end - 1);
  if (!OidPrefix::from_hex(id)) return std::nullopt;
  return BracketView{id, trim(text.substr(end + 1))};
}

// "<term>: [<id>] <subject>" without its "#".
struct MarkCommentView {
  std::string_view term;
  BracketView commit;
};

std::optional<MarkCommentView> parse_mark_comment(std::string_view body) {
  const std::size_t colon = body.find(": ");
  if (colon == std::string_view::npos || body.substr(0, colon).find(' ') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto commit = parse_bracket(trim(body.substr(colon + 2)));
  if (!commit) return std::nullopt;
  return MarkCommentView{body.substr(0, colon), *commit};
}

// "first bad commit: [<id>] <subject>" behind `start`; any term, quoted since git 2.55.
std::optional<BracketView> parse_outcome(std::string_view body, std::string_view start) {
  const auto rest = after(body, start);
  if (!rest) return std::nullopt;
  const auto what = after(rest->substr(std::min(rest->size(), rest->find(' '))), " commit: ");
  if (!what) return std::nullopt;
  return parse_bracket(trim(*what));
}

// "user@host:~/linux$ "; beyond that the words stand in prose.
constexpr std::size_t kLongestPrompt = 80;

// "git bisect good <id>" without "git bisect ", or with a prompt before it; nullopt for other lines.
std::optional<std::string_view> command_of(std::string_view line) {
  for (const std::string_view command : {std::string_view("git bisect "), std::string_view("git-bisect ")}) {
    const std::size_t at = line.find(command);
    if (at == std::string_view::npos || at > kLongestPrompt) continue;
    const std::string_view prompt = line.substr(0, at);
    const bool typed = prompt.ends_with("$ ") || prompt.ends_with("% ") || prompt.ends_with("# ");
    if (at != 0 && (!typed || line.front() == '#')) continue;
    return trim(line.substr(at + command.size()));
  }
  return std::nullopt;
}

// git's own words; custom terms are known from the start line.
std::optional<Verdict> verdict_of(std::string_view word, const StartOptions& options) {
  if (word == options.term_bad || word == "new") return Verdict::bad;
  if (word == options.term_good || word == "old") return Verdict::good;
  return parse_verdict(word);
}

// Terms by which people look for the commit that removed a bug.
constexpr std::string_view kWithoutBug[] = {"fixed", "fix", "ok", "works", "working", "passes", "passing"};
constexpr std::string_view kWithBug[] = {"broken",  "buggy",    "fails",  "failing",
                                         "crashes", "crashing", "unfixed"};

Aim aim_of(const StartOptions& options) {
  const bool fix = std::ranges::find(kWithoutBug, options.term_bad) != std::end(kWithoutBug) ||
                   std::ranges::find(kWithBug, options.term_good) != std::end(kWithBug);
  return fix ? Aim::fix : Aim::cause;
}

bool is_revision_like(std::string_view word) {
  return OidPrefix::from_hex(word).has_value() ||
         (word.size() > 1 && word[0] == 'v' && word[1] >= '0' && word[1] <= '9');
}

class GitLogReader {
 public:
  explicit GitLogReader(std::uint32_t line_count) {
    log_.dialect = "git";
    log_.line_kinds.assign(line_count, LineKind::remark);
  }

  void read(const LineView& line) {
    const LineKind kind = line.remark ? LineKind::remark : classify(line);
    for (std::uint32_t number = line.span.first; number <= line.span.last; ++number) {
      log_.line_kinds[number - 1] = kind;
    }
  }

  BisectionLog finish();

 private:
  struct Named {
    std::string id;
    LineSpan lines;
  };

  LineKind classify(const LineView& line);
  void read_comment(std::string_view body, const LineView& line);
  bool read_command(std::string_view command, const LineView& line);
  void start(std::string_view arguments, const LineView& line);
  void tell_verdict(Verdict verdict, std::string_view arguments, const LineView& line);
  void claim(Claim::Kind kind, const BracketView* commit, const LineView& line);
  void claim_from_output();
  void add_step(const Revision& commit, StepRole role, Verdict verdict, LineSpan lines);
  void resolve(const std::string& text, const std::string& id);
  std::optional<std::string> checked_out() const;
  StepRole role_of(const Revision& commit) const;

  void diagnose(const LineView& line, std::string text) {
    log_.diagnostics.push_back({line.span.first, std::move(text)});
  }
  // The lines of the pending comments and of the command that follows them.
  LineSpan lines_of_command(const LineView& line) const {
    return {pending_.empty() ? line.span.first : pending_.front().lines.first, line.span.last};
  }

  BisectionLog log_;
  std::vector<Named> pending_;  // commits of the comments since the last command
  bool has_bad_ = false;
  bool has_good_ = false;
};

LineKind GitLogReader::classify(const LineView& line) {
  const std::string_view text = trim(line.text);
  if (text.empty()) return LineKind::blank;
  if (text.front() == '#') {
    read_comment(trim(text.substr(1)), line);
    return LineKind::comment;
  }
  if (const auto command = command_of(text)) {
    if (read_command(*command, line)) return LineKind::command;
  } else if (!log_.commands.empty() && read_git_output(line, log_.commands.back().output)) {
    return LineKind::git_output;
  }
  return LineKind::remark;
}

void GitLogReader::read_comment(std::string_view body, const LineView& line) {
  if (const auto mark = parse_mark_comment(body)) {
    pending_.push_back({to_revision(mark->commit.id).text, line.span});
  } else if (body == "only skipped commits left to test") {
    claim(Claim::Kind::several, nullptr, line);
  } else if (const auto possible = parse_outcome(body, "possible first ")) {
    if (!log_.claim || log_.claim->kind != Claim::Kind::several) claim(Claim::Kind::several, nullptr, line);
    log_.claim->commits.push_back(to_revision(possible->id));
    log_.claim->lines.last = line.span.last;
  } else if (const auto found = parse_outcome(body, "first ")) {
    claim(Claim::Kind::commit, &*found, line);
  }
}

void GitLogReader::claim(Claim::Kind kind, const BracketView* commit, const LineView& line) {
  log_.claim = Claim{kind, {}, {}, line.span};
  if (commit == nullptr) return;
  log_.claim->commits.push_back(to_revision(commit->id));
  log_.claim->text = commit->subject;
}

// Subcommands of git bisect that mark nothing.
constexpr std::string_view kMarkless[] = {"reset", "visualize", "view",  "next", "replay",
                                          "run",   "log",       "terms", "help"};

bool GitLogReader::read_command(std::string_view command, const LineView& line) {
  const std::string_view word = command.substr(0, command.find_first_of(" \t"));
  const std::string_view arguments = trim(command.substr(word.size()));
  if (word == "start") {
    start(arguments, line);
  } else if (const auto verdict = verdict_of(word, log_.options)) {
    if (word == "new" || word == "old") {
      log_.options.term_bad = "new";
      log_.options.term_good = "old";
    }
    tell_verdict(*verdict, arguments, line);
  } else {
    if (std::ranges::find(kMarkless, word) == std::end(kMarkless)) {
      if (pending_.empty()) return false;  // prose that begins with "git bisect"
      diagnose(line, fmt::format("\"{}\" is no term of this bisection; the line is left out", word));
    } else {
      diagnose(line, fmt::format("git bisect {} marks no commit; read on", word));
    }
  }
  pending_.clear();
  return true;
}

void GitLogReader::resolve(const std::string& text, const std::string& id) {
  if (text != id) log_.names[text] = id;
}

void GitLogReader::add_step(const Revision& commit, StepRole role, Verdict verdict, LineSpan lines) {
  Step step;
  step.role = role;
  step.commit = commit;
  step.logged = verdict;
  step.lines = lines;
  log_.commands.back().steps.push_back(log_.steps.size());
  log_.steps.push_back(std::move(step));
}

void GitLogReader::start(std::string_view arguments, const LineView& line) {
  if (!log_.commands.empty()) {
    diagnose(line, fmt::format("a bisection starts here; an earlier one, from line {} on, is left out",
                               log_.commands.front().lines.first));
  }
  StartLine parsed = parse_start_line(arguments, pending_.size());
  for (std::string& note : parsed.notes) diagnose(line, std::move(note));
  log_.commands.clear();
  log_.steps.clear();
  log_.names.clear();
  log_.claim.reset();
  log_.options = std::move(parsed.options);
  log_.aim = aim_of(log_.options);
  has_bad_ = !parsed.revisions.empty();
  has_good_ = parsed.revisions.size() > 1;
  GitCommand command;
  command.kind = GitCommand::Kind::start;
  command.lines = lines_of_command(line);
  log_.commands.push_back(command);
  for (std::size_t i = 0; i < parsed.revisions.size(); ++i) {
    const Revision revision = to_revision(parsed.revisions[i]);
    log_.commands.back().revisions.push_back(revision);
    const bool named = i < pending_.size();
    if (named) resolve(revision.text, pending_[i].id);
    const LineSpan lines{named ? pending_[i].lines.first : line.span.first, line.span.last};
    add_step(revision, StepRole::start, i == 0 ? Verdict::bad : Verdict::good, lines);
  }
  if (!pending_.empty() && pending_.size() != parsed.revisions.size()) {
    diagnose(line, "the comments before the start line resolve another number of commits than it names");
  }
}

std::optional<std::string> GitLogReader::checked_out() const {
  if (log_.commands.empty()) return std::nullopt;
  const GitOutput& output = log_.commands.back().output;
  const bool proposed = output.kind == GitOutput::Kind::test || output.kind == GitOutput::Kind::merge_base;
  if (!proposed || output.commits.empty()) return std::nullopt;
  return output.commits.front().text;
}

StepRole GitLogReader::role_of(const Revision& commit) const {
  if (!has_bad_ || !has_good_) return StepRole::start;
  const bool asked = log_.commands.back().output.kind == GitOutput::Kind::merge_base;
  return asked && checked_out() == commit.text ? StepRole::merge_base : StepRole::bisect;
}

void GitLogReader::tell_verdict(Verdict verdict, std::string_view arguments, const LineView& line) {
  if (log_.commands.empty()) {
    diagnose(line, "no \"git bisect start\" stands before this; the log may lack its front");
  }
  std::vector<std::string> words = split_arguments(arguments);
  if (words.empty()) {
    const auto commit = checked_out();
    if (!commit) {
      return diagnose(line,
                      "no commit is named, and the log does not say which one was checked out; left out");
    }
    words.push_back(*commit);
  }
  if (log_.claim) {
    diagnose(line, fmt::format("the result of line {} was not final: more commits are marked",
                               log_.claim->lines.first));
    log_.claim.reset();
  }
  // A comment without its command may stand before; the last ones are those of this line.
  if (pending_.size() > words.size()) {
    const auto surplus = static_cast<std::ptrdiff_t>(pending_.size() - words.size());
    pending_.erase(pending_.begin(), pending_.begin() + surplus);
  }
  std::vector<StepRole> roles;
  GitCommand command;
  command.verdict = verdict;
  command.lines = lines_of_command(line);
  for (const std::string& word : words) {
    command.revisions.push_back(to_revision(word));
    roles.push_back(role_of(command.revisions.back()));
  }
  log_.commands.push_back(command);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Revision& revision = command.revisions[i];
    if (revision.text.find("..") != std::string::npos) {
      diagnose(line, fmt::format("{} is a range of commits; none of them was tested", revision.text));
      continue;
    }
    if (pending_.size() == words.size()) resolve(revision.text, pending_[i].id);
    add_step(revision, roles[i], verdict, command.lines);
  }
  has_bad_ = has_bad_ || verdict == Verdict::bad;
  has_good_ = has_good_ || verdict == Verdict::good;
}

// In a transcript git's answer to the last command is the result.
void GitLogReader::claim_from_output() {
  if (log_.commands.empty()) return;
  GitOutput& output = log_.commands.back().output;
  if (log_.claim) {
    if (output.kind != GitOutput::Kind::nothing || log_.claim->commits.empty()) return;
    const bool one = log_.claim->kind == Claim::Kind::commit;
    output.kind = one ? GitOutput::Kind::first_bad : GitOutput::Kind::only_skipped;
    output.commits = log_.claim->commits;
    output.lines = log_.claim->lines;
    return;
  }
  if (output.kind == GitOutput::Kind::first_bad) {
    log_.claim = Claim{Claim::Kind::commit, output.commits, {}, output.lines};
  } else if (output.kind == GitOutput::Kind::only_skipped) {
    log_.claim = Claim{Claim::Kind::several, output.commits, {}, output.lines};
  } else if (output.kind == GitOutput::Kind::merge_base_bad) {
    log_.claim = Claim{Claim::Kind::none, {}, "the merge base is bad", output.lines};
  }
}

BisectionLog GitLogReader::finish() {
  claim_from_output();
  return std::move(log_);
}

}  // namespace

bool is_git_log_landmark(std::string_view line) {
  const std::string_view text = trim(line);
  if (text.starts_with('#')) {
    const std::string_view body = trim(text.substr(1));
    return parse_mark_comment(body) || parse_outcome(body, "first ") ||
           parse_outcome(body, "possible first ");
  }
  const auto command = command_of(text);
  if (!command) return false;
  const std::vector<std::string_view> words = split_words(*command);
  if (words.empty()) return false;
  if (words.front() == "start") {
    return words.size() == 1 || words[1].starts_with('\'') || words[1].starts_with('-') ||
           is_revision_like(words[1]);
  }
  if (words.size() == 1) return text.front() != 'g' && verdict_of(words.front(), {});  // after a prompt
  return verdict_of(words.front(), {}) && is_revision_like(words[1]);
}

BisectionLog read_git_bisect_log(std::span<const LineView> lines, std::uint32_t line_count) {
  GitLogReader reader(line_count);
  for (const LineView& line : lines) reader.read(line);
  return reader.finish();
}

}  // namespace rebisect
