// Random numbers that are the same on every machine, compiler and thread: SplitMix64 (Steele, Lea and Flood,
// OOPSLA 2014), keyed by (seed, stream) so that trial k sees the same draws whoever runs it.
//
// Draw one number per statement: the order in which C++ evaluates arguments is unspecified.
#pragma once

#include <cstdint>

#include "engine/base/ensure.h"

namespace rebisect {

class Rng {
 public:
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0) : state_(mix(mix(seed) ^ mix(~stream))) {}

  // The next 64 uniform bits.
  std::uint64_t next() {
    state_ += kGamma;
    return mix(state_);
  }

  // Uniform in [0, bound), without modulo bias. The bound must not be 0.
  std::uint64_t below(std::uint64_t bound) {
    ENSURE(bound > 0);
    const std::uint64_t rejected = (0 - bound) % bound;
    for (;;) {
      const std::uint64_t draw = next();
      if (draw >= rejected) return draw % bound;
    }
  }

  // Uniform in [0, 1): 53 bits.
  double unit() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

  // True with the given probability.
  bool chance(double probability) { return unit() < probability; }

 private:
  static constexpr std::uint64_t kGamma = 0x9e3779b97f4a7c15ULL;

  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace rebisect
