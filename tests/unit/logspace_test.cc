#include "engine/base/logspace.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(LogSpace, AddsWhatLogarithmsStandFor) {
  EXPECT_DOUBLE_EQ(log_sum(std::vector{std::log(0.25), std::log(0.5)}), std::log(0.75));
  EXPECT_DOUBLE_EQ(log_sum(std::vector{-5000.0, -5000.0}), -5000 + std::log(2.0)) << "far below any double";
  EXPECT_EQ(log_sum({}), kImpossible);
  EXPECT_EQ(log_sum(std::vector{kImpossible, kImpossible}), kImpossible);
  EXPECT_DOUBLE_EQ(log_sum(std::vector{kImpossible, 0.5}), 0.5);
}

TEST(LogSpace, EntropyOfAFairCoinIsOneBit) {
  EXPECT_DOUBLE_EQ(2 * entropy_bits(0.5), 1);
  EXPECT_EQ(entropy_bits(0), 0);
  EXPECT_EQ(entropy_bits(1), 0);
}

TEST(LogSpace, BetaBinomialIsARatioOfBetaFunctions) {
  const auto log_beta = [](double a, double b) {
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
  };
  for (const double a : {0.18, 1.0, 11.88}) {
    for (const double b : {0.015, 1.0, 4.8}) {
      for (const std::uint32_t hits : {0U, 1U, 10U, 300U}) {
        for (const std::uint32_t misses : {0U, 3U, 20U}) {
          const double expected = std::exp(log_beta(a + hits, b + misses) - log_beta(a, b));
          EXPECT_NEAR(beta_binomial(a, b, hits, misses) / expected, 1, 1e-9);
        }
      }
    }
  }
}

// A rate without a preference: each number of hits in n is as probable as the next, 1 / (n + 1).
TEST(LogSpace, BetaBinomialOfAnyRateIsUniformOverCounts) {
  EXPECT_DOUBLE_EQ(beta_binomial(1, 1, 10, 0), 1.0 / 11);
  EXPECT_DOUBLE_EQ(beta_binomial(1, 1, 1, 1) * 2, 1.0 / 3);
}

TEST(Logspace, TheGammaFunctionIsThatOfTheLibrary) {
  for (const double x : {1e-9, 0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 9.999, 10.0, 10.5, 123.25, 1e4, 1e9}) {
    EXPECT_NEAR(log_gamma(x), std::lgamma(x), 1e-12 * std::max(1.0, std::abs(std::lgamma(x)))) << x;
  }
}

}  // namespace
}  // namespace rebisect
