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

// Samples of one contestant's trials; each measure has a stream of its own.
struct Bootstrap {
  std::uint64_t seed;
  std::uint64_t first_stream;
  std::uint32_t resamples;

  Spread spread(const std::vector<double>& values, std::uint64_t number) const {
    return bootstrap_spread(values, Rng(seed, first_stream + number), resamples);
  }
  Estimate mean(const std::vector<double>& values, std::uint64_t number) const {
    return bootstrap_mean(values, Rng(seed, first_stream + number), resamples);
  }
};

double runs_of(const Trial& trial) {
  return trial.account.runs;
}
double builds_of(const Trial& trial) {
  return trial.account.builds;
}
double cost_of(const Trial& trial) {
  return trial.account.cost;
}
double right_of(const Trial& trial) {
  return trial.result == Trial::Result::right ? 1 : 0;
}

std::vector<Trial::Result> results_of(const std::vector<Trial>& trials) {
  std::vector<Trial::Result> results;
  results.reserve(trials.size());
  for (const Trial& trial : trials) results.push_back(trial.result);
  return results;
}

std::uint64_t count(const std::vector<Trial>& trials, Trial::Result result) {
  return static_cast<std::uint64_t>(std::ranges::count(trials, result, &Trial::result));
}

StrategyScore score_of(const Contestant& contestant, const std::vector<Trial>& trials,
                       const WorldSource& worlds, const Bootstrap& bootstrap) {
  StrategyScore score;
  score.strategy = contestant.name;
  score.results = results_of(trials);
  score.right = wilson(count(trials, Trial::Result::right), trials.size());
  score.wrong = wilson(count(trials, Trial::Result::wrong), trials.size());
  score.no_answer = wilson(count(trials, Trial::Result::no_answer), trials.size());
  score.runs = bootstrap.spread(each(trials, runs_of), 0);
  score.builds = bootstrap.spread(each(trials, builds_of), 1);
  score.cost = bootstrap.spread(each(trials, cost_of), 2);
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

Paired pair_of(const std::vector<Trial>& first, const std::vector<Trial>& second,
               const Bootstrap& bootstrap) {
  Paired paired;
  paired.discordant = discordant_between(results_of(first), results_of(second));
  paired.right = bootstrap.mean(differences(each(first, right_of), each(second, right_of)), 3);
  paired.runs = bootstrap.mean(differences(each(first, runs_of), each(second, runs_of)), 4);
  paired.cost = bootstrap.mean(differences(each(first, cost_of), each(second, cost_of)), 5);
  paired.test = mcnemar(paired.discordant);
  return paired;
}

// By contestant and number. Each world is drawn once and met by all of them: a contestant's choices do not
// depend on what a workspace has kept for others.
std::vector<std::vector<Trial>> play_contest(const Contest& contest, const WorldSource& worlds,
                                             std::size_t threads) {
  std::vector<Play> plays;
  for (const Contestant& contestant : contest.contestants) {
    plays.push_back({*contest.graph, *contestant.strategy, contest.task, contestant.parameters,
                     contest.budget, contest.seed, contest.trials, contest.settings, threads});
  }
  std::vector<std::vector<Trial>> trials(plays.size(), std::vector<Trial>(contest.trials));
  if (plays.empty()) return trials;
  parallel_for(
      contest.trials, threads, [&] { return workspace_for(plays.front()); },
      [&](Workspace& workspace, std::size_t i) {
        const Luck luck{contest.seed, i};
        const World world = contest.log_worlds ? contest.log_worlds->draw(luck) : worlds.draw(luck);
        for (std::size_t of = 0; of < plays.size(); ++of) {
          trials[of][i] = play_trial(plays[of], world, i, workspace);
        }
      });
  return trials;
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
  const std::vector<std::vector<Trial>> trials = play_contest(contest, worlds, threads);
  const std::size_t contestants = contest.contestants.size();
  evaluation.scores.resize(contestants);
  evaluation.paired.resize(contestants > 0 ? contestants - 1 : 0);
  parallel_for(contestants, threads, [&](std::size_t i) {
    const Bootstrap bootstrap{contest.seed, kStream + kStreamsPerScore * i, contest.resamples};
    evaluation.scores[i] = score_of(contest.contestants[i], trials[i], worlds, bootstrap);
    if (i == 0) return;
    Paired& paired = evaluation.paired[i - 1];
    paired = pair_of(trials.front(), trials[i], bootstrap);
    paired.first = contest.contestants.front().name;
    paired.second = contest.contestants[i].name;
  });
  evaluation.checked = check_expectations(contest, trials, evaluation.scores);
  return evaluation;
}

}  // namespace rebisect
