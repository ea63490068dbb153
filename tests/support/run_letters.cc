#include "tests/support/run_letters.h"

#include <sstream>
#include <string>

#include "engine/base/ensure.h"

namespace rebisect::testing {
namespace {

using Kind = RunOutcome::Kind;

struct Letter {
  char letter;
  Kind kind;
  std::string_view title;
};
constexpr Letter kLetters[] = {
    {'.', Kind::ok, ""},
    {'C', Kind::crashed, kBugTitle},
    {'D', Kind::crashed, "possible deadlock in ext4_iget"},
    {'W', Kind::crashed, "WARNING in tcp_close"},
    {'O', Kind::crashed, "KASAN: slab-out-of-bounds Read in tcp_close"},
    {'L', Kind::crashed, "lost connection to test machine"},
    {'S', Kind::crashed, "SYZFATAL: executor failed"},
    {'b', Kind::boot_failed, "no boot"},
    {'t', Kind::test_failed, "timed out"},
    {'f', Kind::failed, "failed to run command in VM"},
    {'i', Kind::infra, "no machine"},
    {'g', Kind::ignored, kBugTitle},
};

RunOutcome run_of(char letter) {
  for (const Letter& row : kLetters) {
    if (row.letter == letter) return {row.kind, std::string(row.title)};
  }
  ENSURE(false);
  return {};
}

void give_runs(Step& step, std::string_view word) {
  if (word == "x") {
    step.build_failed = true;
  } else if (word.starts_with("all")) {
    step.run_count_known = false;
    step.runs = runs_of(word.substr(3));
  } else if (word != "-") {
    step.runs = runs_of(word);
  }
}

StepRole role_of(const std::string& verb) {
  if (verb == "start") return StepRole::start;
  if (verb == "head") return StepRole::head;
  if (verb == "config") return StepRole::config;
  if (verb == "parent") return StepRole::parent;
  if (verb.front() == 'v') return StepRole::release;
  return StepRole::bisect;
}

void start_search(BisectionLog& log) {
  // A fix bisection is from its tip, which does not crash and is called bad, back to the start.
  const std::size_t last = log.steps.size() - 1;
  const std::size_t bad = log.aim == Aim::cause ? 0 : last;
  const std::size_t good = log.aim == Aim::cause ? last : 0;
  log.steps[bad].logged = Verdict::bad;
  log.steps[good].logged = Verdict::good;
  GitCommand start;
  start.kind = GitCommand::Kind::start;
  start.revisions = {log.steps[bad].commit, log.steps[good].commit};
  start.steps = {bad, good};
  log.commands.push_back(start);
}

void tell(BisectionLog& log, Verdict verdict) {
  log.steps.back().logged = verdict;
  GitCommand command;
  command.verdict = verdict;
  command.revisions = {log.steps.back().commit};
  command.steps = {log.steps.size() - 1};
  log.commands.push_back(command);
}

void add_claim(BisectionLog& log, const std::string& verb, const std::string& rest) {
  Claim claim;
  claim.kind = verb == "claim"   ? Claim::Kind::commit
               : verb == "error" ? Claim::Kind::error
                                 : Claim::Kind::none;
  claim.text = rest;
  if (verb == "claim") claim.commits = {{rest}};
  log.claim = claim;
}

}  // namespace

std::vector<RunOutcome> runs_of(std::string_view letters) {
  std::vector<RunOutcome> runs;
  for (const char letter : letters) runs.push_back(run_of(letter));
  return runs;
}

void give_runs(BisectionLog& log, std::string_view words) {
  std::istringstream in{std::string(words)};
  std::size_t step = 0;
  for (std::string word; in >> word; ++step) give_runs(log.steps.at(step), word);
}

BisectionLog syzbot_log(std::string_view dialect, std::string_view tests) {
  BisectionLog log;
  log.format = LogFormat::syzbot;
  log.dialect = dialect;
  log.header_commit = {"c0"};
  std::istringstream in{std::string(tests)};
  for (std::string entry; std::getline(in, entry, ';');) {
    std::istringstream words(entry);
    std::string verb;
    std::string rest;
    words >> verb;
    std::getline(words >> std::ws, rest);
    if (verb == "fix") {
      log.aim = Aim::fix;
    } else if (verb == "claim" || verb == "error" || verb == "none") {
      add_claim(log, verb, rest);
    } else {
      const auto verdict = parse_verdict(verb);
      if (verdict && log.commands.empty()) start_search(log);
      Step step;
      step.role = role_of(verb);
      step.commit = {"c" + std::to_string(log.steps.size())};
      if (step.role == StepRole::config) step.commit = log.steps.front().commit;
      if (step.role == StepRole::release) step.release = verb;
      give_runs(step, rest);
      log.steps.push_back(step);
      if (verdict) tell(log, *verdict);
    }
  }
  return log;
}

}  // namespace rebisect::testing
