#include "engine/review/explain.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/replay/implied_candidates.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr std::size_t kMostReasons = 5;

std::string claimed_names(const Report& report) {
  const std::vector<std::string>& claimed = report.deduction.claimed;
  if (claimed.empty()) return "nothing";
  return claimed.size() == 1 ? brief(claimed.front()) : fmt::format("any of {} commits", claimed.size());
}

std::string undecided_headline(const Report& report) {
  const auto& claim = report.log.claim;
  const auto& count = report.deduction.candidate_count;
  if (claim && claim->kind == Claim::Kind::error) {
    return fmt::format("the log ends in an error: {}", claim->text);
  }
  if (claim && claim->kind == Claim::Kind::none) {
    return fmt::format("the log reports no commit{}{}", claim->text.empty() ? "" : ": ", claim->text);
  }
  if (claim) {
    return fmt::format("{} is reported, and the log does not show whether it follows", claimed_names(report));
  }
  if (report.deduction.kind == Deduction::Kind::first_bad && count == 1U) {
    return fmt::format("the log reports no commit; its verdicts leave {}",
                       brief(report.deduction.candidates.front()));
  }
  if (!count) return "the log reports no commit";
  return fmt::format("the log reports no commit; {} left by its verdicts",
                     *count == 1 ? "1 commit is" : fmt::format("{} commits are", *count));
}

std::string refuted_headline(const Report& report) {
  if (report.deduction.kind == Deduction::Kind::contradiction) {
    return fmt::format("{} is reported, but the verdicts contradict each other", claimed_names(report));
  }
  const auto& count = report.deduction.candidate_count;
  return fmt::format("{} is reported, but the verdicts {}", claimed_names(report),
                     count == 1U ? "lead to " + brief(report.deduction.candidates.front()) : "exclude it");
}

std::string mark_name(const Facts& facts, const Mark& mark) {
  return fmt::format("{}: {} {}", step_name(facts.log, mark.command),
                     facts.history.graph.id(mark.commit).brief(), clause(mark.verdict, facts.log.aim));
}

// The commits left where one mark is not believed.
CommitSet candidates_without(const Facts& facts, std::size_t left_out) {
  ImpliedCandidates candidates(facts.history.graph);
  for (std::size_t place = 0; place < facts.replay.marks.size(); ++place) {
    const Mark& mark = facts.replay.marks[place];
    if (place != left_out) candidates.add(mark.verdict, mark.commit);
  }
  return candidates.set();
}

// Which verdicts exclude the claimed commit, the first of them.
void explain_exclusion(const Facts& facts, CommitIndex claim, std::vector<std::string>& reasons) {
  for (std::size_t place = 0; place < facts.replay.marks.size(); ++place) {
    const Mark& mark = facts.replay.marks[place];
    if (mark.verdict == Verdict::skip) continue;
    const bool above = is_ancestor(facts.history.graph, claim, mark.commit);
    if (above == (mark.verdict == Verdict::bad)) continue;
    const CommitSet rest = candidates_without(facts, place);
    reasons.push_back(fmt::format(
        "{}, and {} is {} its ancestors; without that verdict {} left, {} it", mark_name(facts, mark),
        facts.history.graph.id(claim).brief(), above ? "among" : "not among",
        rest.count() == 1 ? "1 commit is" : fmt::format("{} commits are", rest.count()),
        rest.contains(claim) ? "among them" : "still without"));
    return;
  }
}

void explain_contradiction(const Facts& facts, std::vector<std::string>& reasons) {
  for (const std::size_t place : facts.deduction.contradiction) {
    reasons.push_back(fmt::format("{}, which cannot be right together with the other{}",
                                  mark_name(facts, facts.replay.marks[place]),
                                  facts.deduction.contradiction.size() > 2 ? "s named here" : ""));
    if (reasons.size() + 1 >= kMostReasons) return;
  }
}

void explain_parents(const Facts& facts, CommitIndex claim, std::vector<std::string>& reasons) {
  for (const ParentStanding& standing : parents_of_claim(facts.history, facts.replay, claim)) {
    if (!standing.mark) continue;
    const Mark& mark = facts.replay.marks[*standing.mark];
    const std::string parent = facts.history.graph.id(standing.parent).brief();
    if (standing.kind == ParentStanding::Kind::tested_good) {
      reasons.push_back(fmt::format("{}, and it is a parent; were that wrong, the culprit is older",
                                    mark_name(facts, mark)));
    } else if (standing.kind == ParentStanding::Kind::implied_good) {
      reasons.push_back(fmt::format("{}, which clears the parent {} without a test of its own",
                                    mark_name(facts, mark), parent));
    }
  }
}

void explain_selection(const Report& report, std::vector<std::string>& reasons) {
  if (!report.selection || report.selection->compared == 0) return;
  const Selection& selection = *report.selection;
  if (selection.matched == selection.compared) {
    reasons.push_back(fmt::format("{} is git's own choice",
                                  selection.compared == 1
                                      ? "the one commit compared"
                                      : fmt::format("each of the {} commits tested", selection.compared)));
    return;
  }
  std::string steps;
  for (const SelectionRow& row : selection.rows) {
    if (row.match != Match::different && row.match != Match::other_rules) continue;
    steps += fmt::format("{}{}", steps.empty() ? "" : ", ", row.step ? fmt::format("{}", *row.step) : "-");
  }
  const std::string differing = steps.empty() ? "the others cannot be compared" : "not so: step " + steps;
  reasons.push_back(fmt::format("{} of {} commits tested are git's own choice; {}", selection.matched,
                                selection.compared, differing));
}

void explain_missing(const Facts& facts, std::vector<std::string>& reasons) {
  if (facts.replay.missing.empty()) return;
  std::string names;
  for (const Revision& revision : facts.replay.missing) names += " " + brief(revision);
  reasons.push_back(fmt::format("not in the repository, so that their verdicts are left out:{}", names));
}

}  // namespace

std::string headline(const Report& report) {
  const std::optional<std::size_t>& count = report.deduction.candidate_count;
  const bool fix = report.log.aim == Aim::fix;
  switch (report.conclusion) {
    case Conclusion::holds:
      return fmt::format("{} {} what the verdicts leave{}", claimed_names(report),
                         report.deduction.claimed.size() == 1 ? "is" : "are just", fix ? " as the fix" : "");
    case Conclusion::doubtful:
      return fmt::format("{} is reported, but the verdicts leave {}", claimed_names(report),
                         counted(count.value_or(0), "commit"));
    case Conclusion::refuted:
      return refuted_headline(report);
    case Conclusion::undecided:
      break;
  }
  return undecided_headline(report);
}

std::vector<std::string> explain(const Facts& facts, const Report& report) {
  std::vector<std::string> reasons;
  explain_missing(facts, reasons);
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
  if (report.deduction.candidate_count == 1U) {
    reasons.push_back(
        fmt::format("the numbers that git printed close at {}", brief(report.deduction.candidates.front())));
  } else if (report.log.claim && !report.log.claim->commits.empty() && !report.deduction.candidate_count) {
    reasons.emplace_back("the numbers that git printed do not close at one commit");
  }
  if (!report.log.commands.empty()) {
    reasons.emplace_back("a repository (--repo) would show whether git tested these commits");
  }
  return reasons;
}

}  // namespace rebisect
