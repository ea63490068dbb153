#include "adapters/logs/syzbot.h"

#include <utility>

#include <fmt/format.h>

#include "adapters/logs/crash_report.h"
#include "adapters/logs/git_output.h"
#include "adapters/logs/printed_commit.h"
#include "adapters/logs/syzbot_reader.h"
#include "adapters/logs/words.h"

namespace rebisect {

using M = SyzbotMeaning;

const SyzbotReader::HandlerOf SyzbotReader::kHandlers[] = {
    {M::note, &SyzbotReader::note},
    {M::host, &SyzbotReader::take_host},
    {M::header_cause, &SyzbotReader::take_cause_header},
    {M::header_fix, &SyzbotReader::take_fix_header},
    {M::syzkaller, &SyzbotReader::take_syzkaller},
    {M::reidentified, &SyzbotReader::take_reidentified},
    {M::ensuring, &SyzbotReader::note},
    {M::release, &SyzbotReader::take_release},
    {M::head, &SyzbotReader::take_head},
    {M::instrumentation, &SyzbotReader::take_instrumentation},
    {M::range_merge_base, &SyzbotReader::take_range_merge_base},
    {M::picked, &SyzbotReader::take_picked},
    {M::test, &SyzbotReader::take_test},
    {M::compiler, &SyzbotReader::take_compiler},
    {M::signature, &SyzbotReader::take_signature},
    {M::all_runs, &SyzbotReader::take_all_runs},
    {M::run, &SyzbotReader::take_run},
    {M::representative, &SyzbotReader::take_representative},
    {M::chance, &SyzbotReader::take_chance},
    {M::misplaced_skip, &SyzbotReader::take_misplaced_skip},
    {M::flaky, &SyzbotReader::take_flaky},
    {M::build_failure, &SyzbotReader::take_build_failure},
    {M::test_failure, &SyzbotReader::take_test_failure},
    {M::presence_merge_base, &SyzbotReader::take_presence_merge_base},
    {M::pretended, &SyzbotReader::take_pretended},
    {M::parent_untested, &SyzbotReader::take_parent_untested},
    {M::culprit_signature, &SyzbotReader::take_culprit_signature},
    {M::parent_signature, &SyzbotReader::take_parent_signature},
    {M::git_command, &SyzbotReader::take_git_command},
    {M::error_probability, &SyzbotReader::take_error_probability},
    {M::revisions_tested, &SyzbotReader::take_revisions_tested},
    {M::error, &SyzbotReader::take_error},
    {M::nothing_found, &SyzbotReader::take_nothing_found},
    {M::commit_message, &SyzbotReader::note},
    {M::inconclusive, &SyzbotReader::take_inconclusive},
    {M::first_bad, &SyzbotReader::take_first_bad},
    {M::recipients, &SyzbotReader::note},
    {M::crash, &SyzbotReader::take_crash},
};

SyzbotReader::SyzbotReader(std::uint32_t line_count) {
  log_.format = LogFormat::syzbot;
  log_.line_kinds.assign(line_count, LineKind::remark);
}

void SyzbotReader::diagnose(const LineView& line, std::string text) {
  log_.diagnostics.push_back({line.span.first, std::move(text)});
}

void SyzbotReader::mark(const LineView& line, LineKind kind) {
  for (std::uint32_t number = line.span.first; number <= line.span.last; ++number) {
    log_.line_kinds[number - 1] = kind;
  }
}

void SyzbotReader::read(const LineView& line) {
  if (line.remark) return;
  if (part_ == Part::crash) {
    crash_lines_.push_back(line);
    return mark(line, LineKind::crash_report);
  }
  const SyzbotContext context{test_open_, part_ == Part::tail || part_ == Part::candidates};
  const auto match = part_ == Part::error ? std::nullopt : match_syzbot_line(line.text, context);
  if (match) {
    mark(line, LineKind::catalogue);
    take(*match, line);
  } else {
    mark(line, read_shapeless(line));
  }
  const bool checkout = part_ == Part::git && is_checkout_line(line.text);
  blank_after_checkout_ = !checkout && after_checkout_ && line.text.empty();
  after_checkout_ = checkout;
}

void SyzbotReader::take(const SyzbotLineView& match, const LineView& line) {
  const SyzbotMeaning meaning = match.shape->meaning;
  const bool header = meaning == M::host || meaning == M::header_cause || meaning == M::header_fix;
  if (part_ == Part::front && !header) {
    diagnose(line, "the log lacks its front: syzbot cuts it off where a log is too long");
  }
  if (part_ == Part::front || part_ == Part::git || part_ == Part::candidates) part_ = Part::log;
  // Any line but those of a test ends it.
  if (!match.shape->name.starts_with('T')) close_test();
  clues_.narrow(match.shape->dialects);
  goes_on_ = goes_on(match.shape->rest);
  for (const HandlerOf& row : kHandlers) {
    if (row.meaning == meaning) (this->*row.handler)(match.rest, line);
  }
  if (Step* const step = open_step()) step->lines.last = line.span.last;
}

LineKind SyzbotReader::read_shapeless(const LineView& line) {
  if (line.text.empty()) {
    if (part_ == Part::error) log_.claim->text += '\n';
    return LineKind::blank;
  }
  if (part_ == Part::candidates) return read_candidate(line);
  if (part_ == Part::git) {
    GitOutput& output = log_.commands.back().output;
    const bool checked_out = !output.commits.empty() && output.kind != GitOutput::Kind::only_skipped;
    if (read_git_output(line, output)) {
      keep_culprit(output, line);
      return LineKind::git_output;
    }
    // Behind git's last line: why the next commit could not be prepared for its test.
    if (checked_out) return LineKind::build_text;
  }
  if (part_ == Part::front) {
    GitOutput cut_off;
    return read_git_output(line, cut_off) ? LineKind::git_output : LineKind::build_text;
  }
  if (part_ == Part::error) {
    log_.claim->text += fmt::format("\n{}", line.text);
    log_.claim->lines.last = line.span.last;
    return LineKind::build_text;
  }
  if (Step* const step = open_step()) {
    step->lines.last = line.span.last;
    return LineKind::build_text;
  }
  if (goes_on_) return LineKind::build_text;
  diagnose(line, fmt::format("not understood: {}", line.text.substr(0, 80)));
  return LineKind::unknown;
}

void SyzbotReader::keep_culprit(const GitOutput& output, const LineView& line) {
  if (output.kind != GitOutput::Kind::first_bad || output.commits.empty()) return;
  std::optional<PrintedCommit>& culprit = log_.printed_culprit;
  if (!culprit || culprit->commit != output.commits.front()) {
    culprit = PrintedCommit{output.commits.front(), 1, "", {}};
  }
  read_printed_commit(line.text, *culprit);
}

LineKind SyzbotReader::read_candidate(const LineView& line) {
  if (is_whole_id(line.text.substr(0, Oid::kDigits))) {
    log_.claim->commits.push_back(to_revision(line.text.substr(0, Oid::kDigits)));
    log_.claim->lines.last = line.span.last;
    return LineKind::catalogue;
  }
  diagnose(line,
           fmt::format("no commit id among the possible first bad commits: {}", line.text.substr(0, 80)));
  return LineKind::unknown;
}

void SyzbotReader::note(std::string_view /*rest*/, const LineView& /*line*/) {}

void SyzbotReader::take_host(std::string_view rest, const LineView& /*line*/) {
  log_.host_line = rest;
  clues_.narrow({9, 20});
}

void SyzbotReader::take_cause_header(std::string_view rest, const LineView& line) {
  if (header_seen_) diagnose(line, "a second log begins here; it is read as part of the first");
  header_seen_ = true;
  log_.aim = Aim::cause;
  log_.header_commit = to_revision(trim(rest));
}

void SyzbotReader::take_fix_header(std::string_view rest, const LineView& line) {
  take_cause_header(rest, line);
  log_.aim = Aim::fix;
}

void SyzbotReader::take_syzkaller(std::string_view rest, const LineView& /*line*/) {
  log_.syzkaller_commit = to_revision(trim(rest));
}

void SyzbotReader::take_reidentified(std::string_view rest, const LineView& line) {
  diagnose(line, fmt::format("the start commit is not the header's, but was found by its title: {}", rest));
}

// "HANG LEAK", and since 2025-07-02 (syzkaller commit d94a0369a) "hang memleak".
void SyzbotReader::take_instrumentation(std::string_view rest, const LineView& /*line*/) {
  if (rest.empty()) return;
  clues_.narrow(lowered(rest) == rest ? DialectRange{20, 20} : DialectRange{14, 19});
}

constexpr std::string_view kMalformedTag = "%!d(string=";

// "TAG TAG] out of N", or malformed "%!d(string=TAG) %!d(string=TAG)] out of %!d(MISSING)".
void SyzbotReader::take_picked(std::string_view /*rest*/, const LineView& line) {
  const std::size_t open = line.text.find('[');
  const std::size_t close = line.text.find(']', open);
  if (close == std::string_view::npos) return diagnose(line, "a list of picked releases without an end");
  log_.picked_releases.clear();
  bool malformed = false;
  for (std::string_view tag : split_words(line.text.substr(open + 1, close - open - 1))) {
    if (const auto name = after(tag, kMalformedTag)) {
      malformed = true;
      tag = name->substr(0, name->find(')'));
    }
    log_.picked_releases.emplace_back(tag);
  }
  const std::vector<std::string_view> words = split_words(line.text.substr(close + 1));
  if (words.size() > 2) log_.release_count = parse_number<std::uint32_t>(words[2]);
  if (malformed) {
    diagnose(line, "the list of picked releases is malformed, as in all logs of 2023-08-25 to 2023-09-08");
  }
}

void SyzbotReader::take_culprit_signature(std::string_view rest, const LineView& /*line*/) {
  log_.culprit_signature = trim(rest);
}

void SyzbotReader::take_parent_signature(std::string_view rest, const LineView& /*line*/) {
  log_.parent_signature = trim(rest);
}

std::optional<double> SyzbotReader::read_number(std::string_view rest, const LineView& line) {
  const auto number = parse_number<double>(trim(rest));
  if (!number) diagnose(line, fmt::format("no number: {}", rest.substr(0, 80)));
  return number;
}

void SyzbotReader::take_error_probability(std::string_view rest, const LineView& line) {
  log_.error_probability = read_number(rest, line);
}

void SyzbotReader::take_revisions_tested(std::string_view rest, const LineView& line) {
  part_ = Part::tail;
  log_.revisions_tested = parse_number<std::uint32_t>(rest.substr(0, rest.find(',')));
  if (!log_.revisions_tested) diagnose(line, fmt::format("no number of tested revisions: {}", rest));
}

void SyzbotReader::claim(Claim::Kind kind, std::string_view text, const LineView& line) {
  if (log_.claim) diagnose(line, "a second result; the last one counts");
  log_.claim = Claim{kind, {}, std::string(text), line.span};
}

void SyzbotReader::take_error(std::string_view rest, const LineView& line) {
  claim(Claim::Kind::error, rest, line);
  part_ = Part::error;
  // The limit on a job's time since 2020-07-12 and since 2023-05-09.
  if (rest.find("(>8h0m0s)") != std::string_view::npos) clues_.narrow({6, 11});
  if (rest.find("(>12h0m0s)") != std::string_view::npos) clues_.narrow({12, 20});
}

void SyzbotReader::take_nothing_found(std::string_view /*rest*/, const LineView& line) {
  claim(Claim::Kind::none, line.text, line);
}

void SyzbotReader::take_inconclusive(std::string_view /*rest*/, const LineView& line) {
  claim(Claim::Kind::several, line.text, line);
  part_ = Part::candidates;
}

void SyzbotReader::take_first_bad(std::string_view rest, const LineView& line) {
  claim(Claim::Kind::commit, trim(rest.substr(Oid::kDigits)), line);
  log_.claim->commits.push_back(to_revision(rest.substr(0, Oid::kDigits)));
  part_ = Part::tail;
  const bool says_fix = line.text.starts_with("first good");
  if (!header_seen_) log_.aim = says_fix ? Aim::fix : Aim::cause;
  if (says_fix != (log_.aim == Aim::fix)) {
    diagnose(line, "the result does not fit what the header says is searched");
  }
}

void SyzbotReader::take_crash(std::string_view rest, const LineView& /*line*/) {
  log_.crash_title = rest;
  part_ = Part::crash;
}

void SyzbotReader::judge_dialect() {
  const bool ended_in_error = log_.claim && log_.claim->kind == Claim::Kind::error;
  for (const Step& step : log_.steps) {
    const bool last = &step == &log_.steps.back();
    if (!step.build_failed || step.role == StepRole::parent) continue;
    if (!last || !ended_in_error) {
      clues_.survived_build_failure = true;
    } else if (log_.claim->text.starts_with("failed to run [\"make\"")) {
      clues_.aborted_by_build_failure = true;
    }
  }
  const int dialect = dialect_of(clues_, log_.host_line);
  log_.dialect = fmt::format("D{}", dialect);
  if (clues_.contradictory) {
    log_.diagnostics.push_back(
        {0, fmt::format("lines of different years; read as dialect {}", log_.dialect)});
  }
  const bool doubling_years = dialect == 14 || dialect == 15;
  if (doubling_years && undo_doubled_runs(log_.steps)) {
    log_.diagnostics.push_back(
        {0, "each crashed run is listed twice, as in all logs of 2023-07-06 to 2023-08-08; undone"});
  }
}

BisectionLog SyzbotReader::finish() {
  if (test_open_ && !log_.revisions_tested) {
    log_.diagnostics.push_back({log_.steps.back().lines.last, "the log ends within a test"});
    test_failed_ = true;
  }
  close_test();
  judge_dialect();
  CrashReport report = read_crash_report(crash_lines_);
  if (report.oops_line != 0 || !report.frames.empty()) log_.crash_report = std::move(report);
  if (log_.claim) {
    std::string& text = log_.claim->text;
    text.erase(text.find_last_not_of('\n') + 1);
  } else {
    log_.diagnostics.push_back({0, "the log lacks its end: it reports no result"});
  }
  return std::move(log_);
}

bool is_syzbot_landmark(std::string_view line) {
  const auto match = match_syzbot_line(line, {});
  if (!match) return false;
  switch (match->shape->meaning) {
    case M::header_cause:
    case M::header_fix:
    case M::test:
      return true;
    case M::revisions_tested:
      return match->rest.find(", total time: ") != std::string_view::npos;
    default:
      return false;
  }
}

BisectionLog read_syzbot_log(std::span<const LineView> lines, std::uint32_t line_count) {
  SyzbotReader reader(line_count);
  for (const LineView& line : lines) reader.read(line);
  return reader.finish();
}

}  // namespace rebisect
