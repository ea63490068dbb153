#include "engine/review/finding.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/replay/log_arithmetic.h"
#include "engine/review/build_findings.h"
#include "engine/review/culprit_findings.h"
#include "engine/review/printed_facts.h"
#include "engine/review/run_findings.h"
#include "engine/review/search_findings.h"
#include "engine/review/title_findings.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Findings = std::vector<Finding>;

struct KindText {
  FindingKind kind;
  std::string_view id;
};
constexpr KindText kKinds[] = {
    {FindingKind::pick_differs, "pick-differs"},
    {FindingKind::pick_other_rules, "pick-other-rules"},
    {FindingKind::count_differs, "count-differs"},
    {FindingKind::outside_range, "outside-range"},
    {FindingKind::commit_missing, "commit-missing"},
    {FindingKind::history_truncated, "history-truncated"},
    {FindingKind::history_replaced, "history-replaced"},
    {FindingKind::cross_check_differs, "cross-check-differs"},
    {FindingKind::cross_check_incomplete, "cross-check-incomplete"},
    {FindingKind::merge_base_untested, "merge-base-untested"},
    {FindingKind::claim_not_deduced, "claim-not-deduced"},
    {FindingKind::several_candidates, "several-candidates"},
    {FindingKind::only_skips_left, "only-skips-left"},
    {FindingKind::contradiction, "contradiction"},
    {FindingKind::parent_untested, "parent-untested"},
    {FindingKind::cannot_affect_build, "cannot-affect-build"},
    {FindingKind::merge_culprit, "merge-culprit"},
    {FindingKind::release_culprit, "release-culprit"},
    {FindingKind::unrelated_code, "unrelated-code"},
    {FindingKind::fixes_tag_agrees, "fixes-tag-agrees"},
    {FindingKind::fixes_tag_disagrees, "fixes-tag-disagrees"},
    {FindingKind::reverted_later, "reverted-later"},
    {FindingKind::older_than_range, "older-than-range"},
    {FindingKind::verdict_differs, "verdict-differs"},
    {FindingKind::verdict_policy_dependent, "verdict-policy-dependent"},
    {FindingKind::single_crash_bad, "single-crash-bad"},
    {FindingKind::mostly_uninformative, "mostly-uninformative"},
    {FindingKind::flaky, "flaky"},
    {FindingKind::rate_drop, "rate-drop"},
    {FindingKind::same_binary_different_verdict, "same-binary-different-verdict"},
    {FindingKind::other_crash_bad, "other-crash-bad"},
    {FindingKind::title_drift, "title-drift"},
    {FindingKind::culprit_other_crash, "culprit-other-crash"},
    {FindingKind::end_streak, "end-streak"},
    {FindingKind::weak_good, "weak-good"},
    {FindingKind::weak_bad, "weak-bad"},
    {FindingKind::release_walk_risk, "release-walk-risk"},
    {FindingKind::same_binary_as_parent, "same-binary-as-parent"},
    {FindingKind::detector_commit, "detector-commit"},
    {FindingKind::known_attractor, "known-attractor"},
    {FindingKind::compiler_changed, "compiler-changed"},
    {FindingKind::log_truncated, "log-truncated"},
    {FindingKind::dialect_unknown, "dialect-unknown"},
};

// The steps that a command reports on.
std::vector<std::size_t> steps_of(const BisectionLog& log, std::size_t command) {
  return log.commands[command].steps;
}

void check_picks(const Facts& facts, Findings& findings) {
  for (std::size_t i = 0; i < facts.replay.commands.size(); ++i) {
    const ReplayedCommand& command = facts.replay.commands[i];
    if (command.match != Match::different && command.match != Match::other_rules) continue;
    const bool other = command.match == Match::other_rules;
    const std::string instead = describe_outcome(facts.history.graph, facts.replay.commands[i - 1].answer);
    findings.push_back({other ? FindingKind::pick_other_rules : FindingKind::pick_differs,
                        other ? Severity::note : Severity::warning, steps_of(facts.log, i),
                        fmt::format("{} tested {}; git would {}{}", step_name(facts.log, i),
                                    brief(facts.log.commands[i].revisions.front()), instead,
                                    other ? " (another git version would have tested just this)" : "")});
  }
}

