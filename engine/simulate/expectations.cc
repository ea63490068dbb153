#include "engine/simulate/expectations.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/base/ensure.h"

namespace rebisect {
namespace {

// From where on one strategy counts as worse than another.
constexpr double kWorse = 0.01;

std::size_t place_of_contestant(const Contest& contest, std::string_view name) {
  const auto found = std::ranges::find(contest.contestants, name, &Contestant::name);
  ENSURE(found != contest.contestants.end());
  return static_cast<std::size_t>(found - contest.contestants.begin());
}

// What was expected and seen of one thing.
struct Part {
  Held held = Held::yes;
  std::string text;
};

// A part of many trials is as bad as the worst of them, and tells of the first such.
template <typename Wrong>
Part in_every_trial(const std::vector<Trial>& trials, const std::string& expected, const Wrong& wrong) {
  std::size_t misses = 0;
  std::string first;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const std::string seen = wrong(trials[i]);
    if (seen.empty()) continue;
    if (misses++ == 0) first = fmt::format("trial {} {}", i, seen);
  }
  if (misses == 0) return {Held::yes, expected};
  return {Held::no,
          fmt::format("{} expected; {} of {} trials differ: {}", expected, misses, trials.size(), first)};
}

std::string_view words_for(Ending::Kind kind) {
  switch (kind) {
    case Ending::Kind::found:
      return "found";
    case Ending::Kind::several:
      return "several";
    case Ending::Kind::older:
      return "older";
    case Ending::Kind::failed:
      break;
  }
  return "failed";
}

std::string names_of(const Contest& contest, std::vector<CommitIndex> commits) {
  std::ranges::sort(commits);
  std::vector<std::string> names;
  for (const CommitIndex commit : commits) {
    const auto named = contest.commit_names.find(commit);
    names.push_back(named != contest.commit_names.end() ? named->second
                                                        : contest.graph->id(commit).hex().substr(0, 12));
  }
  std::ranges::sort(names);
  return names.empty() ? "no commit" : fmt::format("{}", fmt::join(names, " "));
}

std::string flags_of(std::vector<std::string> flags) {
  std::ranges::sort(flags);
  return flags.empty() ? "no flag" : fmt::format("{}", fmt::join(flags, " "));
}

std::string with_error(std::string text, const Ending& ending) {
  return ending.error.empty() ? text : fmt::format("{} ({})", text, ending.error);
}

void check_endings(const Contest& contest, const Expected& expected, const std::vector<Trial>& trials,
                   std::vector<Part>& parts) {
  if (expected.ending) {
    parts.push_back(in_every_trial(trials, fmt::format("ending {}", words_for(*expected.ending)),
                                   [&](const Trial& trial) -> std::string {
                                     if (trial.ending.kind == *expected.ending) return "";
                                     return with_error(fmt::format("ends {}", words_for(trial.ending.kind)),
                                                       trial.ending);
                                   }));
  }
  if (expected.reported) {
    const std::string wanted = names_of(contest, *expected.reported);
    parts.push_back(in_every_trial(trials, wanted, [&](const Trial& trial) {
      const std::string seen = names_of(contest, trial.ending.reported);
      return seen == wanted ? "" : with_error("reports " + seen, trial.ending);
    }));
  }
  if (expected.flags) {
    const std::string wanted = flags_of(*expected.flags);
    parts.push_back(in_every_trial(trials, wanted, [&](const Trial& trial) {
      const std::string seen = flags_of(trial.ending.flags);
      return seen == wanted ? "" : "has " + seen;
    }));
  }
  if (expected.confidence) {
    parts.push_back(in_every_trial(
        trials, fmt::format("confidence {} to {}", expected.confidence->low, expected.confidence->high),
        [&](const Trial& trial) -> std::string {
          const double seen = trial.ending.confidence;
          if (seen >= expected.confidence->low && seen <= expected.confidence->high) return "";
          return fmt::format("has {:.4f}", seen);
        }));
  }
}

Part check_range(std::string_view what, const Estimate& seen, const Interval& wanted) {
  const bool inside = seen.value >= wanted.low && seen.value <= wanted.high;
  const bool apart = seen.interval.high < wanted.low || seen.interval.low > wanted.high;
  const std::string text =
      fmt::format("{} {:.4g} to {:.4g}; seen {:.4g} ({:.4g} to {:.4g})", what, wanted.low, wanted.high,
                  seen.value, seen.interval.low, seen.interval.high);
  if (inside) return {Held::yes, text};
  return {apart ? Held::no : Held::undecided, text};
}

Part check_not_worse(const Contest& contest, const Expected& expected,
                     const std::vector<StrategyScore>& scores) {
  const StrategyScore& other = scores[place_of_contestant(contest, *expected.not_worse_than)];
  const StrategyScore& own = scores[place_of_contestant(contest, expected.strategy)];
  const Discordant discordant = discordant_between(other.results, own.results);
  const double p = mcnemar(discordant).second_worse;
  return {p < kWorse ? Held::no : Held::yes,
          fmt::format("not worse than {}; it alone is right {} times, the other alone {} (p {:.2g})",
                      *expected.not_worse_than, discordant.second_only, discordant.first_only, p)};
}

void check_rates(const Expected& expected, const StrategyScore& score, std::vector<Part>& parts) {
  if (expected.right) parts.push_back(check_range("right", score.right, *expected.right));
  if (expected.wrong) parts.push_back(check_range("wrong", score.wrong, *expected.wrong));
  if (expected.runs) parts.push_back(check_range("mean runs", score.runs.mean, *expected.runs));
  if (expected.limits) {
    ENSURE(score.limit.has_value());
    parts.push_back(
        check_range(fmt::format("mean runs, within {} times the information limit:", *expected.limits),
                    score.runs.mean, {0, *expected.limits * *score.limit}));
  }
}

Checked to_checked(const Expected& expected, const std::vector<Part>& parts) {
  Checked checked;
  checked.strategy = expected.strategy;
  for (const Part& part : parts) {
    if (part.held == Held::no || (part.held == Held::undecided && checked.held == Held::yes)) {
      checked.held = part.held;
    }
  }
  std::vector<std::string> texts;
  for (const Part& part : parts) {
    if (part.held == checked.held) texts.push_back(part.text);
  }
  checked.text = fmt::format("{}", fmt::join(texts, "; "));
  return checked;
}

}  // namespace

std::vector<Checked> check_expectations(const Contest& contest, const std::vector<std::vector<Trial>>& trials,
                                        const std::vector<StrategyScore>& scores) {
  std::vector<Checked> result;
  for (const Expected& expected : contest.expected) {
    const std::size_t place = place_of_contestant(contest, expected.strategy);
    std::vector<Part> parts;
    check_endings(contest, expected, trials[place], parts);
    check_rates(expected, scores[place], parts);
    if (expected.not_worse_than) parts.push_back(check_not_worse(contest, expected, scores));
    result.push_back(to_checked(expected, parts));
  }
  return result;
}

}  // namespace rebisect
