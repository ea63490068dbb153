// Trials: a strategy played in many worlds, on as many threads as there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/parallel.h"
#include "engine/model/settings.h"
#include "engine/simulate/statistics.h"
#include "engine/simulate/strategy.h"
#include "engine/simulate/workspace.h"

namespace rebisect {

// One bisection played to its end.
struct Trial {
  enum class Result : std::uint8_t {
    right,      // it named the culprit alone, or said "older" where the bug is older
    wrong,      // it named one commit, or said "older", and that is not so
    no_answer,  // several commits, or a failure
  };
  Result result = Result::no_answer;
  Ending ending;
  Account account;
};

// What is played.
struct Play {
  const CommitGraph& graph;
  const Strategy& strategy;
  Task task;
  Parameters parameters;
  Budget budget;
  std::uint64_t seed = 0;
  std::uint32_t trials = 0;
  SimulationSettings settings;
  std::size_t threads = 1;
};

// What each thread needs. The history before the task's good ends is cleared (AncestorCache).
Workspace workspace_for(const Play& play);

// Trial `number`, in this world.
Trial play_trial(const Play& play, const World& world, std::uint64_t number, Workspace& workspace);

// How an ending stands to the truth.
Trial::Result judge_ending(const Ending& ending, const World& world, bool fix);

// A number of each trial.
template <typename What>
std::vector<double> each(const std::vector<Trial>& trials, const What& what) {
  std::vector<double> values;
  values.reserve(trials.size());
  for (const Trial& trial : trials) values.push_back(static_cast<double>(what(trial)));
  return values;
}

// Trials with the same number have the same luck; those that only one side has are left out.
Discordant discordant_between(const std::vector<Trial::Result>& first,
                              const std::vector<Trial::Result>& second);

// Worlds by number: trial i of every strategy is played in world i, so trials of two strategies are pairs.
// `draw(i)` gives world i, by value or by reference; it must be a pure function and safe to call from several
// threads. The same results at the same places for any number of threads.
template <typename DrawWorld>
std::vector<Trial> play_trials(const Play& play, const DrawWorld& draw) {
  std::vector<Trial> trials(play.trials);
  parallel_for(
      play.trials, play.threads, [&] { return workspace_for(play); },
      [&](Workspace& workspace, std::size_t i) {
        const World& world = draw(i);
        trials[i] = play_trial(play, world, i, workspace);
      });
  return trials;
}

}  // namespace rebisect