// Git's printed answer to a command beside ours: the commit it checked out and the number of revisions left.
void check_printed(const Facts& facts, Findings& findings) {
  for (std::size_t i = 0; i < facts.replay.commands.size(); ++i) {
    const ReplayedCommand& command = facts.replay.commands[i];
    const GitOutput& printed = facts.log.commands[i].output;
    const auto* test = std::get_if<TestCommit>(&command.answer.outcome);
    if (printed.kind != GitOutput::Kind::test || test == nullptr || !command.exact) continue;
    const std::vector<std::size_t> steps =
        i + 1 < facts.log.commands.size() ? steps_of(facts.log, i + 1) : std::vector<std::size_t>{};
    if (printed.left &&
        (*printed.left != test->left || printed.rounds.value_or(test->rounds) != test->rounds)) {
      findings.push_back(
          {FindingKind::count_differs, Severity::warning, steps,
           fmt::format(
               "line {}: git printed {} revisions left (roughly {} steps), this history gives {} (roughly "
               "{})",
               printed.lines.first, *printed.left, printed.rounds.value_or(0), test->left, test->rounds)});
    }
    // Where the next test was another one than git's, check_picks() tells.
    const bool told =
        i + 1 < facts.replay.commands.size() && facts.replay.commands[i + 1].match != Match::same;
    if (told || printed.commits.empty()) continue;
    const auto shown = bind(printed.commits.front(), facts.log, facts.history);
    if (!shown || *shown == test->commit) continue;
    findings.push_back({FindingKind::pick_differs, Severity::warning, steps,
                        fmt::format("line {}: git printed that it checked out {}, this history gives {}",
                                    printed.lines.first, brief(printed.commits.front()),
                                    facts.history.graph.id(test->commit).brief())});
  }
}

void check_range(const Facts& facts, Findings& findings) {
  for (std::size_t i = 0; i < facts.replay.commands.size(); ++i) {
    if (!facts.replay.commands[i].outside_range) continue;
    findings.push_back(
        {FindingKind::outside_range, Severity::warning, steps_of(facts.log, i),
         fmt::format("{} tested {}, which the verdicts before it had ruled out", step_name(facts.log, i),
                     brief(facts.log.commands[i].revisions.front()))});
  }
}

// The ends of a range are looked for by the replay.
bool is_found_range(const Facts& facts, const Revision& revision) {
  return revision.is_range() &&
         std::ranges::find(facts.replay.missing, revision) == facts.replay.missing.end();
}

const char* why_missing(const Facts& facts, const Revision& revision) {
  const auto& ambiguous = facts.history.ambiguous;
  const bool several = std::ranges::find(ambiguous, revision.text) != ambiguous.end();
  return several ? "short for several commits" : "not in the repository";
}

void check_missing(const Facts& facts, Findings& findings) {
  std::vector<Revision> seen;
  const auto check = [&](const Revision& revision, const std::vector<std::size_t>& steps,
                         std::string_view role) {
    if (revision.text.empty() || is_found_range(facts, revision)) return;
    if (bind(revision, facts.log, facts.history)) return;
    const auto same = [&](const Revision& other) { return same_revision(facts.log, revision, other); };
    if (std::ranges::any_of(seen, same)) return;
    seen.push_back(revision);
    const bool told = std::ranges::any_of(facts.replay.missing, same);
    findings.push_back({FindingKind::commit_missing, told ? Severity::error : Severity::note, steps,
                        fmt::format("{} {} is {}{}", role, brief(revision), why_missing(facts, revision),
                                    told ? "; its verdict is left out" : "")});
  };
  for (std::size_t i = 0; i < facts.log.commands.size(); ++i) {
    const GitCommand& command = facts.log.commands[i];
    const char* const role = command.kind == GitCommand::Kind::start ? "the end" : "tested commit";
    for (const Revision& revision : command.revisions) check(revision, steps_of(facts.log, i), role);
  }
  for (std::size_t i = 0; i < facts.log.steps.size(); ++i) {
    check(facts.log.steps[i].commit, {i}, "tested commit");
  }
  if (!facts.log.claim) return;
  for (const Revision& revision : facts.log.claim->commits) check(revision, {}, "the reported commit");
}

