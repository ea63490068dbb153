#include "engine/simulate/spells.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rebisect {
namespace {

class SpellDrawing {
 public:
  SpellDrawing(Rng& rng, const Chain& chain) : rng_(rng), chain_(chain) {}

  // Positions `from` up to and without `end`; the first one is in this state.
  void go_on(std::uint64_t from, std::uint64_t end, bool state) {
    while (from < end) {
      const std::uint64_t next = std::min(end, from + gap());
      put(from, next, state);
      from = next;
      state = rng_.chance(chain_.share);
    }
  }

  // Positions 0 up to and without `end`, before one in this state. The chain looks the same from both sides.
  void go_back(std::uint64_t end, bool state) {
    std::uint64_t back = gap() - 1;  // so many before `end` are as it is
    while (end > 0) {
      const std::uint64_t from = back > end ? 0 : end - back;
      put(from, end, state);
      end = from;
      back = gap();
      state = rng_.chance(chain_.share);
    }
  }

  // Between two known ones at different positions.
  void fill(const KnownState& from, const KnownState& to) {
    const std::uint64_t distance = to.position - from.position;
    const double stays = std::exp(-static_cast<double>(distance) / chain_.length);
    const double unchanged = from.inside == to.inside ? stays : 0;
    const double changed = (1 - stays) * (to.inside ? chain_.share : 1 - chain_.share);
    if (rng_.chance(unchanged / (unchanged + changed))) {
      put(from.position + 1, to.position, from.inside);
      return;
    }
    const std::uint64_t first = first_change(distance, stays);  // steps to where it is drawn anew first ...
    put(from.position + 1, from.position + first, from.inside);
    if (first == distance) return;
    const std::uint64_t back = gap() - 1;  // ... and from where it is for the last time
    const std::uint64_t begin = from.position + first;
    const std::uint64_t last = back >= distance - first ? begin : to.position - back;
    if (last > begin) {
      const bool anew = rng_.chance(chain_.share);
      go_on(begin, last, anew);
    }
    put(last, to.position, to.inside);
  }

  std::vector<Spell> spells() && {
    std::ranges::sort(spells_, {}, &Spell::first);
    return std::move(spells_);
  }

  void put(std::uint64_t from, std::uint64_t end, bool inside) {
    if (inside && from < end) spells_.push_back({from, end - 1});
  }

 private:
  static constexpr double kFar = 1e18;

  // After so many steps the state is drawn anew; at least 1.
  std::uint64_t gap() {
    const double steps = -chain_.length * std::log(1 - rng_.unit());
    return 1 + static_cast<std::uint64_t>(std::min(steps, kFar));
  }

  // The same, given that it is at most `distance`.
  std::uint64_t first_change(std::uint64_t distance, double stays) {
    const double steps = -chain_.length * std::log(1 - rng_.unit() * (1 - stays));
    return std::min(distance, 1 + static_cast<std::uint64_t>(std::min(steps, kFar)));
  }

  Rng& rng_;
  const Chain& chain_;
  std::vector<Spell> spells_;
};

using States = std::array<double, 2>;  // outside, inside

States shares(const Chain& chain) {
  return {1 - chain.share, chain.share};
}

double stays_between(const Chain& chain, const SeenState& a, const SeenState& b) {
  return std::exp(-static_cast<double>(b.position - a.position) / chain.length);
}

// Forward: the states at each position given what was seen up to there; and the logarithm of all of it.
double forward(const Chain& chain, std::span<const SeenState> seen, std::vector<States>* kept) {
  double log_all = 0;
  States now = shares(chain);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (i > 0) {
      const double stays = stays_between(chain, seen[i - 1], seen[i]);
      for (std::size_t k = 0; k < 2; ++k) now[k] = now[k] * stays + (1 - stays) * shares(chain)[k];
    }
    for (std::size_t k = 0; k < 2; ++k) now[k] *= seen[i].probability[k];
    const double sum = now[0] + now[1];
    log_all += std::log(sum);
    // Nothing is possible (thousands of runs leave the range of a double): as if nothing had been seen.
    now = sum > 0 ? States{now[0] / sum, now[1] / sum} : shares(chain);
    if (kept != nullptr) kept->push_back(now);
  }
  return log_all;
}

}  // namespace

std::vector<Spell> draw_spells(Rng& rng, const Chain& chain, std::uint64_t positions,
                               std::span<const KnownState> known) {
  SpellDrawing drawing(rng, chain);
  if (known.empty()) {
    const bool first = rng.chance(chain.share);
    drawing.go_on(0, positions, first);
    return std::move(drawing).spells();
  }
  drawing.go_back(known.front().position, known.front().inside);
  for (std::size_t i = 0; i + 1 < known.size(); ++i) {
    if (known[i].position == known[i + 1].position) continue;
    drawing.put(known[i].position, known[i].position + 1, known[i].inside);
    drawing.fill(known[i], known[i + 1]);
  }
  drawing.go_on(known.back().position, positions, known.back().inside);
  return std::move(drawing).spells();
}

double log_probability(const Chain& chain, std::span<const SeenState> seen) {
  return forward(chain, seen, nullptr);
}

std::vector<bool> draw_states(Rng& rng, const Chain& chain, std::span<const SeenState> seen) {
  std::vector<States> now;
  now.reserve(seen.size());
  forward(chain, seen, &now);
  std::vector<bool> states(seen.size());
  for (std::size_t i = seen.size(); i-- > 0;) {
    States weights = now[i];
    if (i + 1 < seen.size()) {
      const std::size_t next = states[i + 1] ? 1 : 0;
      const double stays = stays_between(chain, seen[i], seen[i + 1]);
      for (std::size_t k = 0; k < 2; ++k) {
        weights[k] *= (k == next ? stays : 0) + (1 - stays) * shares(chain)[next];
      }
    }
    states[i] = rng.chance(weights[1] / (weights[0] + weights[1]));
  }
  return states;
}

}  // namespace rebisect
