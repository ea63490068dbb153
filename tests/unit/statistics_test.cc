#include "engine/simulate/statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

// Newcombe (Statistics in Medicine 17, 1998), table I, method 3.
TEST(Statistics, WilsonsIntervalIsThatOfTheTextbook) {
  const struct {
    std::uint64_t hits, trials;
    double low, high;
  } rows[] = {
      {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}};
  for (const auto& row : rows) {
    const Estimate estimate = wilson(row.hits, row.trials);
    EXPECT_NEAR(estimate.value, static_cast<double>(row.hits) / static_cast<double>(row.trials), 1e-12);
    EXPECT_NEAR(estimate.interval.low, row.low, 5e-5) << row.hits;
    EXPECT_NEAR(estimate.interval.high, row.high, 5e-5) << row.hits;
  }
}

// By definition: its ends are the rates p at which (rate - p) is 1.96 standard deviations sqrt(p (1 - p) /
// n).
TEST(Statistics, WilsonsIntervalEndsWhereTheScoreIsTwoStandardDeviations) {
  for (const std::uint64_t trials : {1U, 2U, 10U, 333U, 10000U}) {
    for (std::uint64_t hits = 0; hits <= trials; hits += std::max<std::uint64_t>(1, trials / 7)) {
      const Estimate estimate = wilson(hits, trials);
      for (const double p : {estimate.interval.low, estimate.interval.high}) {
        if (p == 0 || p == 1) continue;
        const double score = (estimate.value - p) / std::sqrt(p * (1 - p) / static_cast<double>(trials));
        EXPECT_NEAR(std::abs(score), 1.959964, 1e-5) << hits << " of " << trials;
      }
      EXPECT_LE(estimate.interval.low, estimate.value);
      EXPECT_GE(estimate.interval.high, estimate.value);
    }
  }
  EXPECT_EQ(wilson(0, 0), (Estimate{0, {0, 1}}));
}

TEST(Statistics, QuantilesAreValuesThatSoManyDoNotExceed) {
  const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(quantile(values, 0.5), 5);
  EXPECT_EQ(quantile(values, 0.9), 9);
  EXPECT_EQ(quantile(values, 0.91), 10);
  EXPECT_EQ(quantile(values, 1), 10);
  EXPECT_EQ(quantile(values, 0.01), 1);
}

std::vector<double> draw_values(std::uint64_t seed, std::size_t count) {
  Rng rng(seed);
  std::vector<double> values(count);
  for (double& value : values) value = std::floor(100 * rng.unit() * rng.unit());
  return values;
}

// The simplest bootstrap: resample, sort, look.
Spread bootstrap_by_definition(std::vector<double> values, Rng rng, std::uint32_t resamples) {
  std::ranges::sort(values);
  std::vector<double> means;
  std::vector<double> medians;
  std::vector<double> nineties;
  for (std::uint32_t i = 0; i < resamples; ++i) {
    std::vector<double> sample;
    for (std::size_t k = 0; k < values.size(); ++k) sample.push_back(values[rng.below(values.size())]);
    means.push_back(std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size()));
    std::ranges::sort(sample);
    medians.push_back(quantile(sample, 0.5));
    nineties.push_back(quantile(sample, 0.9));
  }
  const auto interval = [](std::vector<double> all) {
    std::ranges::sort(all);
    return Interval{quantile(all, 0.025), quantile(all, 0.975)};
  };
  return {{std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()),
           interval(means)},
          {quantile(values, 0.5), interval(medians)},
          {quantile(values, 0.9), interval(nineties)}};
}

TEST(Statistics, TheBootstrapIsThatOfTheDefinition) {
  for (const std::size_t count : {2U, 3U, 17U, 200U}) {
    const std::vector<double> values = draw_values(count, count);
    EXPECT_EQ(bootstrap_spread(values, Rng(7), 100), bootstrap_by_definition(values, Rng(7), 100)) << count;
  }
}

// The interval of a mean is known: 1.96 standard errors on either side, for many values.
TEST(Statistics, TheBootstrapOfAMeanIsTwoStandardErrorsWide) {
  const std::vector<double> values = draw_values(3, 2000);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 2000;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double error = std::sqrt(squares / 2000 / 2000);
  const Estimate estimate = bootstrap_mean(values, Rng(1), 1000);
  EXPECT_NEAR(estimate.interval.low, mean - 1.96 * error, 0.3 * error);
  EXPECT_NEAR(estimate.interval.high, mean + 1.96 * error, 0.3 * error);
}

TEST(Statistics, EqualValuesAreCertain) {
  const std::vector<double> values(50, 4.25);
  EXPECT_EQ(bootstrap_spread(values, Rng(1), 100),
            (Spread{{4.25, {4.25, 4.25}}, {4.25, {4.25, 4.25}}, {4.25, {4.25, 4.25}}}));
  EXPECT_EQ(bootstrap_mean(values, Rng(1), 100), (Estimate{4.25, {4.25, 4.25}}));
  EXPECT_EQ(bootstrap_spread({}, Rng(1), 100), Spread());
}

