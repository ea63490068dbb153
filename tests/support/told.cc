#include "tests/support/told.h"

#include <sstream>
#include <string>
#include <vector>

#include "engine/base/ensure.h"

namespace rebisect::testing {
namespace {

// Adds a step for each revision of the command.
void add_steps(BisectionLog& log, GitCommand& command) {
  for (std::size_t i = 0; i < command.revisions.size(); ++i) {
    Step step;
    step.commit = command.revisions[i];
    step.logged = command.verdict;
    if (command.kind == GitCommand::Kind::start) {
      step.role = StepRole::start;
      step.logged = i == 0 ? Verdict::bad : Verdict::good;
    }
    step.lines = command.lines;
    command.steps.push_back(log.steps.size());
    log.steps.push_back(step);
  }
}

void add_claim(BisectionLog& log, Claim::Kind kind, const std::vector<std::string>& names,
               std::uint32_t line) {
  Claim claim;
  claim.kind = kind;
  claim.lines = {line, line};
  for (const std::string& name : names) claim.commits.push_back({name});
  log.claim = claim;
}

}  // namespace

BisectionLog told(std::string_view text) {
  BisectionLog log;
  log.dialect = "git";
  std::istringstream entries{std::string(text)};
  std::uint32_t line = 0;
  for (std::string entry; std::getline(entries, entry, ';');) {
    ++line;
    std::istringstream in(entry);
    std::string verb;
    in >> verb;
    std::vector<std::string> names;
    GitOutput output;
    for (std::string word; in >> word;) {
      if (word == "->") {
        std::int64_t left = 0;
        std::uint32_t rounds = 0;
        in >> left >> rounds;
        output.kind = GitOutput::Kind::test;
        output.left = left;
        output.rounds = rounds;
        output.lines = {line, line};
        continue;
      }
      names.push_back(word);
    }
    if (verb == "claim") {
      add_claim(log, names.size() == 1 ? Claim::Kind::commit : Claim::Kind::several, names, line);
    } else if (verb == "none" || verb == "error") {
      add_claim(log, verb == "none" ? Claim::Kind::none : Claim::Kind::error, {}, line);
    } else if (verb == "fix") {
      log.aim = Aim::fix;
    } else {
      GitCommand command;
      command.kind = verb == "start" ? GitCommand::Kind::start : GitCommand::Kind::verdict;
      if (command.kind == GitCommand::Kind::verdict) {
        const auto verdict = parse_verdict(verb);
        ENSURE(verdict.has_value());
        command.verdict = *verdict;
      }
      for (const std::string& name : names) command.revisions.push_back({name});
      command.output = output;
      command.lines = {line, line};
      add_steps(log, command);
      log.commands.push_back(command);
    }
  }
  return log;
}

History history_of(const Sketch& sketch) {
  History history;
  history.graph = sketch.graph;
  for (const auto& [name, commit] : sketch.commits) history.names.emplace(name, sketch.graph.id(commit));
  return history;
}

}  // namespace rebisect::testing
