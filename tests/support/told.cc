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
    if (command.revisions[i].is_range()) continue;
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

// One entry between semicolons: "good d -> 3 2".
struct Entry {
  std::string verb;
  std::vector<std::string> names;
  GitOutput output;
};

Entry read_entry(const std::string& text, std::uint32_t line) {
  std::istringstream in(text);
  Entry entry;
  in >> entry.verb;
  for (std::string word; in >> word;) {
    if (word != "->") {
      entry.names.push_back(word);
      continue;
    }
    std::int64_t left = 0;
    std::uint32_t rounds = 0;
    in >> left >> rounds;
    entry.output.kind = GitOutput::Kind::test;
    entry.output.left = left;
    entry.output.rounds = rounds;
    entry.output.lines = {line, line};
  }
  return entry;
}

void add_command(BisectionLog& log, const Entry& entry, std::uint32_t line) {
  GitCommand command;
  command.kind = entry.verb == "start" ? GitCommand::Kind::start : GitCommand::Kind::verdict;
  if (command.kind == GitCommand::Kind::verdict) {
    const auto verdict = parse_verdict(entry.verb);
    ENSURE(verdict.has_value());
    command.verdict = *verdict;
  }
  for (const std::string& name : entry.names) command.revisions.push_back({name});
  command.output = entry.output;
  command.lines = {line, line};
  add_steps(log, command);
  log.commands.push_back(command);
}

void add_entry(BisectionLog& log, const Entry& entry, std::uint32_t line) {
  if (entry.verb == "claim") {
    add_claim(log, entry.names.size() == 1 ? Claim::Kind::commit : Claim::Kind::several, entry.names, line);
  } else if (entry.verb == "none" || entry.verb == "error") {
    add_claim(log, entry.verb == "none" ? Claim::Kind::none : Claim::Kind::error, {}, line);
  } else if (entry.verb == "fix") {
    log.aim = Aim::fix;
  } else {
    add_command(log, entry, line);
  }
}

}  // namespace

BisectionLog told(std::string_view text) {
  BisectionLog log;
  log.dialect = "git";
  std::istringstream entries{std::string(text)};
  std::uint32_t line = 0;
  for (std::string entry; std::getline(entries, entry, ';');) {
    ++line;
    add_entry(log, read_entry(entry, line), line);
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
