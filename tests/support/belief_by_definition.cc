#include "tests/support/belief_by_definition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "config/settings.h"
#include "engine/infer/emission.h"

namespace rebisect::testing {
namespace {

double log_beta(double a, double b) {
  return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

double beta_binomial_by_gamma(double a, double b, double hits, double misses) {
  return std::exp(log_beta(a + hits, b + misses) - log_beta(a, b));
}

// Two states along places: `share[1]` of the history is in state 1; between places a distance d apart the
// state is drawn anew with probability 1 - exp(-d / length). The probability of what was seen.
struct TwoStates {
  std::array<double, 2> share;
  std::vector<double> places;
  std::vector<std::array<double, 2>> seen;  // by place, given the state

  double moves(std::size_t to, int before, int after, double length) const {
    if (to == 0) return share[static_cast<std::size_t>(after)];
    const double same = std::exp(-(places[to] - places[to - 1]) / length);
    return (before == after ? same : 0) + (1 - same) * share[static_cast<std::size_t>(after)];
  }

  double every_world(double length) const {
    double sum = 0;
    for (std::uint32_t world = 0; world < std::uint32_t{1} << places.size(); ++world) {
      double p = 1;
      for (std::size_t i = 0; i < places.size(); ++i) {
        const int state = static_cast<int>(world >> i & 1U);
        const int before = i > 0 ? static_cast<int>(world >> (i - 1) & 1U) : 0;
        p *= moves(i, before, state, length) * seen[i][static_cast<std::size_t>(state)];
      }
      sum += p;
    }
    return sum;
  }

  double one_by_one(double length) const {
    std::array<double, 2> p = {1, 0};
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::array<double, 2> next{};
      for (const int after : {0, 1}) {
        const auto at = static_cast<std::size_t>(after);
        next[at] = (p[0] * moves(i, 0, after, length) + (i > 0 ? p[1] * moves(i, 1, after, length) : 0)) *
                   seen[i][at];
      }
      p = next;
    }
    return p[0] + p[1];
  }

  double probability(const BeliefSettings& settings, Latents latents) const {
    double sum = 0;
    for (const double length : {settings.stretch_short, settings.stretch_middle, settings.stretch_long}) {
      sum += (latents == Latents::every_world ? every_world(length) : one_by_one(length)) / 3;
    }
    return sum;
  }
};

// The definition, with what it is applied to; a local of belief_by_definition.
struct Definition {
  const CommitGraph& graph;
  const BeliefInput& input;
  const BeliefSettings& settings;
  Latents latents;
  std::vector<CommitIndex> candidates;
  std::size_t groups = 0;
  std::vector<std::size_t> order;  // tests by place
  std::vector<double> places;      // by test

  bool reaches(std::size_t test, CommitIndex candidate) const {
    return is_ancestor(graph, candidate, *input.tests[test].commit);
  }

  // In both states of the chain, for one number of crashes that are the bug's.
  std::array<double, 2> seen_with(std::size_t test, std::uint32_t crashes, bool present,
                                  const RatePoint& rate) const {
    const BeliefTest& at = input.tests[test];
    const double clean = crashes == 0 ? 1 : 0;
    if (!present) {
      const double shows = beta_binomial_by_gamma(0.5, 2, crashes, at.ok);
      return {(1 - settings.false_crash) * clean + settings.false_crash * shows,
              (1 - settings.false_inside) * clean + settings.false_inside * shows};
    }
    const bool release = at.place == BeliefTest::Place::release;
    const double blind = release ? settings.blind_release : settings.blind_in_range;
    const double a = rate.mean * rate.size;
    const double shows = beta_binomial_by_gamma(a, rate.size - a, crashes, at.ok);
    return {(1 - blind) * shows + blind * clean,
            (1 - settings.blind_inside) * shows + settings.blind_inside * clean};
  }

  // Over the readings of the groups that are not weighed together, each for this test alone.
  std::array<double, 2> seen(std::size_t test, std::uint32_t same, bool present,
                             const RatePoint& rate) const {
    std::uint32_t crashes = input.tests[test].target;
    std::vector<ForeignCount> beyond;
    for (const ForeignCount& foreign : input.tests[test].foreign) {
      if (foreign.group >= groups) {
        beyond.push_back(foreign);
      } else if ((same >> foreign.group & 1U) != 0) {
        crashes += foreign.crashes;
      }
    }
    std::array<double, 2> sum{};
    for (std::uint32_t reading = 0; reading < std::uint32_t{1} << beyond.size(); ++reading) {
      double weight = 1;
      std::uint32_t more = 0;
      bool other = false;
      for (std::size_t i = 0; i < beyond.size(); ++i) {
        const bool is_same = (reading >> i & 1U) != 0;
        const double prior = input.group_same[beyond[i].group];
        weight *= is_same ? prior : 1 - prior;
        more += is_same ? beyond[i].crashes : 0;
        other = other || !is_same;
      }
      const std::array<double, 2> one = seen_with(test, crashes + more, present, rate);
      for (const std::size_t state : {0U, 1U}) {
        sum[state] += weight * (other ? settings.other_share : 1) * one[state];
      }
    }
    return sum;
  }

