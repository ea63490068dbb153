// Workspace: what simulated bisections on one graph compute again and again, kept from one to the next. Each
// thread has its own. Results never depend on what is kept.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/settings.h"
#include "engine/replay/git_rules.h"
#include "engine/simulate/ancestor_cache.h"
#include "engine/simulate/choice_tree.h"

namespace rebisect {

class Workspace {
 public:
  // `cleared`: see AncestorCache. The graph must outlive the workspace.
  explicit Workspace(const CommitGraph& graph, const SimulationSettings& settings,
                     const CommitSet& cleared = {});

  const CommitGraph& graph() const { return *graph_; }
  AncestorCache& ancestors() { return ancestors_; }

  // The one tree for these rules.
  ChoiceTree& choices(const GitRules& rules = newest_git_rules(), bool first_parent = false);

  // A strategy's own memory: one object of each type, made from the arguments when it is first asked for. It
  // has to keep itself within bounds.
  template <typename Kept, typename... Arguments>
  Kept& kept(Arguments&&... arguments) {
    std::shared_ptr<void>& place = kept_[&kKey<Kept>];
    if (!place) place = std::make_shared<Kept>(std::forward<Arguments>(arguments)...);
    return *static_cast<Kept*>(place.get());
  }

  // Before each bisection: trees that have grown over SimulationSettings::choice_nodes are forgotten.
  void begin_trial();

 private:
  template <typename Kept>
  static constexpr char kKey = 0;

  struct Tree {
    GitRules rules;
    bool first_parent;
    std::unique_ptr<ChoiceTree> choices;
  };

  const CommitGraph* graph_;
  SimulationSettings settings_;
  AncestorCache ancestors_;
  std::vector<Tree> trees_;
  std::map<const void*, std::shared_ptr<void>> kept_;
};

}  // namespace rebisect
