#include "engine/replay/rule_choice.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <variant>

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
  if (log.spaced_commands) return *find_git_rules("1.6.0");
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

// Is there a step or a printed number that rules can be told apart by?
bool compares_anything(const Replay& replay, const BisectionLog& log) {
  if (replay.compared() > 0) return true;
  return std::ranges::any_of(log.commands,
                             [](const GitCommand& command) { return command.output.left.has_value(); });
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

// Without paths some rows are the same as those before them.
const GitRules& row_for(const BisectionLog& log, const GitRules& rules) {
  return log.options.paths.empty() ? without_paths(rules) : rules;
}

// In the order in which equals are preferred: the newest first.
std::vector<const GitRules*> others_possible(const BisectionLog& log, const GitRules* favourite) {
  const bool limited = !log.options.paths.empty();
  const GitRules* const oldest = &row_for(log, oldest_possible(log));
  std::vector<const GitRules*> possible;
  for (const GitRules& rules : all_git_rules()) {
    // The table is one array, oldest first.
    if (&rules < oldest || &rules == favourite || (rules.for_paths_only && !limited)) continue;
    possible.insert(possible.begin(), &rules);
  }
  return possible;
}

// As YYYYMMDD. Days before 1970 cannot come up: git's dates are unsigned. Absurdly late ones are cut.
std::uint32_t day_of(std::uint64_t seconds) {
  constexpr std::uint64_t kSecondsPerDay = 86400;
  constexpr std::uint64_t kYear9999 = 2932896;  // in days
  const std::chrono::sys_days days{
      std::chrono::days(static_cast<std::int32_t>(std::min(seconds / kSecondsPerDay, kYear9999)))};
  const std::chrono::year_month_day day(days);
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(day.year())) * 10000 +
         static_cast<std::uint32_t>(day.month()) * 100 + static_cast<std::uint32_t>(day.day());
}

// The rules of the newest git when the log was written. Few logs tell the day; none is older than the newest
// commit that was tested, and bots and people mostly test what is new. nullptr where no git is that old.
const GitRules* rules_in_force(const History& history, const BisectionLog& log, const Replay& replay) {
  std::uint64_t newest = 0;
  for (const Mark& mark : replay.marks) newest = std::max(newest, history.graph.time(mark.commit));
  const GitRules* in_force = nullptr;
  for (const GitRules& rules : all_git_rules()) {
    if (rules.released <= day_of(newest)) in_force = &row_for(log, rules);
  }
  return in_force;
}

// The fewest differing steps; among equals the rules in force, else the newest: the first.
const Attempt& best_of(const std::vector<Attempt>& attempts, const GitRules* in_force) {
  const auto fewest = std::ranges::min_element(attempts, {}, &Attempt::differing);
  const auto then = std::ranges::find(attempts, in_force, &Attempt::rules);
  return then != attempts.end() && then->differing == fewest->differing ? *then : *fewest;
}

}  // namespace

Result<RuleChoice> choose_rules(const History& history, const BisectionLog& log, const GitRules* fixed) {
  if (fixed != nullptr) fixed = &row_for(log, *fixed);
  const GitRules* const favourite = fixed != nullptr ? fixed : &newest_git_rules();
  const std::vector<const GitRules*> possible = others_possible(log, favourite);
  REBISECT_TRY(Replay favoured, replay_on(history, log, *favourite));
  if (!compares_anything(favoured, log)) return RuleChoice{favourite, possible, std::move(favoured)};

  std::vector<Attempt> attempts;
  const std::size_t differing = count_differing(favoured, log);
  attempts.push_back({favourite, std::move(favoured), differing});
  for (const GitRules* const rules : possible) {
    // Neighbours in the table differ least.
    const Attempt& neighbour = attempts.back();
    Result<Replay> replay = replay_by_other_rules(history, log, *rules, neighbour.replay, *neighbour.rules);
    if (!replay) {
      // Rules that look further back than the favourite must not make everybody read more.
      if (replay.error().code == ErrorCode::history_too_short) continue;
      return tl::unexpected(replay.error());
    }
    const std::size_t differs = count_differing(*replay, log);
    attempts.push_back({rules, *std::move(replay), differs});
  }
  const Attempt& best = fixed != nullptr
                            ? attempts.front()
                            : best_of(attempts, rules_in_force(history, log, attempts.front().replay));
  RuleChoice choice{best.rules, {}, best.replay};
  for (const Attempt& attempt : attempts) {
    if (attempt.rules != best.rules && attempt.differing == best.differing) {
      choice.also.push_back(attempt.rules);
    }
  }
  note_other_rules(choice.replay, attempts);
  return choice;
}

}  // namespace rebisect
