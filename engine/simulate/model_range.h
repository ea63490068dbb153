// ModelRange: a range of history as the belief sees it, and worlds put together on it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/infer/emission.h"
#include "engine/model/bisection_log.h"
#include "engine/model/commit_graph.h"
#include "engine/model/settings.h"
#include "engine/simulate/spells.h"
#include "engine/simulate/world.h"

namespace rebisect {

// What is hidden in a world of the model (docs/evidence.md).
struct HiddenTruth {
  enum class Kind : std::uint8_t {
    culprit,
    older,  // of a fix: later
    newer,
    mixed,
  };
  Kind kind = Kind::culprit;
  CommitIndex culprit{};
  RatePoint rate{};
  std::vector<Spell> blind;
  std::vector<Spell> loud;  // where its title shows without it
};

// Safe to share between threads.
class ModelRange {
 public:
  // `candidates` ascend, as in Classes. `releases` were chosen for what they are and not by git: ends of the
  // range and releases on the way there. The graph must outlive the range. O(candidates + their parents), but
  // for odd histories (engine/replay/weights.h).
  ModelRange(const CommitGraph& graph, std::vector<CommitIndex> candidates, CommitSet releases, Aim aim);

  const CommitGraph& graph() const { return *graph_; }
  const std::vector<CommitIndex>& candidates() const { return candidates_; }
  // So many there are: 0, for what reaches no candidate, up to one for all candidates.
  std::uint64_t positions() const { return candidates_.size() + 1; }
  // Of a candidate: how many candidates it reaches. 0 for all others.
  std::uint64_t position(CommitIndex commit) const { return position_[place(commit)]; }
  // The commits at the positions of the spells.
  CommitSet commits_in(std::span<const Spell> spells) const;

  // The world in which that is true, with the rest of the numbers from the settings. O(graph / 64 + commits
  // in spells).
  World world_of(const HiddenTruth& truth, const BeliefSettings& settings) const;

 private:
  const CommitGraph* graph_;
  std::vector<CommitIndex> candidates_;
  CommitSet releases_;
  Aim aim_;
  std::vector<std::uint32_t> position_;   // by commit
  std::vector<CommitIndex> by_position_;  // the candidates
  CommitSet off_range_;                   // commits at position 0
};

// Odds against the candidates altogether.
struct HypothesisOdds {
  double older = 0;
  double newer = 0;
  double mixed = 0;
};

// Worlds as they are before any test.
class PriorWorlds {
 public:
  PriorWorlds(ModelRange range, const BeliefSettings& settings, const HypothesisOdds& odds);

  const ModelRange& range() const { return range_; }
  // A pure function, safe to call from several threads.
  World draw(Luck luck) const;

 private:
  ModelRange range_;
  BeliefSettings settings_;
  HypothesisOdds odds_;
};

// The luck of the world itself, apart from that of its commits.
Rng luck_of_world(Luck luck);

// The model's rate of crashes where the bug is not, in a test that shows any (engine/infer/emission.h).
Rate false_crash_rate();

// A point of the grid of rates, as probable as its weight.
RatePoint draw_rate(Rng& rng, const BeliefSettings& settings);

// One of the three lengths that stretches can have.
double draw_length(Rng& rng, const BeliefSettings& settings);

}  // namespace rebisect
