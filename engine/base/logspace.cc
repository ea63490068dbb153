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