void check_history(const Facts& facts, Findings& findings) {
  if (facts.history.truncated) {
    findings.push_back({FindingKind::history_truncated,
                        Severity::note,
                        {},
                        "the repository is a shallow clone; a full one can give other results"});
  }
  if (facts.history.replaced) {
    findings.push_back({FindingKind::history_replaced,
                        Severity::warning,
                        {},
                        "replace refs or grafts change the history, as they do for git"});
  }
}

void check_merge_bases(const Facts& facts, Findings& findings) {
  for (std::size_t i = 0; i < facts.replay.commands.size(); ++i) {
    const ReplayedCommand& command = facts.replay.commands[i];
    for (const CommitIndex skipped : command.answer.skipped_merge_bases) {
      findings.push_back({FindingKind::merge_base_untested, Severity::warning, steps_of(facts.log, i),
                          fmt::format("the merge base {} was skipped; the bug can be older than it",
                                      facts.history.graph.id(skipped).brief())});
    }
    const auto* wanted = std::get_if<TestMergeBase>(&command.answer.outcome);
    const bool last = i + 1 == facts.replay.commands.size();
    if (wanted == nullptr || !command.exact) continue;
    // At the end of a log without a claim the test may still come.
    if (last ? !facts.log.claim : facts.replay.commands[i + 1].match == Match::same) continue;
    findings.push_back({FindingKind::merge_base_untested, Severity::warning,
                        last ? std::vector<std::size_t>{} : steps_of(facts.log, i + 1),
                        fmt::format("git asked to test the merge base {}, which was not done",
                                    facts.history.graph.id(wanted->commit).brief())});
  }
}

void check_claim(const Facts& facts, Findings& findings) {
  if (!facts.deduction.candidates || !facts.log.claim || facts.log.claim->commits.empty()) return;
  const CommitSet& candidates = *facts.deduction.candidates;
  const std::size_t count = candidates.count();
  CommitSet reported(candidates.graph_size());
  for (const Revision& revision : facts.log.claim->commits) {
    const auto claimed = bind(revision, facts.log, facts.history);
    if (claimed && candidates.contains(*claimed)) reported.insert(*claimed);
    if (!claimed || count == 0 || candidates.contains(*claimed)) continue;
    findings.push_back({FindingKind::claim_not_deduced,
                        Severity::error,
                        {},
                        fmt::format("{} is reported, but the verdicts exclude it", brief(revision))});
  }
  const std::size_t told = reported.count();
  if (count > 1 && told < count) {
    // A verdict that is left out may have excluded the others.
    const bool all_known = facts.replay.missing.empty();
    findings.push_back({FindingKind::several_candidates,
                        all_known ? Severity::error : Severity::note,
                        {},
                        fmt::format("{} commits are left{}, and the log reports {} of them", count,
                                    all_known ? "" : " without the missing verdicts",
                                    told == 0 ? "none" : fmt::format("{}", told))});
  }
}

void check_skips(const Facts& facts, Findings& findings) {
  if (facts.replay.commands.empty()) return;
  const auto* skipped = std::get_if<OnlySkippedLeft>(&facts.replay.commands.back().answer.outcome);
  if (skipped == nullptr) return;
  findings.push_back({FindingKind::only_skips_left,
                      Severity::note,
                      {},
                      fmt::format("only skipped commits are left to test; the search ends at {} commits, the "
                                  "last one that {} among them",
                                  skipped->commits.size(), clause(Verdict::bad, facts.log.aim))});
}

void check_contradiction(const Facts& facts, Findings& findings) {
  if (facts.deduction.contradiction.empty()) return;
  std::vector<std::size_t> steps;
  std::string marks;
  for (const std::size_t place : facts.deduction.contradiction) {
    const Mark& mark = facts.replay.marks[place];
    if (mark.step) steps.push_back(*mark.step);
    marks += fmt::format("{}{} {}", marks.empty() ? "" : ", ", facts.history.graph.id(mark.commit).brief(),
                         word(mark.verdict, facts.log.aim));
  }
  findings.push_back({FindingKind::contradiction, Severity::error, steps,
                      fmt::format("these cannot all be right: {}", marks)});
}

