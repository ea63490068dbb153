// Worlds drawn from the belief's own model, and bisected: there a belief is right as often as it says.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/rng.h"
#include "engine/infer/belief.h"

namespace rebisect::testing {

// A prediction, and whether it came true.
struct Prediction {
  double p;
  bool came_true;
};

// The candidates of one history, to draw many worlds over.
struct WorldRange {
  const CommitGraph& graph;
  CommitIndex bad;
  CommitIndex good;
  Universe universe;
  std::vector<std::uint32_t> positions;  // of each candidate, in their order
};
WorldRange world_range(const CommitGraph& graph, CommitIndex bad, CommitIndex good);

// Draws a world: a culprit (or "older", or "mixed"), rates, blind and loud stretches. Tests both ends and
// then `tests` candidates, each a random one of those that the verdicts so far leave, `runs` times. Gives
// what the belief says of the commit that the verdicts leave last, of "older", and of every verdict.
std::vector<Prediction> predictions_in_drawn_world(Rng& rng, const WorldRange& range, std::uint32_t tests,
                                                   std::uint32_t runs, const BeliefSettings& settings);

// Intercept and slope of the truth's log odds over the predicted ones: 0 and 1 if predictions are right as
// often as they say, a slope below 1 if they are too sure. By Newton's method.
std::pair<double, double> recalibration(const std::vector<Prediction>& predictions);

}  // namespace rebisect::testing
