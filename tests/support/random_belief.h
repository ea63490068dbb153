// Random inputs of the belief: a small history with tests that need not make sense.
#pragma once

#include <cstdint>

#include "engine/base/rng.h"
#include "engine/infer/belief_input.h"
#include "engine/model/commit_graph.h"

namespace rebisect::testing {

struct BeliefShape {
  std::uint32_t commits = 14;
  std::uint32_t tests = 5;
  std::uint32_t groups = 0;  // of foreign titles
  Aim aim = Aim::cause;
};

struct RandomBelief {
  CommitGraph graph;
  Universe universe;
  BeliefInput input;
};

RandomBelief random_belief(Rng& rng, const BeliefShape& shape);

}  // namespace rebisect::testing
