#include "adapters/logs/git_bisect.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "adapters/logs/git_log_lines.h"
#include "adapters/logs/git_output.h"
#include "adapters/logs/git_start.h"
#include "adapters/logs/words.h"

namespace rebisect {
namespace {

// Terms by which people look for the commit that removed a bug.
constexpr std::string_view kWithoutBug[] = {"fixed", "fix", "ok", "works", "working", "passes", "passing"};
constexpr std::string_view kWithBug[] = {"broken",  "buggy",    "fails",  "failing",
                                         "crashes", "crashing", "unfixed"};

Aim aim_of(const StartOptions& options) {
  const bool fix = std::ranges::find(kWithoutBug, options.term_bad) != std::end(kWithoutBug) ||
                   std::ranges::find(kWithBug, options.term_good) != std::end(kWithBug);
  return fix ? Aim::fix : Aim::cause;
}

bool is_head(std::string_view word) {
  return word == "HEAD" || word == "@";
}

constexpr std::string_view kHeadUnknown =
    "the log does not say which commit HEAD was then; the one that it is now is taken for it";

class GitLogReader {
 public:
  explicit GitLogReader(std::uint32_t line_count) {
    log_.dialect = "git";
    log_.line_kinds.assign(line_count, LineKind::remark);
  }

  void read(const LineView& line) {
    const LineKind kind = line.remark ? LineKind::remark : classify(line);
    mark(line, kind);
  }

  BisectionLog finish();

 private:
  struct Named {
    std::string id;
    LineSpan lines;
  };

  LineKind classify(const LineView& line);
  bool read_answer(const LineView& line);
  void check_out(std::string_view commit);
  void read_comment(std::string_view body, const LineView& line);
  bool read_command(std::string_view command, const LineView& line);
  void start(std::string_view arguments, const LineView& line);
  void tell_verdict(Verdict verdict, std::string_view arguments, const LineView& line);
  void claim(Claim::Kind kind, const BracketView* commit, const LineView& line);
  void claim_from_output();
  void add_step(const Revision& commit, StepRole role, Verdict verdict, LineSpan lines);
  void resolve(const std::string& text, const std::string& id);
  std::vector<Revision> revisions_of(Verdict verdict, std::string_view arguments, const LineView& line);
  StepRole role_of(const Revision& commit) const;

