#include "engine/infer/likelihood.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/base/logspace.h"
#include "engine/infer/emission.h"

namespace rebisect {
namespace {

constexpr std::size_t kScales = 3;
// One emission is seldom below 1e-20, so that a hypothesis that is worth anything stays above 1e-308.
constexpr std::size_t kTestsBetweenRescues = 8;
constexpr double kRescueBelow = 1e-120;
constexpr double kRescueBy = 0x1p400;
// Readings times classes times tests: some seconds.
constexpr std::size_t kMostWork = 50'000'000;
constexpr std::uint32_t kMostGroups = 8;

// A test in one reading, scaled so that the largest probability is 1.
struct ScaledEmission {
  Emission emission;
  double log_scale = 0;
};

double largest(const Emission& emission) {
  double most = std::max(emission.absent_clear, emission.absent_false);
  for (const double p : emission.present_clear) most = std::max(most, p);
  for (const double p : emission.present_blind) most = std::max(most, p);
  return most;
}

void add(Emission& sum, const Emission& term, double weight) {
  for (std::size_t i = 0; i < kRatePoints; ++i) {
    sum.present_clear[i] += weight * term.present_clear[i];
    sum.present_blind[i] += weight * term.present_blind[i];
  }
  sum.absent_clear += weight * term.absent_clear;
  sum.absent_false += weight * term.absent_false;
}

// How many crashes of a test's groups beyond the weighed ones are the bug's: by number, whether or not there
// is another bug among them. Each group is decided for this test alone.
struct BeyondGroups {
  std::vector<double> none_other{1};  // by the number of crashes that are the bug's
  std::vector<double> some_other{0};

  void add(std::uint32_t crashes, double same) {
    const std::size_t size = none_other.size();
    none_other.resize(size + crashes, 0);
    some_other.resize(size + crashes, 0);
    for (std::size_t i = size + crashes; i-- > 0;) {
      const double other = i < size ? (none_other[i] + some_other[i]) * (1 - same) : 0;
      const double none = i >= crashes ? none_other[i - crashes] * same : 0;
      const double some = i >= crashes ? some_other[i - crashes] * same : 0;
      none_other[i] = none;
      some_other[i] = other + some;
    }
  }
};

// The tests in the order of history, so that nothing depends on the order of the log.
std::vector<std::size_t> along_history(const BeliefInput& input) {
  std::vector<std::size_t> order(input.tests.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t i) {
      const BeliefTest& test = input.tests[i];
      return std::tuple(input.classes.positions[i], test.commit, test.place, test.target, test.ok);
    };
    return key(a) < key(b);
  });
  return order;
}

std::size_t groups_weighed(const BeliefInput& input, const BeliefSettings& settings) {
  std::size_t groups = std::min<std::size_t>(input.group_same.size(), settings.title_groups);
  groups = std::min<std::size_t>(groups, kMostGroups);
  const std::size_t cells = (input.classes.count() + 2) * input.tests.size();
  while (groups > 0 && (cells << groups) > kMostWork) --groups;
  return groups;
}

// Both chains, while a hypothesis is carried along the tests: that of blind stretches moves over the tests
// with the bug, for each length and each point of the grid at once, that of false crashes over the others.
class Chains {
 public:
  explicit Chains(const BeliefSettings& settings) : settings_(settings) {
    for (std::size_t s = 0; s < kScales; ++s) {
      clear_[s].fill(1 - settings.blind_share);
      blind_[s].fill(settings.blind_share);
      quiet_[s] = 1 - settings.false_share;
      loud_[s] = settings.false_share;
      stay_present_[s] = stay_absent_[s] = 1;
    }
  }

  // On to the next test: with these probabilities nothing changed on the way.
  void move(const std::array<double, kScales>& stays) {
    for (std::size_t s = 0; s < kScales; ++s) {
      stay_present_[s] *= stays[s];
      stay_absent_[s] *= stays[s];
    }
  }

  void see_present(const Emission& seen) {
    for (std::size_t s = 0; s < kScales; ++s) {
      const double to_clear = (1 - stay_present_[s]) * (1 - settings_.blind_share);
      const double to_blind = (1 - stay_present_[s]) * settings_.blind_share;
      for (std::size_t k = 0; k < kRatePoints; ++k) {
        const double sum = clear_[s][k] + blind_[s][k];
        clear_[s][k] = (clear_[s][k] * stay_present_[s] + sum * to_clear) * seen.present_clear[k];
        blind_[s][k] = (blind_[s][k] * stay_present_[s] + sum * to_blind) * seen.present_blind[k];
      }
      stay_present_[s] = 1;
    }
  }

  void see_absent(const Emission& seen) {
    for (std::size_t s = 0; s < kScales; ++s) {
      const double moved = (quiet_[s] + loud_[s]) * (1 - stay_absent_[s]);
      quiet_[s] = (quiet_[s] * stay_absent_[s] + moved * (1 - settings_.false_share)) * seen.absent_clear;
      loud_[s] = (loud_[s] * stay_absent_[s] + moved * settings_.false_share) * seen.absent_false;
      stay_absent_[s] = 1;
    }
  }

