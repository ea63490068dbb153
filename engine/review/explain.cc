#include "engine/review/explain.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/replay/implied_candidates.h"
#include "engine/review/culprit_findings.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

// Contributions to the score that are told; the other reasons have to fit as well.
constexpr std::size_t kMostWeighed = 2;

std::string claimed_names(const Report& report) {
  const std::vector<std::string>& claimed = report.deduction.claimed;
  return claimed.size() == 1 ? brief(claimed.front()) : counted(claimed.size(), "commit");
}

// "81 %"; never quite certain.
std::string percent(double probability) {
  return fmt::format("{:.0f} %", 100 * std::clamp(probability, 0.01, 0.99));
}

// "44835f197bf1 is reported", "3 commits are reported".
std::string reported(const Report& report) {
  return claimed_names(report) + (report.deduction.claimed.size() == 1 ? " is reported" : " are reported");
}

// ", and with 81 % it is right", where that was weighed.
std::string with_score(const Report& report) {
  return report.score ? fmt::format("; the chance that it is right is {}", percent(report.score->p_right))
                      : "";
}

std::string holds_headline(const Report& report) {
  const bool one = report.deduction.claimed.size() == 1;
  const std::string_view as_fix = report.log.aim == Aim::fix ? " as the fix" : "";
  const auto missing = std::ranges::count_if(report.findings, [](const Finding& finding) {
    return finding.kind == FindingKind::commit_missing && finding.severity == Severity::error;
  });
  const std::string condition =
      missing == 0 ? "if all of them are right"
                   : fmt::format("as far as the repository has the tested commits ({} missing)", missing);
  if (one) {
    return fmt::format("{} is the one commit that the verdicts leave{}, {}{}", claimed_names(report), as_fix,
                       condition, with_score(report));
  }
  return fmt::format("the {} reported are just those that the verdicts leave{}, {}", claimed_names(report),
                     as_fix, condition);
}

std::string doubtful_headline(const Report& report) {
  if (report.deduction.claimed_candidates == report.deduction.candidate_count.value_or(0) && report.score) {
    return fmt::format("{}, but the chance that it is right is {}", reported(report),
                       percent(report.score->p_right));
  }
  const std::string left = counted(report.deduction.candidate_count.value_or(0), "commit");
  if (report.deduction.claimed.size() == 1) {
    return fmt::format("{}, but it is only one of {} that the verdicts leave", reported(report), left);
  }
  return fmt::format("{}, but the verdicts leave {}", reported(report), left);
}

// What excludes the claim, whatever the verdicts say; null where nothing does.
const Finding* hard_fact(const Report& report) {
  const auto found =
      std::ranges::find_if(report.findings, [](const Finding& finding) { return excludes_claim({finding}); });
  return found == report.findings.end() ? nullptr : &*found;
}

std::string refuted_headline(const Report& report) {
  const bool excluded_by_verdicts =
      report.deduction.claimed_candidates == 0 && report.deduction.claimed_missing == 0;
  if (report.reliability && !report.reliability->refuting.empty() && !excluded_by_verdicts) {
    return fmt::format("{}, but {}", reported(report), report.reliability->refuting.front());
  }
  if (hard_fact(report) != nullptr) {
    return reported(report) + (report.deduction.claimed.size() == 1
                                   ? ", but it changes nothing that the tested builds can notice"
                                   : ", but they change nothing that the tested builds can notice");
  }
  if (report.deduction.kind == Deduction::Kind::contradiction) {
    return reported(report) + ", but the verdicts contradict each other";
  }
  const bool one_left = report.deduction.candidate_count == 1U;
  return fmt::format("{}, but the verdicts {}", reported(report),
                     one_left
                         ? "lead to " + brief(report.deduction.candidates.front())
                         : fmt::format("exclude {}", report.deduction.claimed.size() == 1 ? "it" : "them"));
}

