#include "engine/simulate/log_simulation.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <variant>

#include "engine/base/ensure.h"
#include "engine/infer/belief_input.h"
#include "engine/simulate/strategy_parts.h"
#include "engine/simulate/trials.h"

namespace rebisect {
namespace {

constexpr std::uint32_t kResamples = 1000;
constexpr std::uint64_t kBootstrap = 0x626f6f74;  // a stream of random numbers of its own

template <typename Rows, typename Row>
double place_in(const Rows& rows, const Row& row) {
  return static_cast<double>(&row - rows.data());
}

// The own way as numbers by name, since that is how strategies are told.
Parameters to_parameters(const OwnWay& way) {
  return {{"rules", place_in(all_git_rules(), *way.rules)},
          {"first_parent", way.first_parent ? 1 : 0},
          {"runs", way.runs},
          {"policy", place_in(all_policies(), *way.policy)},
          {"flaky", way.flaky ? 1 : 0}};
}

Ending repeat_own_way(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                      Workspace& workspace) {
  const auto number = [&](std::string_view name) {
    return static_cast<std::size_t>(parameters.find(name)->second);
  };
  const Policy& policy = all_policies()[number("policy")];
  const auto runs = static_cast<std::uint32_t>(number("runs"));
  ChoiceTree& tree = workspace.choices(all_git_rules()[number("rules")], number("first_parent") != 0);
  return follow_git(tree, tree.root(task.bad, task.goods), task.fix,
                    FixedRuns{laboratory, policy, runs, number("flaky") != 0});
}

const Strategy& own_way_strategy() {
  static const Strategy kOwnWay = {"own way", "the way that the log was made", {}, repeat_own_way};
  return kOwnWay;
}

std::vector<Release> releases_of(const ReplayedLog& replayed) {
  std::vector<Release> releases;
  for (const Step& step : replayed.log.steps) {
    if (step.role != StepRole::release || step.release.empty()) continue;
    const auto commit = bind(step.commit, replayed.log, replayed.history);
    if (commit) releases.push_back({*commit, step.release});
  }
  return releases;
}

// The commits that the log reports, where the history has them all; where it reports nothing, the one that
// its verdicts lead git to.
std::optional<std::vector<CommitIndex>> claimed(const ReplayedLog& replayed) {
  std::vector<CommitIndex> commits;
  if (replayed.log.claim) {
    for (const Revision& revision : replayed.log.claim->commits) {
      const auto commit = bind(revision, replayed.log, replayed.history);
      if (!commit) return std::nullopt;
      commits.push_back(*commit);
    }
  } else if (!replayed.replay.commands.empty()) {
    const BisectOutcome& last = replayed.replay.commands.back().answer.outcome;
    if (const auto* found = std::get_if<FoundFirstBad>(&last)) commits.push_back(found->commit);
  }
  if (commits.empty()) return std::nullopt;
  std::ranges::sort(commits);
  return commits;
}

using EndingKey = std::tuple<Ending::Kind, std::vector<CommitIndex>, std::string>;

EndingKey key_of(const Ending& ending) {
  switch (ending.kind) {
    case Ending::Kind::found:
    case Ending::Kind::several: {
      std::vector<CommitIndex> reported = ending.reported;
      std::ranges::sort(reported);
      return {ending.kind, reported, {}};
    }
    case Ending::Kind::older:
      break;
    case Ending::Kind::failed:
      return {ending.kind, {}, ending.error};
  }
  return {ending.kind, {}, {}};
}

void count_endings(const std::vector<Trial>& trials, LogSimulation& result) {
  std::map<EndingKey, std::uint64_t> counts;
  for (const Trial& trial : trials) ++counts[key_of(trial.ending)];
  for (const auto& [key, count] : counts) {
    const auto& [kind, reported, error] = key;
    result.endings.push_back({kind, reported, error, count, wilson(count, trials.size())});
  }
  std::ranges::stable_sort(result.endings, std::greater<>(), &SimulatedEnding::count);
}

LogSimulation summary(const std::vector<Trial>& trials, std::uint64_t seed,
                      const std::optional<std::vector<CommitIndex>>& claim) {
  LogSimulation result;
  result.seed = seed;
  result.trials = static_cast<std::uint32_t>(trials.size());
  count_endings(trials, result);
  const auto rate = [&](const auto& matches) {
    return wilson(static_cast<std::uint64_t>(std::ranges::count_if(trials, matches)), trials.size());
  };
  const auto rate_of = [&](Trial::Result wanted) {
    return rate([&](const Trial& trial) { return trial.result == wanted; });
  };
  result.right = rate_of(Trial::Result::right);
  result.wrong = rate_of(Trial::Result::wrong);
  result.no_answer = rate_of(Trial::Result::no_answer);
  if (claim) {
    result.claim_again =
        rate([&](const Trial& trial) { return std::get<1>(key_of(trial.ending)) == *claim; });
  }
  const auto spread = [&](std::uint64_t stream, const auto& what) {
    return bootstrap_spread(each(trials, what), Rng(seed, kBootstrap + stream), kResamples);
  };
  result.tests = spread(0, [](const Trial& trial) { return trial.account.tests; });
  result.runs = spread(1, [](const Trial& trial) { return trial.account.runs; });
  result.builds = spread(2, [](const Trial& trial) { return trial.account.builds; });
  return result;
}

std::vector<std::string> titles_of(const CrashEvidence& evidence) {
  std::vector<std::string> titles;
  for (const TitleGroup& group : evidence.foreign) titles.push_back(group.title);
  return titles;
}

}  // namespace

OwnWay own_way_of(const ReplayedLog& replayed, const Policy* policy, const BeliefSettings& settings) {
  OwnWay way;
  way.rules = &*std::ranges::find(all_git_rules(), replayed.rules);
  way.first_parent = replayed.replay.followed == ParentsFollowed::first;
  way.policy = policy != nullptr ? policy : &policy_in_force(replayed.log);
  const std::vector<Judgement> judged = judge_all(replayed.log, *way.policy);
  const std::vector<std::uint32_t> assumed = assumed_run_counts(replayed.log);
  std::map<std::uint32_t, std::size_t> counts;
  bool begun = false;
  for (std::size_t i = 0; i < replayed.log.steps.size(); ++i) {
    const Step& step = replayed.log.steps[i];
    if (step.role != StepRole::bisect && step.role != StepRole::merge_base) continue;
    if (!begun) way.flaky = judged[i].flaky;
    begun = true;
    const auto runs = step.run_count_known ? static_cast<std::uint32_t>(step.runs.size()) : assumed[i];
    if (runs > 0) ++counts[runs];
  }
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  if (most != counts.end()) {
    way.runs = most->first;
  } else {
    way.runs = static_cast<std::uint32_t>(settings.runs_of_good);
    if (policy == nullptr) way.policy = &all_policies().front();
  }
  return way;
}

Result<LogScenario> log_scenario(const ReplayedLog& replayed, const BeliefSettings& settings) {
  if (replayed.replay.limit != PathLimit::none) {
    return fail(ErrorCode::usage, "bisections within paths cannot be simulated");
  }
  const std::optional<SearchEnds> ends = search_ends(replayed.replay);
  std::optional<BeliefInput> input =
      belief_input(replayed.history, {replayed.log, replayed.evidence}, replayed.replay, settings);
  if (!ends || !input) {
    return fail(ErrorCode::malformed, "the log has no bad and good end with commits between them");
  }
  LogScenario scenario;
  scenario.worlds = std::make_shared<const LogWorlds>(
      replayed.history.graph, *std::move(input), titles_of(replayed.evidence),
      test_failures(replayed.history, replayed.log), settings);
  scenario.task.bad = ends->bad;
  scenario.task.goods = ends->goods;
  scenario.task.fix = replayed.log.aim == Aim::fix;
  scenario.task.releases = releases_of(replayed);
  scenario.task.title = World().title;
  return scenario;
}

Result<LogSimulation> simulate_log(const ReplayedLog& replayed, const Settings& settings,
                                   const LogSimulationOptions& options,
                                   const std::function<void()>& before_trial) {
  ENSURE(options.trials > 0);
  REBISECT_TRY(const LogScenario scenario, log_scenario(replayed, settings.belief));
  const OwnWay way = own_way_of(replayed, options.policy, settings.belief);
  const bool own = options.strategy == nullptr;
  const Play play{replayed.history.graph,
                  own ? own_way_strategy() : *options.strategy,
                  scenario.task,
                  own ? to_parameters(way) : Parameters{},
                  Budget{},
                  options.seed,
                  options.trials,
                  settings.simulation,
                  options.threads};
  const std::vector<Trial> trials = play_trials(play, [&](std::size_t i) {
    if (before_trial) before_trial();
    return scenario.worlds->draw({options.seed, i});
  });
  const auto left = [](const Trial& trial) { return trial.ending.error == kHistoryEndsTooEarly; };
  if (std::ranges::any_of(trials, left)) {
    return fail(ErrorCode::history_too_short, "a simulated bisection left the history that was read");
  }
  LogSimulation result = summary(trials, options.seed, claimed(replayed));
  result.strategy = options.strategy;
  if (own) result.own_way = way;
  return result;
}

}  // namespace rebisect
