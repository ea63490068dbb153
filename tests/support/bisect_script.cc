#include "tests/support/bisect_script.h"

#include <optional>
#include <sstream>
#include <variant>

#include <fmt/format.h>

#include "engine/base/ensure.h"

namespace rebisect::testing {
namespace {

using NameOf = std::function<std::string(CommitIndex)>;

struct OutcomeToText {
  const NameOf& name;

  std::string operator()(const TestCommit& test) const {
    return fmt::format("test {} ({}, {})", name(test.commit), test.left, test.rounds);
  }
  std::string operator()(const TestMergeBase& test) const { return "merge base " + name(test.commit); }
  std::string operator()(const FoundFirstBad& found) const { return "first bad " + name(found.commit); }
  std::string operator()(const OnlySkippedLeft& left) const {
    std::string text = "only skipped";
    for (const CommitIndex commit : left.commits) text += " " + name(commit);
    return text;
  }
  std::string operator()(const MergeBaseIsBad& bad) const {
    return "merge base " + name(bad.merge_base) + " is bad";
  }
  std::string operator()(const GoodsNotAncestors& /*outcome*/) const { return "not ancestors"; }
  std::string operator()(const BothGoodAndBad& /*outcome*/) const { return "both good and bad"; }
  std::string operator()(const NoTestableCommit& /*outcome*/) const { return "no testable"; }
  std::string operator()(const WaitingForEnds& /*outcome*/) const { return "waiting"; }
  std::string operator()(const HistoryTooShort& too_short) const {
    return "too short at " + name(too_short.at);
  }
};

// "a..c b d..e"
BisectAnswer skip_ranges(const Sketch& history, BisectSession& session, const std::string& words) {
  std::vector<SkipRange> ranges;
  std::vector<CommitIndex> commits;
  std::istringstream in(words);
  for (std::string word; in >> word;) {
    const std::size_t dots = word.find("..");
    if (dots == std::string::npos) {
      commits.push_back(history.all(word).at(0));
    } else {
      ranges.push_back({history.all(word.substr(0, dots)).at(0), history.all(word.substr(dots + 2)).at(0)});
    }
  }
  return session.skip_ranges(ranges, commits);
}

BisectAnswer run_command(const Sketch& history, BisectSession& session, const std::string& command) {
  std::istringstream in(command);
  std::string verb;
  in >> verb;
  std::string rest;
  std::getline(in, rest);
  if (verb == "next") return session.next();
  if (rest.find("..") != std::string::npos) {
    ENSURE(verb == "skip");
    return skip_ranges(history, session, rest);
  }
  const std::vector<CommitIndex> commits = history.all(rest);
  if (verb == "start") {
    if (commits.empty()) return session.start(std::nullopt, {});
    return session.start(commits.front(), std::span(commits).subspan(1));
  }
  const std::optional<Verdict> verdict = parse_verdict(verb);
  ENSURE(verdict.has_value());
  return session.mark(*verdict, commits);
}

}  // namespace

std::string to_text(const BisectAnswer& answer, const NameOf& name) {
  std::string text;
  for (const CommitIndex base : answer.skipped_merge_bases) text += "skipped merge base " + name(base) + ", ";
  return text + std::visit(OutcomeToText{name}, answer.outcome);
}

std::string run_script(const Sketch& history, BisectSession& session, std::string_view script) {
  std::string answers;
  std::istringstream commands{std::string(script)};
  for (std::string command; std::getline(commands, command, '|');) {
    const BisectAnswer answer = run_command(history, session, command);
    const std::string text = to_text(answer, [&](CommitIndex commit) { return history.name(commit); });
    answers += (answers.empty() ? "" : " | ") + text;
  }
  return answers;
}

std::string run_script(const Sketch& history, std::string_view script, const GitRules& rules,
                       BisectOptions options) {
  BisectSession session(history.graph, rules, options);
  return run_script(history, session, script);
}

}  // namespace rebisect::testing
