// Report: all that a page shows, computed. Writers only write; ids are whole, so that they need no graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/commit_description.h"
#include "engine/model/oid.h"
#include "engine/replay/deduce.h"
#include "engine/review/cross_check.h"
#include "engine/review/finding.h"
#include "engine/review/judged_log.h"
#include "engine/review/judgement_parts.h"
#include "engine/review/page_parts.h"

namespace rebisect {

enum class Conclusion { holds, doubtful, refuted, undecided };
std::string_view to_text(Conclusion conclusion);
std::string_view to_text(Match match);
std::string_view to_text(Deduction::Kind kind);

// A tested commit beside git's choice at that point.
struct SelectionRow {
  std::optional<std::size_t> step;  // in BisectionLog::steps; absent where a verdict was told without a test
  std::string tested;               // 40 digits where the commit is in the history, else as the log has it
  Verdict verdict = Verdict::skip;  // told to git
  std::optional<Oid> expected;      // what git would have tested; absent where it would have tested nothing
  bool merge_base = false;          // git would have asked for it as a merge base
  Match match = Match::unknown;
  std::optional<std::int64_t>
      left_logged;  // N of "N revisions left to test after this", printed before the test
  std::optional<std::int64_t> left;
  std::optional<std::uint32_t> rounds_logged;  // K of "roughly K steps"
  std::optional<std::uint32_t> rounds;
  std::size_t candidates_before = 0;  // at face value; 0 where there is no range yet
  std::size_t candidates_after = 0;
};

struct Selection {
  std::string git_rules;                    // the git release whose rules were taken, e.g. "2.30.0"
  std::vector<std::string> git_rules_also;  // others that explain the log equally well
  std::vector<SelectionRow> rows;
  std::size_t matched = 0;
  std::size_t compared = 0;
};

// How many candidates a report lists.
inline constexpr std::size_t kMostCandidates = 100;

struct DeductionPart {
  Deduction::Kind kind = Deduction::Kind::unfinished;
  std::optional<bool> follows;
  // At most kMostCandidates: 40 digits, parents before children; as the log writes them without a history.
  std::vector<std::string> candidates;
  std::optional<std::size_t> candidate_count;  // all of them
  std::vector<std::size_t> contradiction;      // the steps of a smallest set that cannot all be right
  std::vector<std::string> claimed;    // the claim: 40 digits where the history has it, else as written
  std::size_t claimed_candidates = 0;  // how many of `claimed` are candidates
  std::size_t claimed_missing = 0;     // how many of `claimed` are not in the history; 0 without one
  bool verdicts_missing = false;       // verdicts are left out: their commits are not in the history
};

struct Report {
  BisectionLog log;
  bool from_log_alone = false;
  JudgedLog judged;                       // the verdicts that the runs of its tests give
  std::optional<Selection> selection;     // with a history only
  std::optional<CrossCheck> cross_check;  // where it was asked for
  DeductionPart deduction;
  bool weighed = false;  // were the runs weighed? Without that the verdicts are believed
  std::optional<Score> score;
  std::optional<BeliefPart> belief;
  std::optional<ReliabilityPart> reliability;
  std::vector<DisputePart> disputes;          // most probable first
  std::optional<std::vector<PlanPart>> plan;  // in the order of testing; empty: it is settled
  std::optional<HistoryOutline> outline;      // for pages, where something is believed
  std::vector<FlipPart> flips;                // for pages
  std::vector<Finding> findings;
  Conclusion conclusion = Conclusion::undecided;
  // "44835f197bf1 is what the 15 verdicts lead to": follows the conclusion on the first line.
  std::string headline;
  // Why, most important first; each names the step and what would change it.
  std::vector<std::string> reasons;
  // What git would test next, where its search has not ended.
  std::optional<Oid> next;
  std::vector<std::string> method;  // how it was computed, a clause each
  std::map<std::string, CommitDescription>
      descriptions;  // by 40 digits; of the commits that people are shown
};

// The commits that a reader of the report wants described: claim, candidates (at most 100), git's next
// choice; of a page also what was tested, the suspects and where flipped verdicts lead.
std::vector<Oid> commits_to_describe(const Report& report);

}  // namespace rebisect
