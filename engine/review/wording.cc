#include "engine/review/wording.h"

#include <fmt/format.h>

namespace rebisect {
namespace {

constexpr std::size_t kBriefDigits = 12;

// One overload for each of git's answers, to be used with std::visit.
struct OutcomeText {
  const CommitGraph& graph;

  std::string operator()(const TestCommit& test) const {
    return "have tested " + graph.id(test.commit).brief();
  }
  std::string operator()(const TestMergeBase& test) const {
    return "have tested the merge base " + graph.id(test.commit).brief();
  }
  std::string operator()(const FoundFirstBad& found) const {
    return "have stopped: the search had ended at " + graph.id(found.commit).brief();
  }
  std::string operator()(const OnlySkippedLeft&) const {
    return "have stopped: only skipped commits were left";
  }
  std::string operator()(const MergeBaseIsBad& bad) const {
    return fmt::format("have stopped: the merge base {} is like the later end",
                       graph.id(bad.merge_base).brief());
  }
  std::string operator()(const GoodsNotAncestors&) const {
    return "have stopped: the ends are not in one line of history";
  }
  std::string operator()(const BothGoodAndBad&) const { return "have stopped: a commit had two verdicts"; }
  std::string operator()(const NoTestableCommit&) const { return "have stopped: no testable commit"; }
  std::string operator()(const WaitingForEnds&) const { return "have waited for the other end"; }
  std::string operator()(const HistoryTooShort&) const { return "have needed more of the history"; }
};

}  // namespace

std::string brief(std::string_view revision) {
  const bool id = OidPrefix::from_hex(revision).has_value();
  return std::string(id ? revision.substr(0, kBriefDigits) : revision);
}

std::string brief(const Revision& revision) {
  return brief(revision.text);
}

std::string_view word(Verdict verdict, Aim aim) {
  if (aim == Aim::cause || verdict == Verdict::skip) return to_text(verdict);
  return verdict == Verdict::bad ? "does not crash" : "crashes";
}

std::string clause(Verdict verdict, Aim aim) {
  if (verdict == Verdict::skip) return "was skipped";
  if (aim == Aim::cause) return fmt::format("was called {}", to_text(verdict));
  return std::string(word(verdict, aim));
}

std::string step_name(const BisectionLog& log, std::size_t command) {
  const GitCommand& named = log.commands[command];
  if (!named.steps.empty()) return fmt::format("step {}", named.steps.front());
  return fmt::format("line {}", named.lines.first);
}

std::string describe_outcome(const CommitGraph& graph, const BisectAnswer& answer) {
  return std::visit(OutcomeText{graph}, answer.outcome);
}

std::string bisecting_line(std::int64_t left, std::uint32_t rounds) {
  // Git's plural is the one of any number but 1: "0 revisions", "-1 revisions".
  return fmt::format("Bisecting: {} revision{} left to test after this (roughly {} step{})", left,
                     left == 1 ? "" : "s", rounds, rounds == 1 ? "" : "s");
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace rebisect
