#include "engine/review/cross_check.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/base/ensure.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Kind = GitReply::Kind;

// One overload for each outcome, to be used with std::visit.
struct OutcomeToReply {
  const CommitGraph& graph;

  GitReply operator()(const TestCommit& test) const {
    return {Kind::test, {graph.id(test.commit)}, test.left, test.rounds, 0};
  }
  GitReply operator()(const TestMergeBase& test) const { return of(Kind::merge_base, {test.commit}); }
  GitReply operator()(const FoundFirstBad& found) const { return of(Kind::first_bad, {found.commit}); }
  GitReply operator()(const OnlySkippedLeft& left) const { return of(Kind::only_skipped, left.commits); }
  GitReply operator()(const MergeBaseIsBad& /*outcome*/) const { return of(Kind::merge_base_bad, {}); }
  GitReply operator()(const GoodsNotAncestors& /*outcome*/) const { return of(Kind::not_ancestors, {}); }
  GitReply operator()(const BothGoodAndBad& /*outcome*/) const { return of(Kind::both_good_and_bad, {}); }
  GitReply operator()(const NoTestableCommit& /*outcome*/) const { return of(Kind::no_testable, {}); }
  GitReply operator()(const WaitingForEnds& /*outcome*/) const { return of(Kind::waiting, {}); }
  GitReply operator()(const HistoryTooShort& /*outcome*/) const {
    ENSURE(false);  // replay_on() fails instead
    return {};
  }

  GitReply of(Kind kind, const std::vector<CommitIndex>& commits) const {
    GitReply reply;
    reply.kind = kind;
    for (const CommitIndex commit : commits) reply.commits.push_back(graph.id(commit));
    return reply;
  }
};

std::string why_inexact(const BisectionLog& log, const Replay& replay) {
  if (!replay.missing.empty()) {
    return fmt::format("{} is not in the repository", brief(replay.missing.front()));
  }
  if (!log.options.paths.empty()) return "the search is limited to paths";
  return "the log lost its beginning";
}

// Git before 1.6.3 printed no rounds.
bool is_same(const GitReply& gits, GitReply ours) {
  if (!gits.rounds) ours.rounds.reset();
  return gits == ours;
}

CrossCheck::End end_of(const GitScript& script, const GitAnswers& answers) {
  switch (answers.end) {
    case GitAnswers::End::all_told:
      return script.cut_because.empty() ? CrossCheck::End::complete : CrossCheck::End::inexact;
    case GitAnswers::End::deadline:
      return CrossCheck::End::deadline;
    case GitAnswers::End::session_over:
      return CrossCheck::End::session_over;
    case GitAnswers::End::failed:
      return CrossCheck::End::failed;
    case GitAnswers::End::unavailable:
      break;
  }
  return CrossCheck::End::unavailable;
}

}  // namespace