std::string distrusted_headline(const Report& report) {
  const std::string why =
      fmt::format("git {} answers otherwise than rebisect after {}, so nothing is concluded",
                  report.cross_check->git_version, place_of(*report.cross_check->first_difference));
  return report.deduction.claimed.empty() ? why : fmt::format("{}, but {}", reported(report), why);
}

std::string undecided_headline(const Report& report) {
  if (report.cross_check && report.cross_check->first_difference) return distrusted_headline(report);
  const auto& claim = report.log.claim;
  const auto& count = report.deduction.candidate_count;
  if (claim && claim->kind == Claim::Kind::error) {
    return fmt::format("the log ends in an error: {}", claim->text);
  }
  if (claim && !report.deduction.claimed.empty()) {
    return reported(report) + ", and the log does not show whether that follows";
  }
  if (report.deduction.kind == Deduction::Kind::before_range) {
    return "the log reports no commit: the bug is at least as old as the oldest one tested";
  }
  if (claim) {
    return fmt::format("the log reports no commit{}{}", claim->text.empty() ? "" : ": ", claim->text);
  }
  if (report.deduction.kind == Deduction::Kind::contradiction) {
    return "the log reports no commit, and its verdicts contradict each other";
  }
  if (!count || *count == 0) return "the log reports no commit";
  if (report.deduction.kind == Deduction::Kind::first_bad && count == 1U) {
    return fmt::format("the log reports no commit; its verdicts leave {}",
                       brief(report.deduction.candidates.front()));
  }
  return fmt::format("the log reports no commit; its verdicts leave {}", counted(*count, "commit"));
}

// A start line names several commits; each has a step of its own.
std::string step_of(const Facts& facts, const Mark& mark) {
  return mark.step ? fmt::format("step {}", *mark.step) : step_name(facts.log, mark.command);
}

// "step 3: 4b825dc642cb was called good".
std::string mark_name(const Facts& facts, const Mark& mark) {
  return fmt::format("{}: {} {}", step_of(facts, mark), facts.history.graph.id(mark.commit).brief(),
                     clause(mark.verdict, facts.log.aim));
}

// The commits left where one mark is not believed.
CommitSet candidates_without(const Facts& facts, std::size_t left_out) {
  ImpliedCandidates candidates(facts.history.graph, scope_of(facts.history, facts.replay));
  for (std::size_t place = 0; place < facts.replay.marks.size(); ++place) {
    const Mark& mark = facts.replay.marks[place];
    if (place != left_out) candidates.add(mark.verdict, mark.commit);
  }
  return candidates.set();
}

// What a verdict is worth: "without that verdict, 12 commits would be left".
std::string without(const Facts& facts, std::size_t place, std::string_view verdict = "that verdict") {
  const std::size_t left = candidates_without(facts, place).count();
  return fmt::format("without {}, {} would be left", verdict,
                     left == 0 ? "no commit" : counted(left, "commit"));
}

// Which verdict excludes the claimed commit, the first of them.
void explain_exclusion(const Facts& facts, CommitIndex claim, std::vector<std::string>& reasons) {
  const std::string claimed = facts.history.graph.id(claim).brief();
  for (std::size_t place = 0; place < facts.replay.marks.size(); ++place) {
    const Mark& mark = facts.replay.marks[place];
    if (mark.verdict == Verdict::skip) continue;
    const bool contains = is_ancestor(facts.history.graph, claim, mark.commit);
    if (contains == (mark.verdict == Verdict::bad)) continue;
    const std::string why = mark.commit == claim ? "which is the commit reported"
                            : contains           ? "although it contains " + claimed
                                                 : "although it does not contain " + claimed;
    const bool decisive = candidates_without(facts, place).contains(claim);
    reasons.push_back(fmt::format("{}, {}; {}", mark_name(facts, mark), why,
                                  decisive ? without(facts, place) + ", that one too"
                                           : "other verdicts exclude " + claimed + " as well"));
    return;
  }
  // No verdict does.
  if (facts.replay.limit != PathLimit::none) {
    reasons.push_back(fmt::format("{} does not change the paths that the search was limited to", claimed));
  }
}

