// Findings: what is odd about a bisection, each with a stable id, the steps it is about and a sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/model/settings.h"
#include "engine/replay/deduce.h"
#include "engine/replay/replay.h"
#include "engine/review/cross_check.h"
#include "engine/review/judged_log.h"

namespace rebisect {

// The ids are part of the outer contract (docs/findings.md explains each).
enum class FindingKind : std::uint8_t {
  pick_differs,                   // tested was not what git would have tested
  pick_other_rules,               // only another git version would have tested it
  count_differs,                  // git printed another number of revisions left
  outside_range,                  // tested was no candidate any more
  commit_missing,                 // a commit of the log is not in the history
  history_truncated,              // the history is a shallow clone's
  history_replaced,               // replace refs or grafts are in force
  cross_check_differs,            // the installed git answers a command otherwise than rebisect
  cross_check_incomplete,         // the installed git could not be asked, or not about every command
  merge_base_untested,            // git asked for a merge base that nobody called good
  claim_not_deduced,              // the claim is excluded by a verdict
  several_candidates,             // the claim is one of several
  only_skips_left,                // only skipped commits are left beside the last bad one
  contradiction,                  // the verdicts cannot all be right
  parent_untested,                // a parent of the claim was not tested itself
  cannot_affect_build,            // the claim changes nothing that a build reads
  merge_culprit,                  // the claim is a merge
  release_culprit,                // the claim is a release
  unrelated_code,                 // the claim changes nothing near the crash
  fixes_tag_agrees,               // a later commit says that it fixes the claim
  fixes_tag_disagrees,            // a later commit says that this bug comes from another commit
  reverted_later,                 // a later commit reverts the claim
  older_than_range,               // the code that crashes, or the bug, is older than the range
  verdict_differs,                // the runs give another verdict by the rule of the day
  verdict_policy_dependent,       // today's rule decides otherwise
  single_crash_bad,               // bad on hardly any crash
  mostly_uninformative,           // a verdict although most runs gave no result
  flaky,                          // the bug shows in fewer than half of the runs
  rate_drop,                      // it shows much more rarely there than elsewhere
  same_binary_different_verdict,  // equal kernel images, told apart
  other_crash_bad,                // bad on crashes of another bug alone
  title_drift,                    // later crashes are not the first kernel's
  culprit_other_crash,            // the claim crashes otherwise than the bug
  end_streak,                     // the search ends with equal verdicts
  release_walk_risk,              // the good end of the range is not safe
  same_binary_as_parent,          // the claim gives the same kernel image as its parent
  detector_commit,                // the claim may only have made an older bug visible
  known_attractor,                // the claim is on syzkaller's list of commits to ignore
  compiler_changed,               // kernels were built by different compilers
  log_truncated,                  // the log lost its beginning or its end
  dialect_unknown,                // the log's lines fit no known dialect
  weak_good,                      // a verdict "good" that is probably false
  weak_bad,                       // a verdict "bad" that is probably false
};

// "pick-differs" and so on.
std::string_view id_of(FindingKind kind);

enum class Severity : std::uint8_t { error, warning, note };
std::string_view to_text(Severity severity);

struct Finding {
  FindingKind kind;
  Severity severity;
  std::vector<std::size_t> steps;  // places in BisectionLog::steps
  std::string text;                // a clause in lower case, without a full stop

  friend bool operator==(const Finding&, const Finding&) = default;
};

// What the checks look at; all of one history and one log.
struct Facts {
  const History& history;
  const BisectionLog& log;
  const Replay& replay;
  const Deduction& deduction;
  const JudgedLog& judged;
  const FindingSettings& settings;
};

// All findings: by severity, then in the order of the log.
std::vector<Finding> find_problems(const Facts& facts);
// Those that a log shows without any history.
std::vector<Finding> find_problems(const LogFacts& facts);
// What a cross-check found beside those.
std::vector<Finding> find_problems(const CrossCheck& check);

}  // namespace rebisect
