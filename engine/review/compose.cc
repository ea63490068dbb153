#include "engine/review/compose.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/review/culprit_findings.h"
#include "engine/review/explain.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

std::string id_or_text(const Facts& facts, const Revision& revision) {
  const auto commit = bind(revision, facts.log, facts.history);
  return commit ? facts.history.graph.id(*commit).hex() : revision.text;
}

// What git answered before a command: which commit it expected, with which numbers.
void take_expectation(const Facts& facts, const BisectAnswer& before, SelectionRow& row) {
  if (const auto* test = std::get_if<TestCommit>(&before.outcome)) {
    row.expected = facts.history.graph.id(test->commit);
    row.left = test->left;
    row.rounds = test->rounds;
  } else if (const auto* base = std::get_if<TestMergeBase>(&before.outcome)) {
    row.expected = facts.history.graph.id(base->commit);
    row.merge_base = true;
  }
}

SelectionRow selection_row(const Facts& facts, std::size_t command) {
  const ReplayedCommand& replayed = facts.replay.commands[command];
  const ReplayedCommand& before = facts.replay.commands[command - 1];
  const GitCommand& told = facts.log.commands[command];
  SelectionRow row;
  if (!told.steps.empty()) row.step = told.steps.front();
  row.tested = id_or_text(facts, told.revisions.front());
  row.verdict = told.verdict;
  row.match = replayed.match;
  if (before.exact) take_expectation(facts, before.answer, row);
  row.left_logged = facts.log.commands[command - 1].output.left;
  row.rounds_logged = facts.log.commands[command - 1].output.rounds;
  row.candidates_before = before.candidates;
  row.candidates_after = replayed.candidates;
  return row;
}

Selection select_rows(const Facts& facts, const RuleChoice& choice) {
  Selection selection;
  selection.git_rules = choice.rules->version;
  for (const GitRules* rules : choice.also) selection.git_rules_also.emplace_back(rules->version);
  for (std::size_t i = 1; i < facts.replay.commands.size(); ++i) {
    if (facts.replay.commands[i].match == Match::not_compared) continue;
    selection.rows.push_back(selection_row(facts, i));
  }
  selection.matched = facts.replay.matched();
  selection.compared = facts.replay.compared();
  return selection;
}

DeductionPart deduction_part(const Facts& facts) {
  DeductionPart part;
  part.kind = facts.deduction.kind;
  part.follows = facts.deduction.follows;
  if (facts.deduction.candidates) {
    part.candidate_count = facts.deduction.candidates->count();
    for (const CommitIndex commit : facts.deduction.candidates->members()) {
      if (part.candidates.size() == kMostCandidates) break;
      part.candidates.push_back(facts.history.graph.id(commit).hex());
    }
  }
  for (const std::size_t place : facts.deduction.contradiction) {
    if (const auto step = facts.replay.marks[place].step) part.contradiction.push_back(*step);
  }
  part.verdicts_missing = !facts.replay.missing.empty();
  if (!facts.log.claim) return part;
  for (const Revision& revision : facts.log.claim->commits) {
    part.claimed.push_back(id_or_text(facts, revision));
    const auto commit = bind(revision, facts.log, facts.history);
    if (!commit) {
      ++part.claimed_missing;
    } else if (facts.deduction.candidates && facts.deduction.candidates->contains(*commit)) {
      ++part.claimed_candidates;
    }
  }
  return part;
}

Deduction::Kind kind_from_log(const BisectionLog& log, const LogArithmetic& arithmetic) {
  if (arithmetic.left == 1U) return Deduction::Kind::first_bad;
  if (!arithmetic.ends_with.empty()) return Deduction::Kind::any_of;
  const bool nothing_found = log.claim && log.claim->kind == Claim::Kind::none;
  if (nothing_found && log.aim == Aim::cause && log.commands.empty()) return Deduction::Kind::before_range;
  return Deduction::Kind::unfinished;
}

DeductionPart deduction_part(const BisectionLog& log, const LogArithmetic& arithmetic) {
  DeductionPart part;
  part.kind = kind_from_log(log, arithmetic);
  part.follows = arithmetic.follows;
  for (const Revision& revision : arithmetic.ends_with) part.candidates.push_back(revision.text);
  if (arithmetic.left) part.candidate_count = static_cast<std::size_t>(*arithmetic.left);
  if (!log.claim) return part;
  for (const Revision& claimed : log.claim->commits) {
    part.claimed.push_back(claimed.text);
    const bool candidate = std::ranges::any_of(
        arithmetic.ends_with, [&](const Revision& end) { return same_revision(log, claimed, end); });
    if (candidate) ++part.claimed_candidates;
  }
  return part;
}

// "all since 1.8.2.2" where the rules that fit follow each other up to the newest, else their list.
std::string rules_that_fit(const Selection& selection, const BisectionLog& log) {
  std::vector<std::string_view> fitting = {selection.git_rules};
  fitting.insert(fitting.end(), selection.git_rules_also.begin(), selection.git_rules_also.end());
  std::string_view oldest;
  std::size_t in_a_row = 0;
  const bool limited = !log.options.paths.empty();
  for (std::size_t back = 1; back <= all_git_rules().size(); ++back) {
    const GitRules& rules = all_git_rules()[all_git_rules().size() - back];
    if (rules.for_paths_only && !limited) continue;
    if (std::ranges::find(fitting, rules.version) == fitting.end()) break;
    oldest = rules.version;
    ++in_a_row;
  }
  if (in_a_row == fitting.size()) return fmt::format("all since {} fit the log as well", oldest);
  return fmt::format("those of {} fit the log as well", fmt::join(selection.git_rules_also, ", "));
}

