// Trials: a strategy played in many worlds, on as many threads as there are.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/simulate/strategy.h"

namespace rebisect {

// One bisection played to its end.
struct Trial {
  enum class Result {
    right,      // it named the culprit alone, or said "older" where the bug is older
    wrong,      // it named one commit, or said "older", and that is not so
    no_answer,  // several commits, or a failure
  };
  Result result = Result::no_answer;
  Ending ending;
  Account account;
};

// Worlds by number: trial i of every strategy is played in world i, so trials of two strategies are pairs.
// `draw(i)` must be a pure function and safe to call from several threads.
template <typename DrawWorld>
std::vector<Trial> play_trials(const CommitGraph& graph, const Task& task, const DrawWorld& draw,
                               const Strategy& strategy, const Parameters& parameters, std::uint64_t seed,
                               std::uint32_t trials, const Budget& budget);

}  // namespace rebisect
