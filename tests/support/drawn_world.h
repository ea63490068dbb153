// Worlds drawn from the belief's own model, and bisected: there a belief is right as often as it says.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/infer/belief.h"
#include "engine/simulate/model_range.h"

namespace rebisect::testing {

// A prediction, and whether it came true.
struct Prediction {
  double p;
  bool came_true;
};

// Shorter stretches and more of everything than in kernels, so that all of it happens in a small history.
BeliefSettings eventful_settings();

// The candidates of one history, and many worlds over them.
struct WorldRange {
  CommitIndex bad;
  CommitIndex good;
  Universe universe;
  PriorWorlds worlds;
};
WorldRange world_range(const CommitGraph& graph, CommitIndex bad, CommitIndex good,
                       const BeliefSettings& settings);

// The odds of a search whose good end was found without a bad release.
HypothesisOdds odds_without_walk(const BeliefSettings& settings);

// One way to search: the odds, tests and outcomes of one world, and where the bug was.
struct PlayedTests {
  BeliefInput input;
  std::vector<bool> present;  // by test
  CommitSet left;             // what the verdicts leave
};
// Tests both ends and then `tests` candidates, each a random one of those that the verdicts so far leave,
// `runs` times. A crash is a bad verdict.
PlayedTests play_tests(const WorldRange& range, const World& world, Luck luck, std::uint32_t tests,
                       std::uint32_t runs);

// Draws a world (a culprit, or "older", or "mixed"; rates, blind and loud stretches) and plays the tests.
// Gives what the belief says of the commit that the verdicts leave last, of "older", and of every verdict.
std::vector<Prediction> predictions_in_drawn_world(const WorldRange& range, Luck luck, std::uint32_t tests,
                                                   std::uint32_t runs, const BeliefSettings& settings);

// Intercept and slope of the truth's log odds over the predicted ones: 0 and 1 if predictions are right as
// often as they say, a slope below 1 if they are too sure. By Newton's method.
std::pair<double, double> recalibration(const std::vector<Prediction>& predictions);

}  // namespace rebisect::testing
