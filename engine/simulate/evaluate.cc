#include "engine/simulate/evaluate.h"

#include <algorithm>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/parallel.h"
#include "engine/simulate/expectations.h"

namespace rebisect {
namespace {

// Streams of Rng for the bootstrap, apart from those that worlds and runs draw.
constexpr std::uint64_t kStream = 0x73746174ULL << 20U;
constexpr std::uint64_t kStreamsPerScore = 8;

std::vector<double> measure(const std::vector<Trial>& trials, double (*what)(const Account&)) {
  std::vector<double> values;
  values.reserve(trials.size());
  for (const Trial& trial : trials) values.push_back(what(trial.account));
  return values;
}

double runs_of(const Account& account) {
  return account.runs;
}
double builds_of(const Account& account) {
  return account.builds;
}
double cost_of(const Account& account) {
  return account.cost;
}

std::uint64_t count(const std::vector<Trial>& trials, Trial::Result result) {
  return static_cast<std::uint64_t>(std::ranges::count(trials, result, &Trial::result));
}

StrategyScore score_of(const Contestant& contestant, const std::vector<Trial>& trials,
                       const WorldSource& worlds, std::uint64_t seed, std::uint64_t stream) {
  StrategyScore score;
  score.strategy = contestant.name;
  for (const Trial& trial : trials) score.results.push_back(trial.result);
  score.right = wilson(count(trials, Trial::Result::right), trials.size());
  score.wrong = wilson(count(trials, Trial::Result::wrong), trials.size());
  score.no_answer = wilson(count(trials, Trial::Result::no_answer), trials.size());
  score.runs = bootstrap_spread(measure(trials, runs_of), Rng(seed, stream), kResamples);
  score.builds = bootstrap_spread(measure(trials, builds_of), Rng(seed, stream + 1), kResamples);
  score.cost = bootstrap_spread(measure(trials, cost_of), Rng(seed, stream + 2), kResamples);
  if (const auto rate = worlds.single_rate(); rate && worlds.candidates() > 0) {
    score.limit = information_limit(static_cast<double>(worlds.candidates()), 1 - score.right.value, *rate);
    if (score.runs.mean.value > 0) score.efficiency = *score.limit / score.runs.mean.value;
  }
  for (const Trial& trial : trials) {
    if (!trial.ending.error.empty()) score.last_error = trial.ending.error;
  }
  return score;
}

// Of each pair, the second's value less the first's.
std::vector<double> differences(const std::vector<double>& first, const std::vector<double>& second) {
  std::vector<double> result;
  result.reserve(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) result.push_back(second[i] - first[i]);
  return result;
}

std::vector<double> rightness(const std::vector<Trial>& trials) {
  std::vector<double> values;
  values.reserve(trials.size());
  for (const Trial& trial : trials) values.push_back(trial.result == Trial::Result::right ? 1 : 0);
  return values;
}

Paired pair_of(const std::vector<Trial>& first, const std::vector<Trial>& second, std::uint64_t seed,
               std::uint64_t stream) {
  Paired paired;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const bool one = first[i].result == Trial::Result::right;
    const bool other = second[i].result == Trial::Result::right;
    paired.discordant.first_only += one && !other ? 1 : 0;
    paired.discordant.second_only += other && !one ? 1 : 0;
  }
  const auto mean = [&](const std::vector<double>& values, std::uint64_t number) {
    return bootstrap_mean(values, Rng(seed, stream + number), kResamples);
  };
  paired.right = mean(differences(rightness(first), rightness(second)), 3);
  paired.runs = mean(differences(measure(first, runs_of), measure(second, runs_of)), 4);
  paired.cost = mean(differences(measure(first, cost_of), measure(second, cost_of)), 5);
  paired.test = mcnemar(paired.discordant);
  return paired;
}

}  // namespace

Evaluation evaluate(const Contest& contest, std::size_t threads) {
  ENSURE(contest.graph != nullptr);
  Evaluation evaluation;
  evaluation.scenario = contest.name;
  evaluation.fingerprint = contest.fingerprint;
  evaluation.seed = contest.seed;
  evaluation.trials = contest.trials;
  const WorldSource worlds(*contest.graph, contest.task, contest.recipe);
  evaluation.candidates = worlds.candidates();
  const auto draw = [&](std::uint64_t number) { return worlds.draw({contest.seed, number}); };
  std::vector<std::vector<Trial>> trials;
  trials.reserve(contest.contestants.size());
  for (const Contestant& contestant : contest.contestants) {
    const Play play{*contest.graph,        *contestant.strategy, contest.task,
                    contestant.parameters, contest.budget,       contest.seed,
                    contest.trials,        contest.settings,     threads};
    trials.push_back(play_trials(play, draw));
  }
  const std::size_t contestants = contest.contestants.size();
  evaluation.scores.resize(contestants);
  evaluation.paired.resize(contestants > 0 ? contestants - 1 : 0);
  parallel_for(contestants, threads, [&](std::size_t i) {
    const std::uint64_t stream = kStream + kStreamsPerScore * i;
    evaluation.scores[i] = score_of(contest.contestants[i], trials[i], worlds, contest.seed, stream);
    if (i == 0) return;
    Paired& paired = evaluation.paired[i - 1];
    paired = pair_of(trials.front(), trials[i], contest.seed, stream);
    paired.first = contest.contestants.front().name;
    paired.second = contest.contestants[i].name;
  });
  evaluation.checked = check_expectations(contest, trials, evaluation.scores);
  return evaluation;
}

}  // namespace rebisect
