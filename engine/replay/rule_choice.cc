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

// The oldest git that the log can come from. Syzbot's bisections began in 2018 (syzkaller 4e1c0dbae), when
// the oldest git in maintained distributions was 2.11.0; outcome comments came with 1.8.3 (git a7f8b8ac94).
const GitRules& oldest_possible(const BisectionLog& log) {
  if (log.format == LogFormat::syzbot) return *find_git_rules("2.11.0");
  const bool outcome_comment = std::ranges::any_of(log.commands, [](const GitCommand& command) {
    return command.output.kind == GitOutput::Kind::first_bad;
  });
  if (outcome_comment) return *find_git_rules("1.8.3");
  // `git bisect skip` came with 1.5.4 (git 97e1c51e15).
  const bool skips = std::ranges::any_of(log.commands, [](const GitCommand& command) {
    return command.kind == GitCommand::Kind::verdict && command.verdict == Verdict::skip;
  });
  return skips ? *find_git_rules("1.5.4") : all_git_rules().front();
}

// Steps that git would have gone elsewhere, and printed numbers that it would not have printed.
std::size_t count_differing(const Replay& replay, const BisectionLog& log) {
  std::size_t differing = 0;
  for (std::size_t i = 0; i < replay.commands.size(); ++i) {
    if (replay.commands[i].match == Match::different) ++differing;
    const auto* test = std::get_if<TestCommit>(&replay.commands[i].answer.outcome);
    const GitOutput& printed = log.commands[i].output;
    if (test != nullptr && replay.commands[i].exact && printed.left && *printed.left != test->left) {
      ++differing;
    }
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
  const GitRules* oldest = &oldest_possible(log);
  const bool limited = !log.options.paths.empty();
  if (!limited) {
    oldest = &without_paths(*oldest);
    if (fixed != nullptr) fixed = &without_paths(*fixed);
  }
  for (const GitRules& rules : all_git_rules()) {
    // The table is one array, oldest first.
    if (&rules < oldest && &rules != fixed) continue;
    if (rules.for_paths_only && !limited) continue;
    Result<Replay> replay = replay_on(history, log, rules);
    if (!replay) {
      // Rules that look further back than all others must not make everybody read more.
      const bool optional = replay.error().code == ErrorCode::history_too_short && &rules != fixed &&
                            &rules != &newest_git_rules();
      if (optional) continue;
      return tl::unexpected(replay.error());
    }
    const std::size_t differing = count_differing(*replay, log);
    attempts.insert(attempts.begin(), Attempt{&rules, *std::move(replay), differing});
  }
  const auto best = fixed != nullptr ? std::ranges::find(attempts, fixed, &Attempt::rules)
                                     : std::ranges::min_element(attempts, {}, &Attempt::differing);
  RuleChoice choice;
  choice.rules = best->rules;
  choice.replay = best->replay;
  for (const Attempt& attempt : attempts) {
    if (attempt.rules != best->rules && attempt.differing == best->differing) {
      choice.also.push_back(attempt.rules);
    }
  }
  note_other_rules(choice.replay, attempts);
  return choice;
}

}  // namespace rebisect
