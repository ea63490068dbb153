// WorldRecipe: how the worlds of a scenario are drawn, one for each number.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/rng.h"
#include "engine/model/settings.h"
#include "engine/simulate/strategy.h"
#include "engine/simulate/world.h"

namespace rebisect {

// Something that is so in parts of the history that each world draws for itself.
struct DrawnStretch {
  Stretch what;       // without commits
  double share = 0;   // of the history, 0 to 1
  double length = 1;  // commits, on average; neighbours in an order of parents before children are neighbours
};

struct WorldRecipe {
  World world;  // what is the same in all
  // The culprit of each world is one of the range, all equally probable: of a fix bisection the one that
  // removed the bug.
  bool any_culprit = false;
  // The mean rate is drawn between these, uniformly. Equal ones: no draw.
  double least_rate = 1;
  double most_rate = 1;
  std::vector<DrawnStretch> drawn = {};
  // Worlds of the model that judges logs (docs/evidence.md): culprit or older, rates, blind stretches and
  // false crashes; but no other bugs, of whose number the model says nothing. The ends look as they were
  // called: some of `end_runs` runs crash on the bad end, none on the goods.
  std::optional<BeliefSettings> model = {};
  std::uint32_t end_runs = 10;
};

// What is drawn from, computed once.
class WorldSource {
 public:
  // The graph must outlive the source. The range: ancestors of the bad end and not of the goods.
  WorldSource(const CommitGraph& graph, const Task& task, WorldRecipe recipe);

  // World `luck.world` of the seed. A pure function, safe to call from several threads. O(graph).
  World draw(Luck luck) const;

  // How many commits can be the culprit.
  std::size_t candidates() const { return candidates_.size(); }
  // The one rate at which every run crashes where the bug is, nothing else happening: where the recipe says
  // so. Only then is there a limit to what a strategy can do.
  std::optional<double> single_rate() const;

 private:
  void add_drawn(Rng& rng, World& world) const;
  World draw_of_model(Luck luck, std::uint64_t attempt) const;
  bool ends_look_right(const World& world, Luck luck) const;

  const CommitGraph* graph_;
  Task task_;
  WorldRecipe recipe_;
  std::vector<CommitIndex> candidates_;
};

}  // namespace rebisect