  double probability(const std::vector<bool>& present, std::uint32_t same, const RatePoint& rate) const {
    TwoStates blind{{1 - settings.blind_share, settings.blind_share}, {}, {}};
    TwoStates loud{{1 - settings.false_share, settings.false_share}, {}, {}};
    for (const std::size_t test : order) {
      TwoStates& chain = present[test] ? blind : loud;
      chain.places.push_back(places[test]);
      chain.seen.push_back(seen(test, same, present[test], rate));
    }
    return blind.probability(settings, latents) * loud.probability(settings, latents);
  }

  // That the groups which are other bugs were seen where they were.
  double others(std::uint32_t same) const {
    double p = 1;
    for (std::size_t group = 0; group < groups; ++group) {
      const double prior = input.group_same[group];
      if ((same >> group & 1U) != 0) {
        p *= prior;
        continue;
      }
      TwoStates chain{{1 - settings.other_share, settings.other_share}, {}, {}};
      for (const std::size_t test : order) {
        const BeliefTest& at = input.tests[test];
        const bool shown = std::ranges::find(at.foreign, group, &ForeignCount::group) != at.foreign.end();
        if (!shown && at.ok == 0) continue;
        chain.places.push_back(places[test]);
        const double outside = shown ? settings.other_outside : 1 - settings.other_outside;
        const double inside = shown ? settings.other_inside : 1 - settings.other_inside;
        chain.seen.push_back({outside, inside});
      }
      p *= (1 - prior) * chain.probability(settings, latents);
    }
    return p;
  }
};

}  // namespace

BeliefByDefinition belief_by_definition(const CommitGraph& graph, const Universe& universe,
                                        const BeliefInput& input, const BeliefSettings& settings,
                                        Latents latents) {
  Definition definition{graph, input, settings, latents, universe.candidates.members(), 0, {}, {}};
  definition.groups = std::min<std::size_t>(input.group_same.size(), settings.title_groups);
  const std::size_t tests = input.tests.size();
  for (std::size_t test = 0; test < tests; ++test) {
    definition.order.push_back(test);
    definition.places.push_back(static_cast<double>(std::ranges::count_if(
        definition.candidates, [&](CommitIndex c) { return definition.reaches(test, c); })));
  }
  std::ranges::stable_sort(definition.order, {}, [&](std::size_t test) { return definition.places[test]; });
  BeliefByDefinition result;
  result.commits.assign(definition.candidates.size(), 0);
  result.present.assign(tests, 0);
  double all_weights = 0;
  for (std::size_t i = 0; i < result.commits.size(); ++i) {
    all_weights += input.weights.empty() ? 1 : input.weights[i];
  }
  double all = 0;
  const double older =
      std::exp(input.by_hand ? settings.older_log_odds_by_hand
                             : settings.older_log_odds +
                                   settings.older_per_bad_release * std::log(1.0 + input.bad_releases));
  for (std::uint32_t same = 0; same < std::uint32_t{1} << definition.groups; ++same) {
    const double reading = definition.others(same);
    for (const RatePoint& rate : rate_grid(settings)) {
      const double weight = reading * rate.weight;
      const auto add = [&](double& to, double prior, const std::vector<bool>& present) {
        const double p = prior * weight * definition.probability(present, same, rate);
        to += p;
        all += p;
        for (std::size_t test = 0; test < tests; ++test) result.present[test] += present[test] ? p : 0;
      };
      for (std::size_t i = 0; i < result.commits.size(); ++i) {
        std::vector<bool> present(tests);
        for (std::size_t test = 0; test < tests; ++test) {
          present[test] = definition.reaches(test, definition.candidates[i]) == (input.aim == Aim::cause);
        }
        add(result.commits[i], (input.weights.empty() ? 1 : input.weights[i]) / all_weights, present);
      }
      add(result.older, older, std::vector<bool>(tests, true));
      if (input.newer_possible) add(result.newer, settings.newer_odds, std::vector<bool>(tests, false));
      // Mixed: the bug is there or not at each test for itself, and so are the latents.
      std::vector<std::array<double, 2>> alone(tests);
      for (std::size_t test = 0; test < tests; ++test) {
        for (const bool present : {false, true}) {
          const std::array<double, 2> seen = definition.seen(test, same, present, rate);
          const double share = present ? settings.blind_share : settings.false_share;
          alone[test][present ? 1 : 0] = 0.5 * ((1 - share) * seen[0] + share * seen[1]);
        }
      }
      for (std::uint32_t world = 0; world < std::uint32_t{1} << tests; ++world) {
        double p = settings.mixed_odds * weight;
        for (std::size_t test = 0; test < tests; ++test) p *= alone[test][world >> test & 1U];
        result.mixed += p;
        all += p;
        for (std::size_t test = 0; test < tests; ++test) {
          result.present[test] += (world >> test & 1U) != 0 ? p : 0;
        }
      }
    }
  }
  for (double& p : result.commits) p /= all;
  for (double& p : result.present) p /= all;
  result.older /= all;
  result.newer /= all;
  result.mixed /= all;
  return result;
}

BeliefSettings default_belief_settings() {
  return default_settings().value_or(Settings{}).belief;
}

}  // namespace rebisect::testing
