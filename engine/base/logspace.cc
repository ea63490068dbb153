#include "engine/base/logspace.h"

#include <algorithm>
#include <cmath>

namespace rebisect {

double log_sum(std::span<const double> logs) {
  double most = kImpossible;
  for (const double log : logs) most = std::max(most, log);
  if (most == kImpossible) return kImpossible;
  double sum = 0;
  for (const double log : logs) sum += std::exp(log - most);
  return most + std::log(sum);
}

double entropy_bits(double probability) {
  return probability > 0 ? -probability * std::log2(probability) : 0;
}

// Stirling's series (Abramowitz and Stegun 6.1.41) beyond 10, where five terms are exact enough, and
// gamma(x) = gamma(x + 1) / x below.
double log_gamma(double x) {
  constexpr double kFarEnough = 10;
  constexpr double kHalfLogOfTwoPi = 0.91893853320467274178;
  double product = 1;
  while (x < kFarEnough) product *= x++;
  const double inverse = 1 / x;
  const double square = inverse * inverse;
  const double series =
      inverse * (1. / 12 - square * (1. / 360 - square * (1. / 1260 - square * (1. / 1680 - square / 1188))));
  return (x - 0.5) * std::log(x) - x + kHalfLogOfTwoPi + series - std::log(product);
}

double beta_binomial(double a, double b, std::uint32_t hits, std::uint32_t misses) {
  double result = 1;
  double all = a + b;
  // Hit and miss in turn, as long as there are both: the product of each alone could leave the range.
  for (std::uint32_t i = 0; i < std::max(hits, misses); ++i) {
    if (i < hits) result *= (a + i) / all++;
    if (i < misses) result *= (b + i) / all++;
  }
  return result;
}

}  // namespace rebisect
