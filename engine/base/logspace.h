// Probabilities as logarithms, where products of many would leave the range of a double. All are natural
// logarithms; "impossible" is minus infinity.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace rebisect {

inline constexpr double kImpossible = -std::numeric_limits<double>::infinity();

// ln of the sum of what the logarithms stand for, added in their order. Impossible for none.
double log_sum(std::span<const double> logs);

// -p log2 p, 0 for p = 0.
double entropy_bits(double probability);

// The probability of one given sequence of `hits` and `misses` where their rate is Beta(a, b) distributed:
// B(a + hits, b + misses) / B(a, b). A product, without the gamma function. a, b > 0. O(hits + misses).
double beta_binomial(double a, double b, std::uint32_t hits, std::uint32_t misses);

// ln of the gamma function, x > 0, to 1e-12 of its size. std::lgamma() writes a global variable, so two
// threads must not call it at once.
double log_gamma(double x);

}  // namespace rebisect
