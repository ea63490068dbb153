// Spells: pieces of history in which something is so, drawn from the two-state Markov chain that the belief
// takes stretches for (docs/evidence.md), with what tests have shown of it and without.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/rng.h"

namespace rebisect {

// Between neighbouring positions the state stays with probability e^(-1/length) and is drawn anew otherwise:
// inside with probability `share`.
struct Chain {
  double share = 0;   // 0 to 1
  double length = 1;  // in positions, more than 0
};

// Both ends included.
struct Spell {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  friend bool operator==(const Spell&, const Spell&) = default;
};

// A position and whether it is inside of a spell.
struct KnownState {
  std::uint64_t position = 0;
  bool inside = false;
};

// The spells among the positions 0 up to `positions`, by position; two can meet. `known` ascends by position;
// no position is given both states. O(known + spells and gaps drawn).
std::vector<Spell> draw_spells(Rng& rng, const Chain& chain, std::uint64_t positions,
                               std::span<const KnownState> known);

// How probable what was seen at a position is: outside of spells, and inside.
struct SeenState {
  std::uint64_t position = 0;
  std::array<double, 2> probability{};
};

// Natural logarithm of how probable all of it is. `seen` ascends by position.
double log_probability(const Chain& chain, std::span<const SeenState> seen);
// The state at each of them, drawn given all of it. O(seen).
std::vector<bool> draw_states(Rng& rng, const Chain& chain, std::span<const SeenState> seen);

}  // namespace rebisect
