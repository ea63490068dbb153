// The belief as docs/evidence.md defines it, without classes: every candidate for itself, every reading of
// the titles, every point of the grid.
#pragma once

#include <vector>

#include "engine/infer/belief_input.h"
#include "engine/model/commit_graph.h"

namespace rebisect::testing {

// How the latent yes/no of each test (can the bug show there? does its title show without it?) are summed up.
enum class Latents {
  one_by_one,   // a sum over the two states of a test, one test after the other
  every_world,  // all combinations: 2^tests
};

struct BeliefByDefinition {
  std::vector<double> commits;  // by candidate
  double older = 0;
  double newer = 0;
  double mixed = 0;
  std::vector<double> present;  // by test
};

// Candidates and reachability are taken from the graph and `universe`, the rest from `input`.
BeliefByDefinition belief_by_definition(const CommitGraph& graph, const Universe& universe,
                                        const BeliefInput& input, const BeliefSettings& settings,
                                        Latents latents);

// What every default says (config/defaults.yaml).
BeliefSettings default_belief_settings();

}  // namespace rebisect::testing