void check_parents(const Facts& facts, Findings& findings) {
  if (!facts.log.claim || facts.log.claim->kind != Claim::Kind::commit) return;
  const auto claim = bind(facts.log.claim->commits.front(), facts.log, facts.history);
  if (!claim) return;
  for (const ParentStanding& standing : parents_of_claim(facts.history, facts.replay, *claim)) {
    const std::string parent = facts.history.graph.id(standing.parent).brief();
    const auto add = [&](Severity severity, const std::string& text) {
      std::vector<std::size_t> steps;
      if (standing.mark && facts.replay.marks[*standing.mark].step) {
        steps.push_back(*facts.replay.marks[*standing.mark].step);
      }
      findings.push_back({FindingKind::parent_untested, severity, steps, text});
    };
    if (standing.kind == ParentStanding::Kind::implied_good) {
      const Mark& mark = facts.replay.marks[*standing.mark];
      add(Severity::note,
          fmt::format("the parent {} was not tested itself; {}, which contains it, {}", parent,
                      facts.history.graph.id(mark.commit).brief(), clause(Verdict::good, facts.log.aim)));
    } else if (standing.kind == ParentStanding::Kind::tested_skip) {
      add(Severity::warning, fmt::format("the parent {} was skipped", parent));
    } else if (standing.kind == ParentStanding::Kind::candidate) {
      // Where verdicts are left out, one of them may have cleared it.
      add(facts.replay.missing.empty() ? Severity::warning : Severity::note,
          fmt::format("the parent {} was not tested", parent));
    }
  }
}

constexpr void (*kChecks[])(const Facts&, Findings&) = {
    check_picks,       check_printed, check_range,         check_missing, check_history,
    check_merge_bases, check_claim,   check_contradiction, check_skips,   check_parents,
};

void check_log(const BisectionLog& log, Findings& findings) {
  if (log.format == LogFormat::syzbot && log.header_commit.text.empty()) {
    findings.push_back({FindingKind::log_truncated, Severity::warning, {}, "the log lost its beginning"});
  }
  if (log.format == LogFormat::syzbot && !log.claim) {
    findings.push_back({FindingKind::log_truncated, Severity::warning, {}, "the log ends before its result"});
  }
  if (log.dialect.empty()) {
    findings.push_back(
        {FindingKind::dialect_unknown, Severity::note, {}, "the log's lines fit no known dialect"});
  }
}

// What the log shows without any history.
void check_tests(const LogFacts& facts, Findings& findings) {
  for (const auto find :
       {find_run_problems, find_title_problems, find_build_problems, find_search_problems}) {
    const Findings found = find(facts);
    findings.insert(findings.end(), found.begin(), found.end());
  }
  check_log(facts.log, findings);
}

void sort_by_severity(Findings& findings) {
  std::ranges::stable_sort(findings, {}, &Finding::severity);
}

}  // namespace

std::string_view id_of(FindingKind kind) {
  return std::ranges::find(kKinds, kind, &KindText::kind)->id;
}

std::string_view to_text(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

std::vector<Finding> find_problems(const Facts& facts) {
  Findings findings;
  for (const auto check : kChecks) check(facts, findings);
  const Findings culprit =
      find_culprit_problems(with_printed_facts(facts.history.culprit, facts.log), facts.log);
  findings.insert(findings.end(), culprit.begin(), culprit.end());
  check_tests({facts.log, facts.judged, facts.settings}, findings);
  sort_by_severity(findings);
  return findings;
}

std::vector<Finding> find_problems(const LogFacts& facts) {
  Findings findings = find_culprit_problems(with_printed_facts({}, facts.log), facts.log);
  check_tests(facts, findings);
  sort_by_severity(findings);
  return findings;
}

std::vector<Finding> find_problems(const CrossCheck& check) {
  Findings findings;
  if (const auto& difference = check.first_difference) {
    findings.push_back(
        {FindingKind::cross_check_differs, Severity::error,
         difference->step ? std::vector<std::size_t>{*difference->step} : std::vector<std::size_t>{},
         fmt::format("after {} git {} says {}, rebisect {}; one of them is wrong", place_of(*difference),
                     check.git_version, describe(difference->git), describe(difference->rebisect))});
  }
  if (check.end != CrossCheck::End::complete) {
    findings.push_back({FindingKind::cross_check_incomplete, Severity::warning, {}, summary(check)});
  }
  return findings;
}

}  // namespace rebisect