std::vector<std::string> method_of(const Report& report) {
  const BisectionLog& log = report.log;
  std::vector<std::string> method;
  method.push_back(log.format == LogFormat::git ? "log: git bisect"
                                                : fmt::format("log: syzbot, dialect {}",
                                                              log.dialect.empty() ? "unknown" : log.dialect));
  if (report.selection && report.selection->compared > 0) {
    const bool alone = report.selection->git_rules_also.empty();
    method.push_back(fmt::format("git rules: {}{}", report.selection->git_rules,
                                 alone ? "" : "; " + rules_that_fit(*report.selection, log)));
  }
  if (!report.weighed) {
    method.emplace_back("verdicts: at face value, as logged");
  } else if (report.belief) {
    method.emplace_back("belief: each run weighed as docs/evidence.md says");
  }
  return method;
}

// The parts that judge, in a report that has nothing else yet.
Report with_assessment(const Assessment& assessment) {
  Report report;
  report.weighed = assessment.made;
  report.score = assessment.score;
  report.belief = assessment.belief;
  report.reliability = assessment.reliability;
  report.disputes = assessment.disputes;
  report.plan = assessment.plan;
  report.outline = assessment.outline;
  report.flips = assessment.flips;
  return report;
}

}  // namespace

Conclusion conclude(const BisectionLog& log, const DeductionPart& deduction, const Assessment& assessment,
                    bool excluded) {
  const bool claims = log.claim && !deduction.claimed.empty() &&
                      (log.claim->kind == Claim::Kind::commit || log.claim->kind == Claim::Kind::several);
  if (!claims || deduction.kind == Deduction::Kind::unfinished) return Conclusion::undecided;
  if (excluded || (assessment.reliability && !assessment.reliability->refuting.empty())) {
    return Conclusion::refuted;
  }
  // No verdict speaks about a commit whose place in the history is not known.
  const bool unplaced = deduction.kind != Deduction::Kind::contradiction && deduction.claimed_missing > 0;
  if (deduction.claimed_candidates == 0) return unplaced ? Conclusion::undecided : Conclusion::refuted;
  if (deduction.claimed_candidates < deduction.candidate_count.value_or(0)) {
    return deduction.verdicts_missing ? Conclusion::undecided : Conclusion::doubtful;
  }
  if (assessment.made && !assessment.score) return Conclusion::undecided;
  return assessment.doubted ? Conclusion::doubtful : Conclusion::holds;
}

Report compose(const Facts& facts, const RuleChoice& choice, const Assessment& assessment,
               const std::vector<Finding>& findings) {
  Report report = with_assessment(assessment);
  report.log = facts.log;
  report.selection = select_rows(facts, choice);
  report.deduction = deduction_part(facts);
  report.findings = findings;
  report.conclusion = conclude(facts.log, report.deduction, assessment, excludes_claim(findings));
  if (!facts.replay.commands.empty() && facts.replay.commands.back().exact) {
    const auto next = commit_to_test(facts.replay.commands.back().answer);
    if (next) report.next = facts.history.graph.id(*next);
  }
  report.headline = headline(report);
  report.reasons = explain(facts, report);
  report.method = method_of(report);
  for (const std::string& note : assessment.notes) report.method.push_back(note);
  for (const std::string& note : facts.history.notes) report.method.push_back("repository: " + note);
  for (const std::string& note : facts.history.culprit.notes) report.method.push_back("repository: " + note);
  return report;
}

Report compose(const BisectionLog& log, const LogArithmetic& arithmetic, const Assessment& assessment,
               const std::vector<Finding>& findings) {
  Report report = with_assessment(assessment);
  report.log = log;
  report.from_log_alone = true;
  report.deduction = deduction_part(log, arithmetic);
  report.findings = findings;
  report.conclusion = conclude(log, report.deduction, assessment, excludes_claim(findings));
  report.headline = headline(report);
  report.reasons = explain(report);
  report.method = method_of(report);
  for (const std::string& note : assessment.notes) report.method.push_back(note);
  return report;
}

Report with_cross_check(Report report, const CrossCheck& check) {
  report.cross_check = check;
  report.method.push_back("cross-check: " + summary(check));
  for (const Finding& finding : find_problems(check)) {
    // Errors come first, and none weighs more than that the answer cannot be trusted.
    const auto at = finding.severity == Severity::error
                        ? report.findings.begin()
                        : std::ranges::find(report.findings, Severity::note, &Finding::severity);
    report.findings.insert(at, finding);
  }
  if (!check.first_difference) return report;
  report.conclusion = Conclusion::undecided;
  report.headline = headline(report);
  report.reasons.insert(report.reasons.begin(), report.findings.front().text);
  report.reasons.resize(std::min(report.reasons.size(), kMostReasons));
  return report;
}

}  // namespace rebisect