  // Keeps long products in the range of a double.
  void rescue() {
    double present = 0;
    double absent = 0;
    for (std::size_t s = 0; s < kScales; ++s) {
      for (std::size_t k = 0; k < kRatePoints; ++k) present += clear_[s][k] + blind_[s][k];
      absent += quiet_[s] + loud_[s];
    }
    const double up_present = present < kRescueBelow ? kRescueBy : 1;
    const double up_absent = absent < kRescueBelow ? kRescueBy : 1;
    if (up_present == 1 && up_absent == 1) return;
    log_scale_ -= std::log(up_present) + std::log(up_absent);
    for (std::size_t s = 0; s < kScales; ++s) {
      for (std::size_t k = 0; k < kRatePoints; ++k) {
        clear_[s][k] *= up_present;
        blind_[s][k] *= up_present;
      }
      quiet_[s] *= up_absent;
      loud_[s] *= up_absent;
    }
  }

  double log_total(const std::array<RatePoint, kRatePoints>& grid) const {
    double present = 0;
    double absent = 0;
    for (std::size_t s = 0; s < kScales; ++s) {
      for (std::size_t k = 0; k < kRatePoints; ++k) present += grid[k].weight * (clear_[s][k] + blind_[s][k]);
      absent += quiet_[s] + loud_[s];
    }
    return log_scale_ + std::log(present / kScales) + std::log(absent / kScales);
  }

 private:
  const BeliefSettings& settings_;
  std::array<std::array<double, kRatePoints>, kScales> clear_{};
  std::array<std::array<double, kRatePoints>, kScales> blind_{};
  std::array<double, kScales> quiet_{};
  std::array<double, kScales> loud_{};
  std::array<double, kScales> stay_present_{};
  std::array<double, kScales> stay_absent_{};
  double log_scale_ = 0;
};

// The whole computation; a local of likelihoods.
class Weighing {
 public:
  Weighing(const BeliefInput& input, const BeliefSettings& settings, std::size_t groups)
      : input_(input),
        settings_(settings),
        groups_(groups),
        grid_(rate_grid(settings)),
        order_(along_history(input)),
        emissions_(input.tests.size()),
        by_subset_(input.tests.size()) {
    const double lengths[] = {settings.stretch_short, settings.stretch_middle, settings.stretch_long};
    std::uint64_t before = 0;
    for (const std::size_t test : order_) {
      const std::uint64_t here = input.classes.positions[test];
      std::array<double, kScales> stays{};
      for (std::size_t s = 0; s < kScales; ++s) {
        stays[s] = std::exp(-static_cast<double>(here - before) / lengths[s]);
      }
      stays_.push_back(stays);
      before = here;
    }
    for (std::uint32_t group = 0; group < groups; ++group) log_other_.push_back(log_other(group));
    for (const std::size_t test : order_) group_bits_.push_back(bits_of(test));
    for (std::size_t i = 0; i < order_.size(); ++i) {
      by_subset_[i].resize(std::size_t{1} << std::size_t(std::popcount(group_bits_[i])));
    }
  }

