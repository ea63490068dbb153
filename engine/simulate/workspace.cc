#include "engine/simulate/workspace.h"

#include <algorithm>

namespace rebisect {

Workspace::Workspace(const CommitGraph& graph, const SimulationSettings& settings, const CommitSet& cleared)
    : graph_(&graph), settings_(settings), ancestors_(graph, cleared, settings.ancestor_bytes) {}

ChoiceTree& Workspace::choices(const GitRules& rules, bool first_parent) {
  const auto known = std::ranges::find_if(
      trees_, [&](const Tree& tree) { return tree.first_parent == first_parent && tree.rules == rules; });
  if (known != trees_.end()) return *known->choices;
  BisectOptions options;
  options.first_parent = first_parent;
  trees_.push_back({rules, first_parent, std::make_unique<ChoiceTree>(*graph_, rules, options)});
  return *trees_.back().choices;
}

void Workspace::begin_trial() {
  for (const Tree& tree : trees_) {
    if (tree.choices->size() > settings_.choice_nodes) tree.choices->forget();
  }
}

}  // namespace rebisect
