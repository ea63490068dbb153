// Statistics of simulated bisections: how far a rate or a mean can be believed, and whether two strategies
// differ by more than luck.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/rng.h"

namespace rebisect {

struct Interval {
  double low = 0;
  double high = 0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

// A number, and the interval of 95 % around it.
struct Estimate {
  double value = 0;
  Interval interval;

  friend bool operator==(const Estimate&, const Estimate&) = default;
};

// The rate of hits with Wilson's score interval (JASA 22, 1927). Of no trials: 0 with the interval 0 to 1.
Estimate wilson(std::uint64_t hits, std::uint64_t trials);

struct Spread {
  Estimate mean;
  Estimate median;
  Estimate p90;

  friend bool operator==(const Spread&, const Spread&) = default;
};

// The smallest of the values that at least the share (above 0, at most 1) of them does not exceed. `sorted`
// ascends and is not empty.
double quantile(std::span<const double> sorted, double share);

// Percentile intervals of the bootstrap (Efron 1979): the middle 95 % of what `resamples` samples, drawn from
// the values with replacement, give. Empty values give zeros. O(values * resamples), twice as many numbers
// are drawn from the generator at most.
Spread bootstrap_spread(std::span<const double> values, Rng rng, std::uint32_t resamples);
// The mean alone, with the same interval.
Estimate bootstrap_mean(std::span<const double> values, Rng rng, std::uint32_t resamples);

// Pairs of trials on the same luck of which only one was right.
struct Discordant {
  std::uint64_t first_only = 0;
  std::uint64_t second_only = 0;

  friend bool operator==(const Discordant&, const Discordant&) = default;
};

// P values of McNemar's test that both are equally often right, from the binomial distribution itself.
struct McNemar {
  double exact = 1;  // two-sided
  double mid_p = 1;  // two-sided; half of the observed outcome's probability is left out (Fagerland 2013)
  double second_worse = 1;  // one-sided, exact: that the second loses so often or more, were they equal
};
McNemar mcnemar(const Discordant& pairs);

struct Hits {
  std::uint64_t hits = 0;
  std::uint64_t trials = 0;
};
// Fisher's exact test, one-sided: how probable so few hits of `second` or fewer are, were both rates equal.
double fisher_second_worse(const Hits& first, const Hits& second);

// P values adjusted after Holm (1979): those of at most `alpha` are what his procedure rejects where the
// chance of any false rejection is to be at most `alpha`. In the order of the input.
std::vector<double> holm(std::span<const double> p_values);

// No strategy finds one of so many candidates with this probability of error, on average, with fewer runs of
// a test that shows the bug at this rate: ((1 - d) log2 n - h(d)) / C (Fano; C as z_channel_capacity() has
// it). 0 where an answer by chance does as well. `crash_rate` above 0, at most 1; `candidates` at least 1.
double information_limit(double candidates, double error, double crash_rate);

}  // namespace rebisect