void explain_contradiction(const Facts& facts, std::vector<std::string>& reasons) {
  const std::vector<std::size_t>& places = facts.deduction.contradiction;
  std::string marks;
  for (const std::size_t place : places) {
    marks += (marks.empty() ? "" : "; ") + mark_name(facts, facts.replay.marks[place]);
  }
  if (places.empty()) return;
  reasons.push_back(fmt::format("{}; they cannot {} be right", marks, places.size() == 2 ? "both" : "all"));
  for (const std::size_t place : places) {
    if (reasons.size() + 1 >= kMostReasons) return;
    reasons.push_back(without(facts, place, step_of(facts, facts.replay.marks[place])));
  }
}

// What is known of the parents of a claim that is a candidate.
void explain_parents(const Facts& facts, CommitIndex claim, std::vector<std::string>& reasons) {
  for (const ParentStanding& standing : parents_of_claim(facts.history, facts.replay, claim)) {
    const std::string parent = "the parent " + facts.history.graph.id(standing.parent).brief();
    if (standing.kind == ParentStanding::Kind::candidate) {
      reasons.push_back(parent + " was not tested, and may be the commit sought itself");
    } else if (standing.kind == ParentStanding::Kind::tested_skip) {
      reasons.push_back(parent + " was skipped, and may be the commit sought itself");
    }
    if (!standing.mark) continue;
    const Mark& mark = facts.replay.marks[*standing.mark];
    const std::string step = step_of(facts, mark);
    if (standing.kind == ParentStanding::Kind::tested_good) {
      reasons.push_back(fmt::format("{}: {} {}; {}", step, parent, clause(mark.verdict, facts.log.aim),
                                    without(facts, *standing.mark)));
    } else if (standing.kind == ParentStanding::Kind::implied_good) {
      reasons.push_back(fmt::format("{} was not tested; {}, which contains it, {} ({}); {}", parent,
                                    facts.history.graph.id(mark.commit).brief(),
                                    clause(mark.verdict, facts.log.aim), step,
                                    without(facts, *standing.mark)));
    }
  }
}

void explain_selection(const Report& report, std::vector<std::string>& reasons) {
  if (!report.selection || report.selection->compared == 0) return;
  const Selection& selection = *report.selection;
  if (selection.matched == selection.compared) {
    reasons.push_back(selection.compared == 1
                          ? "git would have tested the same commit"
                          : fmt::format("git would have tested the same {} commits", selection.compared));
    return;
  }
  std::string steps;
  std::size_t differing = 0;
  for (const SelectionRow& row : selection.rows) {
    if (row.match != Match::different && row.match != Match::other_rules) continue;
    ++differing;
    if (row.step) steps += fmt::format("{}{}", steps.empty() ? "" : ", ", *row.step);
  }
  if (selection.matched + differing == 0) {
    reasons.emplace_back("git's own choices cannot be told, so that the tests are not compared with them");
    return;
  }
  reasons.push_back(
      fmt::format("the choice is git's own in {} of {} tests{}", selection.matched, selection.compared,
                  steps.empty() ? "" : fmt::format(", not in step{} {}", differing == 1 ? "" : "s", steps)));
}

void explain_missing(const Facts& facts, std::vector<std::string>& reasons) {
  if (facts.replay.missing.empty()) return;
  std::string names;
  for (const Revision& revision : facts.replay.missing) {
    names += (names.empty() ? "" : ", ") + brief(revision);
  }
  reasons.push_back(names + (facts.replay.missing.size() == 1
                                 ? " is not in the repository, so that its verdict is left out"
                                 : " are not in the repository, so that their verdicts are left out"));
}

void explain_paths(const Facts& facts, std::vector<std::string>& reasons) {
  if (facts.replay.limit == PathLimit::none) return;
  if (facts.replay.limit != PathLimit::unread) {
    reasons.emplace_back(
        "the search was limited to paths: only commits that change them are taken for candidates");
    return;
  }
  const std::string& why = facts.history.paths_unread;
  reasons.push_back(
      fmt::format("the search was limited to paths, and which commits change them is not known{}{}",
                  why.empty() ? "" : ": ", why));
}