std::string_view to_text(GitReply::Kind kind) {
  constexpr std::array<std::string_view, 9> kTexts = {
      "test",          "merge-base-test",   "first-bad",   "only-skipped", "merge-base-bad",
      "not-ancestors", "both-good-and-bad", "no-testable", "waiting"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::string_view to_text(CrossCheck::End end) {
  constexpr std::array<std::string_view, 6> kTexts = {"complete", "deadline",    "session-over",
                                                      "failed",   "unavailable", "inexact"};
  return kTexts[static_cast<std::size_t>(end)];
}

GitScript script_for_git(const CommitGraph& graph, const BisectionLog& log, const Replay& replay,
                         const GitRules& rules) {
  GitScript script;
  script.git_rules = rules.version;
  script.first_parent = log.options.first_parent;
  script.paths = log.options.paths;
  script.log_commands = log.commands.size();
  for (std::size_t i = 0; i < replay.commands.size(); ++i) {
    const ReplayedCommand& replayed = replay.commands[i];
    if (!replayed.exact) {
      script.cut_because = why_inexact(log, replay);
      break;
    }
    ToldCommand told;
    told.kind = log.commands[i].kind;
    told.verdict = log.commands[i].verdict;
    for (const std::optional<CommitIndex>& commit : replayed.commits) {
      if (commit) told.commits.push_back(graph.id(*commit));
    }
    told.expected = reply_of(replayed.answer, graph);
    if (!log.commands[i].steps.empty()) told.step = log.commands[i].steps.back();
    told.lines = log.commands[i].lines;
    script.commands.push_back(std::move(told));
  }
  return script;
}

GitReply reply_of(const BisectAnswer& answer, const CommitGraph& graph) {
  GitReply reply = std::visit(OutcomeToReply{graph}, answer.outcome);
  reply.skipped_merge_bases = answer.skipped_merge_bases.size();
  return reply;
}

CrossCheck compare_with_git(const GitScript& script, const GitAnswers& answers) {
  CrossCheck check;
  check.git_version = answers.version;
  check.git_rules = script.git_rules;
  check.commands = script.log_commands;
  check.compared = std::min(answers.replies.size(), script.commands.size());
  for (std::size_t i = 0; i < check.compared; ++i) {
    const ToldCommand& told = script.commands[i];
    if (is_same(answers.replies[i], told.expected)) {
      ++check.equal;
    } else if (!check.first_difference) {
      check.first_difference = {told.step, told.lines, answers.replies[i], told.expected};
    }
  }
  check.end = end_of(script, answers);
  check.why = answers.end == GitAnswers::End::all_told ? script.cut_because : answers.why;
  return check;
}

CrossCheck no_cross_check(std::string git_version, std::string why) {
  CrossCheck check;
  check.git_version = std::move(git_version);
  check.end = CrossCheck::End::unavailable;
  check.why = std::move(why);
  return check;
}

std::string describe(const GitReply& reply) {
  const std::string first = reply.commits.empty() ? "" : reply.commits.front().brief();
  const std::string warned =
      reply.skipped_merge_bases == 0
          ? ""
          : fmt::format(" after passing over {}", counted(reply.skipped_merge_bases, "skipped merge base"));
  switch (reply.kind) {
    case Kind::test:
      return fmt::format("to test {} ({} left, {}){}", first, reply.left.value_or(0),
                         counted(reply.rounds.value_or(0), "round"), warned);
    case Kind::merge_base:
      return fmt::format("to test the merge base {}{}", first, warned);
    case Kind::first_bad:
      return fmt::format("that the search ends at {}{}", first, warned);
    case Kind::only_skipped:
      return fmt::format("that only skipped commits are left, {} of them{}", reply.commits.size(), warned);
    case Kind::merge_base_bad:
      return "that the bug is older than a merge base" + warned;
    case Kind::not_ancestors:
      return "that the ends do not fit each other" + warned;
    case Kind::both_good_and_bad:
      return "that the verdicts contradict each other" + warned;
    case Kind::no_testable:
      return "that no commit can be tested" + warned;
    case Kind::waiting:
      break;
  }
  return "to name the ends of the search";
}

std::string place_of(const CrossCheck::Difference& difference) {
  if (difference.step) return fmt::format("step {}", *difference.step);
  return fmt::format("line {}", difference.lines.first);
}

std::string summary(const CrossCheck& check) {
  const std::string git = check.git_version.empty() ? "git" : "git " + check.git_version;
  if (check.end == CrossCheck::End::unavailable) return fmt::format("{} was not asked: {}", git, check.why);
  const std::string of_log = counted(check.commands, "command");
  const bool all = check.compared == check.commands;
  const std::string compared = all ? of_log : fmt::format("the first {} of {}", check.compared, of_log);
  const std::string equal = check.equal < check.compared ? fmt::format("{} of ", check.equal)
                            : all                        ? "all "
                                                         : "";
  return fmt::format("{} gave the same answer to {}{} (replayed by its own rules, those of {}){}{}", git,
                     equal, compared, check.git_rules, check.why.empty() ? "" : "; ", check.why);
}

}  // namespace rebisect
