#include "engine/simulate/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/ensure.h"
#include "engine/base/logspace.h"
#include "engine/infer/next_test.h"

namespace rebisect {
namespace {

constexpr double kNormal975 = 1.959963984540054;  // of the standard normal distribution: 97.5 % lie below
constexpr double kTail = 0.025;

// ln 0!, ln 1!, ... ln n!
std::vector<double> log_factorials(std::uint64_t n) {
  std::vector<double> logs(n + 1, 0);
  for (std::uint64_t k = 2; k <= n; ++k) logs[k] = logs[k - 1] + std::log(static_cast<double>(k));
  return logs;
}

// Of n fair coins, that at least k show heads; the exact sum.
double at_least_heads(std::uint64_t k, std::uint64_t n, const std::vector<double>& factorials) {
  std::vector<double> terms;
  terms.reserve(n - k + 1);
  for (std::uint64_t i = n + 1; i > k; --i) {  // the smallest first
    terms.push_back(factorials[n] - factorials[i - 1] - factorials[n - (i - 1)]);
  }
  return std::min(1.0, std::exp(log_sum(terms) - static_cast<double>(n) * std::log(2.0)));
}

// Percentiles of what the resamples gave.
Interval middle(std::vector<double>& results) {
  std::ranges::sort(results);
  return {quantile(results, kTail), quantile(results, 1 - kTail)};
}

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Estimate certain(double value) {
  return {value, {value, value}};
}

// Where in `sorted` a quantile stands.
std::size_t rank_of(std::size_t size, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(size)));
  return std::clamp<std::size_t>(rank, 1, size) - 1;
}

// The place in the sorted values of the element of that rank in a resample, of which `counts` says how often
// it has each.
std::size_t place_of_rank(const std::vector<std::uint32_t>& counts, std::size_t rank) {
  std::size_t seen = 0;
  for (std::size_t place = 0; place < counts.size(); ++place) {
    seen += counts[place];
    if (seen > rank) return place;
  }
  return counts.size() - 1;
}

}  // namespace

Estimate wilson(std::uint64_t hits, std::uint64_t trials) {
  ENSURE(hits <= trials);
  if (trials == 0) return {0, {0, 1}};
  const auto n = static_cast<double>(trials);
  const double rate = static_cast<double>(hits) / n;
  const double z2 = kNormal975 * kNormal975;
  const double middle = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kNormal975 / (1 + z2 / n) * std::sqrt(rate * (1 - rate) / n + z2 / (4 * n * n));
  // At the ends the formula gives 0 and 1, but for rounding.
  return {rate, {hits == 0 ? 0 : middle - half, hits == trials ? 1 : middle + half}};
}

double quantile(std::span<const double> sorted, double share) {
  ENSURE(!sorted.empty());
  return sorted[rank_of(sorted.size(), share)];
}

Spread bootstrap_spread(std::span<const double> values, Rng rng, std::uint32_t resamples) {
  if (values.empty()) return {};
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  Spread spread{certain(mean_of(sorted)), certain(quantile(sorted, 0.5)), certain(quantile(sorted, 0.9))};
  if (sorted.front() == sorted.back() || resamples == 0) return spread;
  std::vector<double> means;
  std::vector<double> medians;
  std::vector<double> nineties;
  for (std::uint32_t i = 0; i < resamples; ++i) {
    std::vector<std::uint32_t> counts(sorted.size());
    double sum = 0;
    for (std::size_t draw = 0; draw < sorted.size(); ++draw) {
      const auto place = static_cast<std::size_t>(rng.below(sorted.size()));
      ++counts[place];
      sum += sorted[place];
    }
    means.push_back(sum / static_cast<double>(sorted.size()));
    medians.push_back(sorted[place_of_rank(counts, rank_of(sorted.size(), 0.5))]);
    nineties.push_back(sorted[place_of_rank(counts, rank_of(sorted.size(), 0.9))]);
  }
  spread.mean.interval = middle(means);
  spread.median.interval = middle(medians);
  spread.p90.interval = middle(nineties);
  return spread;
}

Estimate bootstrap_mean(std::span<const double> values, Rng rng, std::uint32_t resamples) {
  if (values.empty()) return {};
  Estimate estimate = certain(mean_of(values));
  const auto [least, most] = std::ranges::minmax(values);
  if (least == most || resamples == 0) return estimate;
  std::vector<double> means;
  means.reserve(resamples);
  for (std::uint32_t i = 0; i < resamples; ++i) {
    double sum = 0;
    for (std::size_t draw = 0; draw < values.size(); ++draw) sum += values[rng.below(values.size())];
    means.push_back(sum / static_cast<double>(values.size()));
  }
  estimate.interval = middle(means);
  return estimate;
}

McNemar mcnemar(const Discordant& pairs) {
  const std::uint64_t n = pairs.first_only + pairs.second_only;
  if (n == 0) return {};
  const std::vector<double> factorials = log_factorials(n);
  const std::uint64_t more = std::max(pairs.first_only, pairs.second_only);
  const double tail = at_least_heads(more, n, factorials);
  const double observed = std::exp(factorials[n] - factorials[more] - factorials[n - more] -
                                   static_cast<double>(n) * std::log(2.0));
  McNemar result;
  result.exact = std::min(1.0, 2 * tail);
  result.mid_p = std::min(1.0, 2 * tail - observed);
  result.second_worse = at_least_heads(pairs.first_only, n, factorials);
  return result;
}

double fisher_second_worse(const Hits& first, const Hits& second) {
  ENSURE(first.hits <= first.trials && second.hits <= second.trials);
  const std::uint64_t all = first.trials + second.trials;
  const std::uint64_t hits = first.hits + second.hits;
  const std::vector<double> factorials = log_factorials(all);
  const auto choose = [&](std::uint64_t n, std::uint64_t k) {
    return factorials[n] - factorials[k] - factorials[n - k];
  };
  const std::uint64_t fewest = hits > first.trials ? hits - first.trials : 0;
  std::vector<double> terms;
  for (std::uint64_t k = fewest; k <= second.hits; ++k) {
    terms.push_back(choose(second.trials, k) + choose(first.trials, hits - k) - choose(all, hits));
  }
  return std::min(1.0, std::exp(log_sum(terms)));
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p_values[i]; });
  std::vector<double> adjusted(p_values.size());
  double so_far = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto tests_left = static_cast<double>(order.size() - i);
    so_far = std::max(so_far, std::min(1.0, tests_left * p_values[order[i]]));
    adjusted[order[i]] = so_far;
  }
  return adjusted;
}

double information_limit(double candidates, double error, double crash_rate) {
  ENSURE(candidates >= 1 && error >= 0 && error <= 1 && crash_rate > 0);
  const double h = entropy_bits(error) + entropy_bits(1 - error);
  return std::max(0.0, (1 - error) * std::log2(candidates) - h) / z_channel_capacity(crash_rate);
}

}  // namespace rebisect
