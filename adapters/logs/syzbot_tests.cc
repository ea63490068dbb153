// The parts of SyzbotReader that read tests and what was told to git about them.
#include <utility>

#include <fmt/format.h>

#include "adapters/logs/run_outcome.h"
#include "adapters/logs/syzbot_reader.h"
#include "adapters/logs/words.h"

namespace rebisect {

void SyzbotReader::take_release(std::string_view rest, const LineView& /*line*/) {
  close_test();
  next_role_ = StepRole::release;
  next_release_ = trim(rest);
}

void SyzbotReader::take_head(std::string_view /*rest*/, const LineView& /*line*/) {
  close_test();
  next_role_ = StepRole::head;
}

void SyzbotReader::take_range_merge_base(std::string_view /*rest*/, const LineView& /*line*/) {
  next_role_ = StepRole::merge_base;
}

void SyzbotReader::take_presence_merge_base(std::string_view /*rest*/, const LineView& /*line*/) {
  next_role_ = StepRole::merge_base;
}

void SyzbotReader::take_pretended(std::string_view /*rest*/, const LineView& /*line*/) {
  pretended_ = true;
}

void SyzbotReader::take_parent_untested(std::string_view /*rest*/, const LineView& /*line*/) {
  next_role_ = StepRole::parent;
}

StepRole SyzbotReader::role_of_test(std::string_view id) {
  if (next_role_) return *std::exchange(next_role_, std::nullopt);
  if (searching()) {
    const GitOutput& output = log_.commands.back().output;
    const bool asked = output.kind == GitOutput::Kind::merge_base && !output.commits.empty();
    return asked && output.commits.front().text == id ? StepRole::merge_base : StepRole::bisect;
  }
  return log_.steps.empty() ? StepRole::start : StepRole::config;
}

void SyzbotReader::take_test(std::string_view rest, const LineView& line) {
  close_test();
  if (blank_after_checkout_) clues_.narrow({7, 20});
  if (after_checkout_) clues_.narrow({0, 6});
  const std::string id = to_revision(rest.substr(0, Oid::kDigits)).text;
  const StepRole role = role_of_test(id);
  if (role == StepRole::config && id != log_.steps.front().commit.text) {
    diagnose(line, "a commit is tested here for a reason that the log does not give");
  }
  open_test(id, role, line);
  std::string_view compiler = trim(rest.substr(Oid::kDigits));
  if (const auto with = after(compiler, "with ")) compiler = *with;
  log_.steps.back().compiler = compiler;
  // The compilers that were installed on 2021-02-17 (syzkaller commit 052f8d9f6) give their day.
  if (compiler.ends_with(" 20210217")) clues_.narrow({7, 20});
}

void SyzbotReader::open_test(std::string_view id, StepRole role, const LineView& line) {
  Step step;
  step.role = role;
  step.commit = to_revision(id);
  step.lines = line.span;
  if (role == StepRole::release) {
    step.release = next_release_;
    log_.names[next_release_] = step.commit.text;
  }
  log_.steps.push_back(std::move(step));
  part_ = Part::test;
  test_open_ = true;
  test_failed_ = false;
}

// A test without a run is one whose kernel could not be built, unless its kernel has a signature.
void SyzbotReader::close_test() {
  Step* const step = open_step();
  if (step == nullptr) return;
  if (step->runs.empty() && step->signature.empty() && !test_failed_) step->build_failed = true;
  if (step->runs.empty() && !step->signature.empty() && step->role != StepRole::parent) {
    log_.diagnostics.push_back({step->lines.first, "the kernel was built, but no run of it is listed"});
  }
  test_open_ = false;
  if (part_ == Part::test) part_ = Part::log;
}

void SyzbotReader::take_compiler(std::string_view rest, const LineView& /*line*/) {
  log_.steps.back().compiler = trim(rest);
}

void SyzbotReader::take_signature(std::string_view rest, const LineView& /*line*/) {
  log_.steps.back().signature = trim(rest);
}

void SyzbotReader::add_run(std::string_view outcome, const LineView& line) {
  auto run = parse_run_outcome(outcome);
  if (!run) {
    diagnose(line,
             fmt::format("an outcome of unknown wording, taken for a failure of the host: {}", outcome));
    run = RunOutcome{RunOutcome::Kind::failed, std::string(outcome)};
  }
  if (run->kind == RunOutcome::Kind::ignored && run->title.starts_with("lost connection")) {
    clues_.narrow({19, 20});
  }
  log_.steps.back().build_failed = false;
  log_.steps.back().runs.push_back(*std::move(run));
}

void SyzbotReader::take_all_runs(std::string_view rest, const LineView& line) {
  Step& step = log_.steps.back();
  if (!step.runs.empty()) diagnose(line, "\"all runs\" after other runs of the same test; both are kept");
  step.run_count_known = false;
  add_run(rest, line);
}

void SyzbotReader::take_run(std::string_view rest, const LineView& line) {
  const std::size_t colon = rest.find(": ");
  Step& step = log_.steps.back();
  if (parse_number<std::size_t>(rest.substr(0, colon)) != step.runs.size()) {
    diagnose(line, fmt::format("run #{} where run #{} is due", rest.substr(0, colon), step.runs.size()));
  }
  add_run(rest.substr(colon + 2), line);
}

constexpr std::string_view kTypes = ", types: [";

// "TITLE" + kTypes + "TYPE TYPE]"
void SyzbotReader::take_representative(std::string_view rest, const LineView& line) {
  const std::size_t at = rest.rfind(kTypes);
  if (at == std::string_view::npos) return;
  std::string_view types = rest.substr(at + kTypes.size());
  types = types.substr(0, types.find(']'));
  for (const std::string_view type : split_words(types)) clues_.narrow(dialects_of_crash_type(type));
  Step* const step = open_step();
  if (step == nullptr) return diagnose(line, "a representative crash that is of no test");
  step->representative_crash = rest.substr(0, at);
  for (const std::string_view type : split_words(types)) step->crash_types.emplace_back(type);
}

void SyzbotReader::take_chance(std::string_view rest, const LineView& line) {
  Step* const step = open_step();
  if (step == nullptr) return diagnose(line, "a chance of a false negative that is of no test");
  step->false_negative_chance = read_number(rest, line);
}

void SyzbotReader::take_misplaced_skip(std::string_view /*rest*/, const LineView& line) {
  log_.misplaced_skip = true;
  // syzkaller commits 4c2028c3d to 01fe85726.
  diagnose(line,
           "the line says that this commit is skipped, but it was called good, as in all logs of 2023-06-15 "
           "to 2023-06-29");
}

// At the end of a log also with "<chance>" of a crash.
void SyzbotReader::take_flaky(std::string_view rest, const LineView& line) {
  log_.reproducer_flaky = true;
  if (!is_blank(rest)) log_.crash_chance = read_number(rest, line);
}

void SyzbotReader::take_build_failure(std::string_view rest, const LineView& line) {
  const std::string id = to_revision(rest.substr(0, Oid::kDigits)).text;
  Step* const step = open_step();
  if (step == nullptr || step->commit.text != id) {
    // Not even the test began: the commit could not be prepared, e.g. by cherry-picking known fixes.
    return diagnose(line, fmt::format("commit {} could not be prepared for its test", id));
  }
  step->build_failed = step->runs.empty();
}

// The test of a commit failed as a whole: one outcome that stands for all runs.
void SyzbotReader::take_test_failure(std::string_view rest, const LineView& line) {
  Step* const step = open_step();
  if (step == nullptr) return diagnose(line, "a failed test that is of no commit");
  if (!step->runs.empty()) return;
  if (rest.size() > Oid::kDigits && is_whole_id(rest.substr(0, Oid::kDigits))) {
    rest = rest.substr(Oid::kDigits);
    if (const auto text = after(rest, ": ")) rest = *text;
  }
  step->build_failed = false;
  step->run_count_known = false;
  step->runs.push_back({RunOutcome::Kind::failed, std::string(rest)});
}

std::optional<std::size_t> SyzbotReader::last_test_of(std::string_view id, std::size_t from) const {
  for (std::size_t i = log_.steps.size(); i > from; --i) {
    const Step& step = log_.steps[i - 1];
    if (step.commit.text == id && step.role != StepRole::parent) return i - 1;
  }
  return std::nullopt;
}

// "start <bad> <good>" or "good|bad|skip <id>"
void SyzbotReader::take_git_command(std::string_view rest, const LineView& line) {
  const std::vector<std::string_view> words = split_words(rest);
  const auto verdict = words.empty() ? std::nullopt : parse_verdict(words.front());
  if (words.size() > 1 && words.front() == "start") {
    start_search({words.begin() + 1, words.end()}, line);
  } else if (words.size() == 2 && verdict) {
    tell_verdict(*verdict, words[1], line);
  } else {
    return diagnose(line, fmt::format("not a command that syzbot gives to git: {}", line.text.substr(0, 80)));
  }
  steps_at_command_ = log_.steps.size();
  part_ = Part::git;
}

void SyzbotReader::start_search(const std::vector<std::string_view>& words, const LineView& line) {
  if (!log_.commands.empty()) diagnose(line, "git bisect was started again; the last search counts");
  log_.commands.clear();
  GitCommand command;
  command.kind = GitCommand::Kind::start;
  command.lines = line.span;
  bool all_ids = true;
  for (const std::string_view word : words) {
    const Revision revision = to_revision(word);
    all_ids = all_ids && is_whole_id(word);
    const auto step = last_test_of(explained(log_, revision), 0);
    if (step) {
      log_.steps[*step].logged = command.revisions.empty() ? Verdict::bad : Verdict::good;
      command.steps.push_back(*step);
    }
    command.revisions.push_back(revision);
  }
  // Since 2019-11-05 (syzkaller commit 0a2d7d829) the arguments are ids, never tags.
  if (!all_ids) clues_.narrow({0, 1});
  if (all_ids && log_.aim == Aim::cause) clues_.narrow({2, 20});
  log_.commands.push_back(std::move(command));
}

void SyzbotReader::tell_verdict(Verdict verdict, std::string_view id, const LineView& line) {
  GitCommand command;
  command.verdict = verdict;
  command.revisions.push_back(to_revision(id));
  command.lines = line.span;
  const std::string& told = command.revisions.front().text;
  if (log_.commands.empty()) {
    // The front is cut off: these tests are the search's, whatever came before.
    for (Step& step : log_.steps) {
      if (step.role == StepRole::start || step.role == StepRole::config) step.role = StepRole::bisect;
    }
  } else if (const GitOutput& output = log_.commands.back().output;
             !output.commits.empty() && output.commits.front().text != told) {
    diagnose(line, fmt::format("the verdict is on {}, but git had checked out {}", told,
                               output.commits.front().text));
  }
  if (const auto step = last_test_of(told, steps_at_command_)) {
    log_.steps[*step].logged = verdict;
    command.steps.push_back(*step);
  } else {
    diagnose(line, fmt::format("git was told \"{}\" about {} without a test{}", to_text(verdict), told,
                               pretended_ ? ": syzbot took the bug for not yet there" : ""));
  }
  pretended_ = false;
  log_.commands.push_back(std::move(command));
}

}  // namespace rebisect