// A verdict that is less probably false is no reason to doubt.
bool is_found_weak(const Report& report, std::size_t step) {
  return std::ranges::any_of(report.findings, [&](const Finding& finding) {
    const bool weak = finding.kind == FindingKind::weak_good || finding.kind == FindingKind::weak_bad;
    return weak && finding.steps.front() == step;
  });
}

// What moved the score, and the verdict that is doubted most.
void explain_score(const Report& report, std::vector<std::string>& reasons) {
  if (report.reliability) {
    for (const ReasonedEffect& reason : report.reliability->because) {
      if (reasons.size() == kMostWeighed) break;
      const bool for_it = reason.effect > 0;
      reasons.push_back(fmt::format("{} the claim: {}", for_it ? "for" : "against", reason.feature));
    }
  }
  if (report.disputes.empty() || !is_found_weak(report, report.disputes.front().step)) return;
  const DisputePart& dispute = report.disputes.front();
  const Step& step = report.log.steps[dispute.step];
  reasons.push_back(fmt::format(
      "step {}: {} {}{}, with a chance of {} wrongly; to settle it, test it again and add --result "
      "{}=CRASHES/RUNS",
      dispute.step, brief(dispute.commit), step.release.empty() ? "" : fmt::format("({}) ", step.release),
      step.logged ? clause(*step.logged, report.log.aim)
                  : std::string(dispute.kind == DisputeKind::false_good ? "did not crash" : "crashed"),
      percent(dispute.probability), brief(dispute.commit)));
}

}  // namespace

std::string headline(const Report& report) {
  switch (report.conclusion) {
    case Conclusion::holds:
      return holds_headline(report);
    case Conclusion::doubtful:
      return doubtful_headline(report);
    case Conclusion::refuted:
      return refuted_headline(report);
    case Conclusion::undecided:
      break;
  }
  return undecided_headline(report);
}

std::vector<std::string> explain(const Facts& facts, const Report& report) {
  std::vector<std::string> reasons;
  if (const Finding* const fact = hard_fact(report)) reasons.push_back(fact->text);
  explain_missing(facts, reasons);
  explain_paths(facts, reasons);
  if (report.deduction.claimed_candidates > 0) explain_score(report, reasons);
  if (facts.deduction.kind == Deduction::Kind::contradiction) {
    explain_contradiction(facts, reasons);
  } else if (facts.log.claim && facts.deduction.candidates) {
    for (const Revision& revision : facts.log.claim->commits) {
      const auto claim = bind(revision, facts.log, facts.history);
      if (!claim) continue;
      if (!facts.deduction.candidates->contains(*claim)) {
        explain_exclusion(facts, *claim, reasons);
      } else if (facts.log.claim->kind == Claim::Kind::commit) {
        explain_parents(facts, *claim, reasons);
      }
    }
  }
  explain_selection(report, reasons);
  if (report.next) {
    reasons.push_back(fmt::format("git would test {} next", report.next->brief()));
  }
  if (reasons.size() > kMostReasons) reasons.resize(kMostReasons);
  return reasons;
}

std::vector<std::string> explain(const Report& report) {
  std::vector<std::string> reasons;
  if (const Finding* const fact = hard_fact(report)) reasons.push_back(fact->text);
  if (report.deduction.claimed_candidates > 0) explain_score(report, reasons);
  if (report.deduction.candidate_count == 1U) {
    reasons.push_back(fmt::format("by the numbers of revisions left that git printed, only {} remains",
                                  brief(report.deduction.candidates.front())));
  } else if (report.log.claim && !report.log.claim->commits.empty() && !report.deduction.candidate_count) {
    reasons.emplace_back("the log's own numbers do not tell which commits are left");
  }
  if (!report.log.commands.empty()) reasons.emplace_back(kRepositoryAdvice);
  if (reasons.size() > kMostReasons) reasons.resize(kMostReasons);
  return reasons;
}

}  // namespace rebisect