// Fagerland, Lydersen and Laake (BMC Medical Research Methodology 13:91, 2013), the study of airway
// hyper-responsiveness before and after transplantation: 1 and 7 discordant pairs.
TEST(Statistics, McNemarsTestIsThatOfTheTextbook) {
  const McNemar test = mcnemar({7, 1});
  EXPECT_NEAR(test.exact, 0.0703125, 1e-12);
  EXPECT_NEAR(test.mid_p, 0.0390625, 1e-12);
  EXPECT_NEAR(test.second_worse, 9.0 / 256, 1e-12);
  EXPECT_NEAR(mcnemar({1, 7}).second_worse, 255.0 / 256, 1e-12);
  EXPECT_EQ(mcnemar({0, 0}).exact, 1);
}

// Every sequence of tosses is one of 2^n.
TEST(Statistics, McNemarsTestCountsTosses) {
  for (std::uint32_t n = 1; n <= 12; ++n) {
    for (std::uint32_t first = 0; first <= n; ++first) {
      std::uint32_t as_many = 0;
      std::uint32_t as_far = 0;
      std::uint32_t equally_far = 0;
      for (std::uint32_t tosses = 0; tosses < (1U << n); ++tosses) {
        const auto heads = static_cast<std::uint32_t>(std::popcount(tosses));
        const auto distance = [n](std::uint32_t k) { return std::max(2 * k, n) - std::min(2 * k, n); };
        as_many += heads >= first ? 1U : 0U;
        as_far += distance(heads) >= distance(first) ? 1U : 0U;
        equally_far += heads == std::max(first, n - first) ? 1U : 0U;
      }
      const double all = 1U << n;
      const McNemar test = mcnemar({first, n - first});
      EXPECT_NEAR(test.second_worse, as_many / all, 1e-9) << first << " of " << n;
      EXPECT_NEAR(test.exact, as_far / all, 1e-9) << first << " of " << n;
      const double whole = 2 * first == n ? 1 : (as_far - equally_far) / all;
      EXPECT_NEAR(test.mid_p, whole, 1e-9) << first << " of " << n;
    }
  }
}

// A lady tasting tea (Fisher, The Design of Experiments, 1935): 3 of 4 against 1 of 4.
TEST(Statistics, FishersTestIsThatOfTheTextbook) {
  EXPECT_NEAR(fisher_second_worse({3, 4}, {1, 4}), 17.0 / 70, 1e-12);
  EXPECT_NEAR(fisher_second_worse({4, 4}, {0, 4}), 1.0 / 70, 1e-12);
  EXPECT_NEAR(fisher_second_worse({1, 4}, {3, 4}), 69.0 / 70, 1e-12);
  EXPECT_NEAR(fisher_second_worse({0, 5}, {0, 9}), 1, 1e-12);
}

// Every way to deal the hits out to the trials is equally probable.
TEST(Statistics, FishersTestCountsDeals) {
  for (std::uint32_t first = 1; first <= 5; ++first) {
    for (std::uint32_t second = 1; second <= 5; ++second) {
      for (std::uint32_t hits = 0; hits <= first + second; ++hits) {
        std::vector<double> with(second + 1);
        double deals = 0;
        for (std::uint32_t deal = 0; deal < (1U << (first + second)); ++deal) {
          if (std::popcount(deal) != static_cast<int>(hits)) continue;
          ++deals;
          ++with[static_cast<std::size_t>(std::popcount(deal & ((1U << second) - 1)))];
        }
        double so_far = 0;
        for (std::uint32_t k = 0; k <= second; ++k) {
          so_far += with[k];
          if (k > hits || hits - k > first) continue;
          EXPECT_NEAR(fisher_second_worse({hits - k, first}, {k, second}), so_far / deals, 1e-9);
        }
      }
    }
  }
}

// The step-down procedure itself: at each level, the smallest values fall as long as they are at most
// alpha / (tests left).
TEST(Statistics, HolmsAdjustedValuesAreWhatHisProcedureRejects) {
  EXPECT_THAT(holm(std::vector{0.01, 0.04, 0.03, 0.005}),
              Pointwise(DoubleNear(1e-12), std::vector{0.03, 0.06, 0.06, 0.02}));
  EXPECT_THAT(holm({}), ElementsAre());
  Rng rng(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values(1 + rng.below(6));
    for (double& value : values) value = rng.unit() * rng.unit() * 0.2;
    const std::vector<double> adjusted = holm(values);
    const double alpha = 0.1 * rng.unit();
    std::vector<double> left = values;
    std::ranges::sort(left);
    std::size_t rejected = 0;
    while (rejected < left.size() && left[rejected] * static_cast<double>(left.size() - rejected) <= alpha) {
      ++rejected;
    }
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count_if(adjusted, [&](double p) { return p <= alpha; })),
              rejected);
  }
}

// docs/evidence.md: 14,719 commits at these rates.
TEST(Statistics, TheInformationLimitIsThatOfTheZChannel) {
  const struct {
    double rate, runs;
  } rows[] = {{0.9, 18.1}, {0.7, 27.5}, {0.5, 43.0}, {0.3, 78.2}, {0.2, 121.9}, {0.1, 252.5}, {0.05, 513.4}};
  for (const auto& row : rows) {
    EXPECT_NEAR(information_limit(14719, 0, row.rate), row.runs, 0.05) << row.rate;
  }
  EXPECT_NEAR(information_limit(1024, 0, 1), 10, 1e-12);
  // One bit of noise: half of the answers may be wrong, so that of two candidates nothing has to be known.
  EXPECT_EQ(information_limit(2, 0.5, 0.3), 0);
  EXPECT_EQ(information_limit(1, 0, 0.3), 0);
}

}  // namespace
}  // namespace rebisect
