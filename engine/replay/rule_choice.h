// Which git version's rules a log was made by, told from its steps.
#pragma once

#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/replay/git_rules.h"
#include "engine/replay/replay.h"

namespace rebisect {

struct RuleChoice {
  const GitRules* rules = nullptr;
  std::vector<const GitRules*> also;  // others that explain the log equally well
  Replay replay;  // by `rules`; a step that only other rules explain is Match::other_rules
};

// Replays by every rule set that the log can come from and takes the one with the fewest differing steps and
// printed numbers; among equals those of the newest git at the date of the log's newest commit, then the
// newest; where there is nothing to compare, the newest. With `fixed`, that one. Costs a replay for each set
// that the log can tell from the others: most often one or two. Fails as replay_on() does.
Result<RuleChoice> choose_rules(const History& history, const BisectionLog& log, const GitRules* fixed);

}  // namespace rebisect
