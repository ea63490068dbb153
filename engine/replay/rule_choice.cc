#include "engine/replay/rule_choice.h"

#include <algorithm>
#include <cstddef>

namespace rebisect {
namespace {

struct Attempt {
  const GitRules* rules;
  Replay replay;
  std::size_t differing;
};

// Steps that git would have gone elsewhere, and printed numbers that it would not have printed.
std::size_t count_differing(const Replay& replay, const BisectionLog& log) {
  std::size_t differing = 0;
  for (std::size_t i = 0; i < replay.commands.size(); ++i) {
    if (replay.commands[i].match == Match::different) ++differing;
    const auto* test = std::get_if<TestCommit>(&replay.commands[i].answer.outcome);
    const GitOutput& printed = log.commands[i].output;
    if (test != nullptr && replay.commands[i].exact && printed.left && *printed.left != test->left)
      ++differing;
  }
  return differing;
}

// Marks the steps that the chosen rules do not explain, but others do.
void note_other_rules(Replay& chosen, const std::vector<Attempt>& attempts) {
  for (std::size_t i = 0; i < chosen.commands.size(); ++i) {
    if (chosen.commands[i].match != Match::different) continue;
    const bool explained = std::ranges::any_of(
        attempts, [&](const Attempt& attempt) { return attempt.replay.commands[i].match == Match::same; });
    if (explained) chosen.commands[i].match = Match::other_rules;
  }
}

}  // namespace

Result<RuleChoice> choose_rules(const History& history, const BisectionLog& log, const GitRules* fixed) {
  std::vector<Attempt> attempts;  // newest rules first
  for (const GitRules& rules : all_git_rules()) {
    REBISECT_TRY(Replay replay, replay_on(history, log, rules));
    const std::size_t differing = count_differing(replay, log);
    attempts.insert(attempts.begin(), Attempt{&rules, std::move(replay), differing});
  }
  const auto best = fixed != nullptr ? std::ranges::find(attempts, fixed, &Attempt::rules)
                                     : std::ranges::min_element(attempts, {}, &Attempt::differing);
  RuleChoice choice;
  choice.rules = best->rules;
  choice.replay = best->replay;
  for (const Attempt& attempt : attempts) {
    if (attempt.rules != best->rules && attempt.differing == best->differing)
      choice.also.push_back(attempt.rules);
  }
  note_other_rules(choice.replay, attempts);
  return choice;
}

}  // namespace rebisect
