#include "tests/support/outline.h"

#include <sstream>
#include <string>

#include <fmt/format.h>

namespace rebisect::testing {
namespace {

constexpr int kRuns = 10;

std::string_view title_of(char letter) {
  if (letter == 'F') return kUnrelatedTitle;
  return letter == 'K' ? kSameKindTitle : kOwnTitle;
}

Step step_of(std::string word, std::size_t number) {
  Step step;
  step.commit.text = fmt::format("{:040x}", number);
  step.role = number == 0 ? StepRole::start : StepRole::bisect;
  if (word.front() == '(') {
    step.role = StepRole::release;
    step.release = fmt::format("v5.{}", 20 - number);
    word = word.substr(1, word.size() - 2);
  }
  const char letter = word.front();
  if (letter == 's') {
    step.logged = Verdict::skip;
    return step;
  }
  const int crashes = letter == '.' ? 0 : word.size() > 1 ? word[1] - '0' : kRuns;
  for (int run = 0; run < kRuns; ++run) {
    const bool crashed = run < crashes;
    step.runs.push_back({crashed ? RunOutcome::Kind::crashed : RunOutcome::Kind::ok,
                         crashed ? std::string(title_of(letter)) : std::string()});
  }
  if (step.role == StepRole::bisect) step.logged = crashes > 0 ? Verdict::bad : Verdict::good;
  return step;
}

}  // namespace

BisectionLog outlined(std::string_view outline) {
  BisectionLog log;
  log.format = LogFormat::syzbot;
  log.claim = Claim{Claim::Kind::commit, {}, "subject", {}};
  log.printed_culprit = PrintedCommit{{}, 1, "subject", {}};
  log.commands.push_back(
      {.kind = GitCommand::Kind::start, .revisions = {}, .steps = {}, .output = {}, .lines = {}});
  std::istringstream words{std::string(outline)};
  for (std::string word; words >> word;) {
    log.steps.push_back(step_of(word, log.steps.size()));
    const Step& step = log.steps.back();
    if (step.role != StepRole::bisect) continue;
    log.commands.push_back({.kind = GitCommand::Kind::verdict,
                            .verdict = *step.logged,
                            .revisions = {step.commit},
                            .steps = {log.steps.size() - 1},
                            .output = {},
                            .lines = {}});
    if (step.logged == Verdict::bad) log.claim->commits = {step.commit};
  }
  if (!log.claim->commits.empty()) log.printed_culprit->commit = log.claim->commits.front();
  return log;
}

}  // namespace rebisect::testing