  Reading read(std::uint32_t same) {
    Reading reading;
    reading.same = same;
    double log_scale = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      emissions_[i] = &emission_of(i, same);
      log_scale += emissions_[i]->log_scale;
    }
    for (std::size_t group = 0; group < groups_; ++group) {
      const double prior = input_.group_same[group];
      reading.log_prior +=
          (same >> group & 1U) != 0 ? std::log(prior) : std::log(1 - prior) + log_other_[group];
    }
    for (std::size_t c = 0; c < input_.classes.count(); ++c) {
      reading.classes.push_back(log_scale +
                                log_likelihood([&](std::size_t test) { return input_.present(c, test); }));
    }
    reading.everywhere = log_scale + log_likelihood([](std::size_t) { return true; });
    reading.nowhere = log_scale + log_likelihood([](std::size_t) { return false; });
    weigh_mixed(reading);
    reading.mixed += log_scale;
    return reading;
  }

 private:
  std::uint32_t bits_of(std::size_t test) const {
    std::uint32_t bits = 0;
    for (const ForeignCount& foreign : input_.tests[test].foreign) {
      if (foreign.group < groups_) bits |= 1U << foreign.group;
    }
    return bits;
  }

  // That a test shows a group that is another bug, or does not: where that bug is not, and where it is. Where
  // every run crashed otherwise, nothing can be said.
  std::array<double, 2> other_seen(const BeliefTest& test, std::uint32_t group) const {
    const auto shown = std::ranges::find(test.foreign, group, &ForeignCount::group);
    if (shown != test.foreign.end()) return {settings_.other_outside, settings_.other_inside};
    if (test.ok == 0) return {1, 1};
    return {1 - settings_.other_outside, 1 - settings_.other_inside};
  }

  // If a group is another bug: how probable it is to be seen in just these tests. That bug has a history of
  // its own, so it is there in stretches, too; whether ours is there has no part in it.
  double log_other(std::uint32_t group) const {
    std::array<std::array<double, 2>, kScales> state{};
    std::array<double, kScales> stay{};
    stay.fill(1);
    const double share[2] = {1 - settings_.other_share, settings_.other_share};
    for (std::array<double, 2>& at : state) at = {share[0], share[1]};
    double log_scale = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const std::array<double, 2> seen = other_seen(input_.tests[order_[i]], group);
      double all = 0;
      for (std::size_t s = 0; s < kScales; ++s) {
        stay[s] *= stays_[i][s];
        const double sum = state[s][0] + state[s][1];
        for (std::size_t k = 0; k < 2; ++k) {
          state[s][k] = (state[s][k] * stay[s] + sum * (1 - stay[s]) * share[k]) * seen[k];
          all += state[s][k];
        }
        stay[s] = 1;
      }
      for (std::array<double, 2>& at : state) at = {at[0] / all, at[1] / all};
      log_scale += std::log(all);
    }
    return log_scale - std::log(kScales);
  }

  // A test's outcome depends on the reading by the groups that it shows, so there are few different ones.
  const ScaledEmission& emission_of(std::size_t place, std::uint32_t same) {
    const std::uint32_t bits = group_bits_[place];
    std::size_t subset = 0;
    std::size_t next = 1;
    for (std::uint32_t left = bits; left != 0; left &= left - 1, next *= 2) {
      if ((same & left & (~left + 1)) != 0) subset |= next;
    }
    ScaledEmission& known = by_subset_[place][subset];
    if (known.emission.absent_clear == 0 && known.emission.absent_false == 0) {
      known = compute_emission(input_.tests[order_[place]], same);
    }
    return known;
  }

  ScaledEmission compute_emission(const BeliefTest& test, std::uint32_t same) const {
    std::uint32_t crashes = test.target;
    BeyondGroups beyond;
    for (const ForeignCount& foreign : test.foreign) {
      if (foreign.group >= groups_) {
        beyond.add(foreign.crashes, input_.group_same[foreign.group]);
      } else if ((same >> foreign.group & 1U) != 0) {
        crashes += foreign.crashes;
      }
    }
    ScaledEmission result;
    for (std::uint32_t more = 0; more < beyond.none_other.size(); ++more) {
      const double weight = beyond.none_other[more] + settings_.other_share * beyond.some_other[more];
      if (weight == 0) continue;
      add(result.emission, emission(crashes + more, test.ok, test.place, settings_), weight);
    }
    const double scale = largest(result.emission);
    const Emission unscaled = std::exchange(result.emission, Emission{});
    add(result.emission, unscaled, 1 / scale);
    result.log_scale = std::log(scale);
    return result;
  }

  // Forward along history, one step per test.
  template <typename Present>
  double log_likelihood(const Present& present) const {
    Chains chains(settings_);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      chains.move(stays_[i]);
      if (present(order_[i])) {
        chains.see_present(emissions_[i]->emission);
      } else {
        chains.see_absent(emissions_[i]->emission);
      }
      if (i % kTestsBetweenRescues == kTestsBetweenRescues - 1) chains.rescue();
    }
    return chains.log_total(grid_);
  }

  // Every test for itself, the bug there or not with equal chances.
  void weigh_mixed(Reading& reading) const {
    std::array<double, kRatePoints> weight{};
    for (std::size_t k = 0; k < kRatePoints; ++k) weight[k] = std::log(grid_[k].weight);
    std::vector<std::array<double, kRatePoints>> share(order_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const Emission& seen = emissions_[i]->emission;
      const double absent =
          (1 - settings_.false_share) * seen.absent_clear + settings_.false_share * seen.absent_false;
      for (std::size_t k = 0; k < kRatePoints; ++k) {
        const double with_bug = (1 - settings_.blind_share) * seen.present_clear[k] +
                                settings_.blind_share * seen.present_blind[k];
        weight[k] += std::log((with_bug + absent) / 2);
        share[i][k] = with_bug / (with_bug + absent);
      }
    }
    reading.mixed = log_sum(weight);
    reading.mixed_present.assign(order_.size(), 0);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      double& sum = reading.mixed_present[order_[i]];
      for (std::size_t k = 0; k < kRatePoints; ++k) sum += std::exp(weight[k] - reading.mixed) * share[i][k];
    }
  }

  const BeliefInput& input_;
  const BeliefSettings& settings_;
  std::size_t groups_;
  std::array<RatePoint, kRatePoints> grid_;
  std::vector<std::size_t> order_;                  // tests along history
  std::vector<std::array<double, kScales>> stays_;  // by place in order_: no change since the one before
  std::vector<double> log_other_;                   // by weighed group
  std::vector<std::uint32_t> group_bits_;           // by place in order_: weighed groups that it shows
  std::vector<const ScaledEmission*> emissions_;    // of the reading at hand
  std::vector<std::vector<ScaledEmission>> by_subset_;
};

}  // namespace

Likelihoods likelihoods(const BeliefInput& input, const BeliefSettings& settings) {
  Likelihoods result;
  result.groups = groups_weighed(input, settings);
  Weighing weighing(input, settings, result.groups);
  for (std::uint32_t same = 0; same < std::uint32_t{1} << result.groups; ++same) {
    result.readings.push_back(weighing.read(same));
  }
  return result;
}

}  // namespace rebisect
