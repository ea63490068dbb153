#include "adapters/report/text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "adapters/report/judgement_text.h"
#include "adapters/report/layout.h"
#include "adapters/report/step_table.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

std::string colored(const std::string& text, Conclusion conclusion, const TextStyle& style) {
  if (!style.color) return text;
  constexpr std::array<std::string_view, 4> kColors = {"32", "33", "31", "36"};  // green, yellow, red, cyan
  return fmt::format("\x1b[1;{}m{}\x1b[0m", kColors[static_cast<std::size_t>(conclusion)], text);
}

std::string candidates_text(const Report& report, const TextStyle& style) {
  if (report.deduction.candidates.empty() || report.deduction.candidate_count == 1U) return "";
  std::string text = fmt::format(
      "\nCandidates ({})\n", report.deduction.candidate_count.value_or(report.deduction.candidates.size()));
  std::size_t shown = 0;
  for (const std::string& candidate : report.deduction.candidates) {
    if (shown == style.candidates_shown) break;
    text += wrapped(brief(candidate) + " " + description_of(report.descriptions, candidate), "  ",
                    "               ", style.width);
    ++shown;
  }
  const std::size_t all = report.deduction.candidate_count.value_or(shown);
  if (all > shown) text += fmt::format("  and {} more\n", all - shown);
  return text;
}

std::string findings_text(const Report& report, const TextStyle& style) {
  if (report.findings.empty()) return "";
  std::string text = "\nFindings\n";
  for (const Finding& finding : report.findings) {
    text += wrapped(
        fmt::format("{} [{}]: {}", to_text(finding.severity), id_of(finding.kind), printable(finding.text)),
        "  ", "    ", style.width);
  }
  return text;
}

std::string diagnostics_text(const Report& report, const TextStyle& style) {
  if (report.log.diagnostics.empty()) return "";
  std::string text = "\nWhile reading the log\n";
  for (const Diagnostic& diagnostic : report.log.diagnostics) {
    text += wrapped(fmt::format("line {}: {}", diagnostic.line, printable(diagnostic.text)), "  ", "    ",
                    style.width);
  }
  return text;
}

// "Were 4b825dc642cb good (step 3)".
std::string edits_text(const Alternative& alternative, Aim aim) {
  std::string text;
  for (const Edit& edit : alternative.edits) {
    const std::string_view verdict = edit.verdict ? word(*edit.verdict, aim) : "untested";
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", brief(edit.commit), verdict);
  }
  if (text.empty()) text = "as logged";
  return alternative.step ? fmt::format("step {}: {}", *alternative.step, text) : text;
}

std::string ending_text(const Alternative& alternative, const CommitGraph& graph) {
  const Deduction& deduction = alternative.deduction;
  if (!deduction.candidates) return "no search: a bad and a good commit are needed";
  const std::vector<CommitIndex> left = deduction.candidates->members();
  if (left.empty()) return "contradiction: the verdicts cannot all be right";
  if (left.size() == 1) return graph.id(left.front()).brief() + " is left";
  const auto next = commit_to_test(alternative.answer);
  return fmt::format("{} commits are left{}", left.size(),
                     next ? fmt::format(", git would test {}", graph.id(*next).brief()) : "");
}

std::string alternative_candidates(const Alternative& alternative, const CommitGraph& graph,
                                   const Descriptions& descriptions, const TextStyle& style) {
  if (!alternative.deduction.candidates) return "";
  std::string text;
  std::size_t shown = 0;
  const std::vector<CommitIndex> left = alternative.deduction.candidates->members();
  for (const CommitIndex commit : left) {
    if (shown == style.candidates_shown) break;
    const std::string digits = graph.id(commit).hex();
    text += wrapped(brief(digits) + " " + description_of(descriptions, digits), "  ", "               ",
                    style.width);
    ++shown;
  }
  if (left.size() > shown) text += fmt::format("  and {} more\n", left.size() - shown);
  return text;
}

// Git's own words for each answer.
struct NextText {
  const CommitGraph& graph;
  std::string subject;

