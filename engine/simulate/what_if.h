// What if: some verdicts changed, the rest kept, and all replayed at face value. Where would it have ended?
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/replay/deduce.h"
#include "engine/replay/git_rules.h"

namespace rebisect {

// The verdict of one commit changed; nullopt takes it back.
struct Edit {
  Revision commit;
  std::optional<Verdict> verdict;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// The log with the edits: the verdicts of a commit that the log names are replaced, a commit it does not name
// gets a verdict at the end. The claim and git's printed answers are dropped, since they belong to the
// verdicts as they were. Fails (usage) where a short id fits several commits of the log, or a verdict is
// taken back that the log does not have.
Result<BisectionLog> with_edits(const BisectionLog& log, const std::vector<Edit>& edits);

// The log with a verdict on each of the edits' commits, so that a history that is read for it holds them all.
BisectionLog naming(const BisectionLog& log, const std::vector<Edit>& edits);

// The log as it stood after the given step: later tests, verdicts and the claim are dropped. Fails (usage)
// where the log has no such step.
Result<BisectionLog> until_step(const BisectionLog& log, std::size_t step);

// One way it could have gone.
struct Alternative {
  std::vector<Edit> edits;
  std::optional<std::size_t> step;  // where one step's verdict was flipped
  Deduction deduction;
  BisectAnswer answer;  // git's, after all verdicts
  // Verdicts behind the first edited one that git would then not have asked for: they stay as evidence.
  std::size_t off_path = 0;
};

// Fails as replay_on() does, and where neither the log nor the history has an edited commit (usage).
Result<Alternative> what_if(const History& history, const BisectionLog& log, const std::vector<Edit>& edits,
                            const GitRules& rules);

// Every good and bad verdict flipped in turn, in the order of the log. Where a flip leaves no present bad or
// no present good commit, its deduction has no candidates at all. O(verdicts) replays.
Result<std::vector<Alternative>> flip_each(const History& history, const BisectionLog& log,
                                           const GitRules& rules);

}  // namespace rebisect