  void mark(const LineView& line, LineKind kind) {
    for (std::uint32_t number = line.span.first; number <= line.span.last; ++number) {
      log_.line_kinds[number - 1] = kind;
    }
  }
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
  std::optional<GitOutput> run_output_;    // what `git bisect run` says, whose verdicts are not shown
  std::optional<std::string> under_test_;  // what the transcript shows to be checked out
  LineView unread_;                        // the last line behind the last command that nobody knows
  std::size_t unread_lines_ = 0;           // how many such lines there are
};

LineKind GitLogReader::classify(const LineView& line) {
  const std::string_view text = trim(line.text);
  if (text.empty()) return LineKind::blank;
  if (text.front() == '#') {
    read_comment(trim(text.substr(1)), line);
    return LineKind::comment;
  }
  if (const auto command = bisect_command_of(text)) {
    if (read_command(*command, line)) {
      log_.spaced_commands = log_.spaced_commands || text.starts_with("git bisect ");
      return LineKind::command;
    }
  } else if (const auto commit = checkout_by_hand(text)) {
    check_out(*commit);
  } else if (!log_.commands.empty() && read_answer(line)) {
    return LineKind::git_output;
  }
  return LineKind::remark;
}

// What git says behind a command. The line before the checkout line may be in any language.
bool GitLogReader::read_answer(const LineView& line) {
  GitOutput& output = run_output_ ? *run_output_ : log_.commands.back().output;
  const bool first_word = output.kind == GitOutput::Kind::nothing;
  if (!read_git_output(line, output)) {
    ++unread_lines_;
    unread_ = line;
    return false;
  }
  if (!is_checkout_line(line.text)) return true;
  if (first_word && unread_lines_ == 1 && read_translated_output(unread_, output)) {
    mark(unread_, LineKind::git_output);
    output.lines.last = line.span.last;
  }
  under_test_ = output.commits.front().text;
  return true;
}

void GitLogReader::check_out(std::string_view commit) {
  // git gives a short id where it tells what was checked out.
  if (!under_test_ || !under_test_->starts_with(commit)) under_test_ = to_revision(commit).text;
}

void GitLogReader::read_comment(std::string_view body, const LineView& line) {
  if (const auto mark = parse_mark_comment(body)) {
    pending_.push_back({to_revision(mark->commit.id).text, line.span});
  } else if (body == "only skipped commits left to test") {
    claim(Claim::Kind::several, nullptr, line);
  } else if (const auto possible = parse_outcome_comment(body, "possible first ")) {
    if (!log_.claim || log_.claim->kind != Claim::Kind::several) claim(Claim::Kind::several, nullptr, line);
    log_.claim->commits.push_back(to_revision(possible->id));
    log_.claim->lines.last = line.span.last;
  } else if (const auto found = parse_outcome_comment(body, "first ")) {
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
      if (word == "reset") under_test_.reset();
      if (word == "run") run_output_.emplace();
    }
  }
  pending_.clear();
  unread_lines_ = 0;
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
  under_test_.reset();
  run_output_.reset();
  GitCommand command;
  command.kind = GitCommand::Kind::start;
  command.lines = lines_of_command(line);
  log_.commands.push_back(command);
  for (std::size_t i = 0; i < parsed.revisions.size(); ++i) {
    const Revision revision = to_revision(parsed.revisions[i]);
    log_.commands.back().revisions.push_back(revision);
    const bool named = i < pending_.size();
    if (named) resolve(revision.text, pending_[i].id);
    if (!named && is_head(revision.text)) diagnose(line, std::string(kHeadUnknown));
    const LineSpan lines{named ? pending_[i].lines.first : line.span.first, line.span.last};
    add_step(revision, StepRole::start, i == 0 ? Verdict::bad : Verdict::good, lines);
  }
  if (!pending_.empty() && pending_.size() != parsed.revisions.size()) {
    diagnose(line, "the comments before the start line resolve another number of commits than it names");
  }
}

StepRole GitLogReader::role_of(const Revision& commit) const {
  if (!has_bad_ || !has_good_) return StepRole::start;
  const GitOutput& answer = log_.commands.back().output;
  const bool asked = answer.kind == GitOutput::Kind::merge_base && !answer.commits.empty();
  return asked && answer.commits.front() == commit ? StepRole::merge_base : StepRole::bisect;
}

// What a verdict is about: single commits first, then ranges. Without arguments it is about the commit that
// is checked out, and so are the names that git has for that one.
std::vector<Revision> GitLogReader::revisions_of(Verdict verdict, std::string_view arguments,
                                                 const LineView& line) {
  std::vector<std::string> words = split_arguments(arguments);
  if (words.empty()) words.emplace_back("HEAD");
  std::vector<Revision> commits;
  std::vector<Revision> ranges;
  for (const std::string& word : words) {
    const bool head = is_head(word);
    const Revision revision = head && under_test_ ? Revision{*under_test_} : to_revision(word);
    if (head && !under_test_ && is_blank(arguments)) {
      diagnose(line, "no commit is named, and the log does not say which one was checked out; left out");
    } else if (!revision.is_range()) {
      if (head && !under_test_ && pending_.empty()) diagnose(line, std::string(kHeadUnknown));
      commits.push_back(revision);
    } else if (verdict == Verdict::skip) {
      ranges.push_back(revision);
    } else {
      diagnose(line, fmt::format("git takes ranges of commits for skips only; {} is left out", word));
    }
  }
  commits.insert(commits.end(), ranges.begin(), ranges.end());
  return commits;
}

void GitLogReader::tell_verdict(Verdict verdict, std::string_view arguments, const LineView& line) {
  if (log_.commands.empty()) {
    diagnose(line, "no \"git bisect start\" stands before this; the log may lack its front");
  }
  run_output_.reset();
  GitCommand command;
  command.verdict = verdict;
  command.revisions = revisions_of(verdict, arguments, line);
  if (command.revisions.empty()) return;
  if (log_.claim) {
    diagnose(line, fmt::format("the result of line {} was not final: more commits are marked",
                               log_.claim->lines.first));
    log_.claim.reset();
  }
  // A comment without its command may stand before; the last ones are those of this line.
  if (pending_.size() > command.revisions.size()) {
    const auto surplus = static_cast<std::ptrdiff_t>(pending_.size() - command.revisions.size());
    pending_.erase(pending_.begin(), pending_.begin() + surplus);
  }
  command.lines = lines_of_command(line);
  std::vector<StepRole> roles;
  for (const Revision& revision : command.revisions) roles.push_back(role_of(revision));
  log_.commands.push_back(command);
  for (std::size_t i = 0; i < command.revisions.size() && !command.revisions[i].is_range(); ++i) {
    const Revision& revision = command.revisions[i];
    if (pending_.size() == command.revisions.size()) resolve(revision.text, pending_[i].id);
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
  const GitOutput& last = run_output_ ? *run_output_ : output;
  if (last.kind == GitOutput::Kind::first_bad) {
    log_.claim = Claim{Claim::Kind::commit, last.commits, {}, last.lines};
  } else if (last.kind == GitOutput::Kind::only_skipped) {
    log_.claim = Claim{Claim::Kind::several, last.commits, {}, last.lines};
  } else if (last.kind == GitOutput::Kind::merge_base_bad) {
    log_.claim = Claim{Claim::Kind::none, {}, "the merge base is bad", last.lines};
  }
}

BisectionLog GitLogReader::finish() {
  claim_from_output();
  return std::move(log_);
}

}  // namespace

BisectionLog read_git_bisect_log(std::span<const LineView> lines, std::uint32_t line_count) {
  GitLogReader reader(line_count);
  for (const LineView& line : lines) reader.read(line);
  return reader.finish();
}

}  // namespace rebisect