  std::string checked_out(CommitIndex commit) const {
    return fmt::format("[{}]{}{}\n", graph.id(commit).hex(), subject.empty() ? "" : " ", subject);
  }
  std::string operator()(const TestCommit& test) const {
    return bisecting_line(test.left, test.rounds) + "\n" + checked_out(test.commit);
  }
  std::string operator()(const TestMergeBase& test) const {
    return "Bisecting: a merge base must be tested\n" + checked_out(test.commit);
  }
  std::string operator()(const FoundFirstBad& found) const {
    return graph.id(found.commit).hex() + " is the first bad commit\n";
  }
  std::string operator()(const OnlySkippedLeft& skipped) const {
    std::string text =
        "There are only 'skip'ped commits left to test.\nThe first bad commit could be any of:\n";
    for (const CommitIndex commit : skipped.commits) text += graph.id(commit).hex() + "\n";
    return text + "We cannot bisect more!\n";
  }
  std::string operator()(const MergeBaseIsBad& bad) const {
    return fmt::format("The merge base {} is bad.\n", graph.id(bad.merge_base).hex());
  }
  std::string operator()(const GoodsNotAncestors&) const {
    return "Some good revs are not ancestors of the bad rev.\n";
  }
  std::string operator()(const BothGoodAndBad&) const { return "A commit was both good and bad.\n"; }
  std::string operator()(const NoTestableCommit&) const { return "No testable commit found.\n"; }
  std::string operator()(const WaitingForEnds&) const { return "waiting for both good and bad commits\n"; }
  std::string operator()(const HistoryTooShort&) const { return "more of the history is needed\n"; }
};

}  // namespace

std::string to_text(const Report& report, const TextStyle& style) {
  const std::string conclusion = upper(to_text(report.conclusion));
  std::string first = fmt::format("{}: {}{}", conclusion, printable(report.headline),
                                  report.from_log_alone ? " (from the log alone)" : "");
  std::string text = wrapped(first, "", "  ", style.width);
  text.replace(0, conclusion.size(), colored(conclusion, report.conclusion, style));
  if (style.first_line_only) return text;
  for (const std::string& claimed : report.deduction.claimed) {
    const std::string description = description_of(report.descriptions, claimed);
    if (!description.empty() && report.deduction.claimed.size() == 1) {
      text += wrapped(description, "  ", "  ", style.width);
    }
  }
  if (!report.reasons.empty()) text += "\nWhy\n";
  for (const std::string& reason : report.reasons) {
    text += wrapped(printable(reason), "  - ", "    ", style.width);
  }
  text += candidates_text(report, style);
  text += suspects_text(report, style);
  text += disputes_text(report, style);
  if (!report.log.steps.empty()) text += "\nSteps\n" + step_table(report, style.width);
  text += plan_text(report);
  text += findings_text(report, style);
  text += diagnostics_text(report, style);
  text += "\nHow\n";
  for (const std::string& method : report.method) {
    text += wrapped(printable(method), "  ", "    ", style.width);
  }
  return text;
}

std::string selection_to_text(const Report& report, const TextStyle& style) {
  std::string text = step_table(report, style.width);
  if (report.selection && report.selection->compared > 0) {
    text += fmt::format("  {} of {} are git's own choice\n", report.selection->matched,
                        report.selection->compared);
  }
  if (!report.cross_check) return text;
  text += wrapped("cross-check: " + printable(summary(*report.cross_check)), "  ", "    ", style.width);
  for (const Finding& finding : report.findings) {
    if (finding.kind != FindingKind::cross_check_differs) continue;
    text += wrapped(printable(finding.text), "  ", "    ", style.width);
  }
  return text;
}

std::string to_text(const std::vector<Alternative>& alternatives, const CommitGraph& graph, Aim aim,
                    const Descriptions& descriptions, const TextStyle& style) {
  std::string text;
  for (const Alternative& alternative : alternatives) {
    text += wrapped(fmt::format("{}: {}", edits_text(alternative, aim), ending_text(alternative, graph)), "",
                    "    ", style.width);
    if (alternatives.size() == 1) text += alternative_candidates(alternative, graph, descriptions, style);
  }
  return text;
}

std::string next_to_text(const BisectAnswer& answer, const CommitGraph& graph, const std::string& subject) {
  std::string text;
  for (const CommitIndex skipped : answer.skipped_merge_bases) {
    text += fmt::format("warning: the merge base {} must be skipped\n", graph.id(skipped).hex());
  }
  return text + std::visit(NextText{graph, printable(subject)}, answer.outcome);
}

}  // namespace rebisect
