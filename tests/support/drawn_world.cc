#include "tests/support/drawn_world.h"

#include <algorithm>
#include <cmath>

#include "engine/infer/emission.h"

namespace rebisect::testing {
namespace {

// Is the state 1 at each position 0 .. positions - 1?
std::vector<bool> draw_stretches(Rng& rng, std::size_t positions, double share,
                                 const BeliefSettings& settings) {
  const double lengths[] = {settings.stretch_short, settings.stretch_middle, settings.stretch_long};
  const double anew = 1 - std::exp(-1 / lengths[rng.below(3)]);
  std::vector<bool> states(positions);
  bool state = rng.chance(share);
  for (std::size_t i = 0; i < positions; ++i) {
    const bool again = i > 0 && rng.chance(anew);
    if (again) state = rng.chance(share);
    states[i] = state;
  }
  return states;
}

// Crashes of so many runs at one Beta distributed rate, run by run (Polya's urn).
std::uint32_t draw_crashes(Rng& rng, double a, double b, std::uint32_t runs) {
  std::uint32_t crashes = 0;
  for (std::uint32_t run = 0; run < runs; ++run) {
    const bool crashed = rng.chance((a + crashes) / (a + b + run));
    crashes += crashed ? 1 : 0;
  }
  return crashes;
}

// One drawn world; a local of predictions_in_drawn_world.
struct World {
  enum class Kind { culprit, older, mixed };
  Kind kind = Kind::culprit;
  CommitIndex culprit{};
  RatePoint rate{};
  std::vector<bool> blind;
  std::vector<bool> loud;
};

World draw_world(Rng& rng, const WorldRange& range, const BeliefSettings& settings) {
  World world;
  const double older = std::exp(settings.older_log_odds);
  const double draw = rng.unit() * (1 + older + settings.mixed_odds);
  if (draw >= 1) world.kind = draw < 1 + older ? World::Kind::older : World::Kind::mixed;
  const std::vector<CommitIndex> candidates = range.universe.candidates.members();
  world.culprit = candidates[rng.below(candidates.size())];
  double left = rng.unit();
  for (const RatePoint& rate : rate_grid(settings)) {
    world.rate = rate;
    left -= rate.weight;
    if (left < 0) break;
  }
  world.blind = draw_stretches(rng, candidates.size() + 1, settings.blind_share, settings);
  world.loud = draw_stretches(rng, candidates.size() + 1, settings.false_share, settings);
  return world;
}

// Crashes of one test.
std::uint32_t draw_test(Rng& rng, const World& world, bool present, std::uint32_t position,
                        std::uint32_t runs, BeliefTest::Place place, const BeliefSettings& settings) {
  // Without a single culprit the tests have nothing to do with each other.
  const bool alone = world.kind == World::Kind::mixed;
  const bool lone_state = rng.chance(present ? settings.blind_share : settings.false_share);
  const bool state = alone ? lone_state : (present ? world.blind : world.loud)[position];
  if (present) {
    const double outside =
        place == BeliefTest::Place::release ? settings.blind_release : settings.blind_in_range;
    const bool hidden = rng.chance(state ? settings.blind_inside : outside);
    const double a = world.rate.mean * world.rate.size;
    return hidden ? 0 : draw_crashes(rng, a, world.rate.size - a, runs);
  }
  const bool shows = rng.chance(state ? settings.false_inside : settings.false_crash);
  return shows ? draw_crashes(rng, 0.5, 2, runs) : 0;
}

}  // namespace

WorldRange world_range(const CommitGraph& graph, CommitIndex bad, CommitIndex good) {
  WorldRange range{graph, bad, good, universe_of(graph, bad, std::vector{good}), {}};
  for (const CommitIndex commit : range.universe.candidates.members()) {
    CommitSet reached = graph.ancestors(commit);
    reached &= range.universe.candidates;
    range.positions.push_back(static_cast<std::uint32_t>(reached.count()));
  }
  return range;
}

std::vector<Prediction> predictions_in_drawn_world(Rng& rng, const WorldRange& range, std::uint32_t tests,
                                                   std::uint32_t runs, const BeliefSettings& settings) {
  const World world = draw_world(rng, range, settings);
  const std::vector<CommitIndex> candidates = range.universe.candidates.members();
  BeliefInput input;
  std::vector<CommitIndex> commits;
  std::vector<bool> truth;
  CommitSet left = range.universe.candidates;
  for (std::uint32_t number = 0; number < tests + 2; ++number) {
    const std::vector<CommitIndex> open = left.members();
    if (number >= 2 && open.size() < 2) break;
    BeliefTest test;
    test.place = number < 2 ? BeliefTest::Place::release : BeliefTest::Place::in_range;
    test.commit = number == 0 ? range.bad : number == 1 ? range.good : open[rng.below(open.size())];
    const auto at = std::ranges::lower_bound(candidates, *test.commit);
    const bool candidate = at != candidates.end() && *at == *test.commit;
    const std::uint32_t position =
        candidate ? range.positions[static_cast<std::size_t>(at - candidates.begin())] : 0;
    const bool with_culprit = is_ancestor(range.graph, world.culprit, *test.commit);
    const bool fair_coin = rng.chance(0.5);
    const bool present = world.kind == World::Kind::older   ? true
                         : world.kind == World::Kind::mixed ? fair_coin
                                                            : with_culprit;
    test.target = draw_test(rng, world, present, position, runs, test.place, settings);
    test.ok = runs - test.target;
    test.told_present = test.target > 0;
    if (number >= 2) {
      CommitSet reached = range.graph.ancestors(*test.commit);
      if (*test.told_present) {
        left &= reached;
      } else {
        left -= reached;
      }
    }
    commits.push_back(*test.commit);
    truth.push_back(present);
    input.tests.push_back(std::move(test));
  }
  input.classes = partition(range.graph, range.universe, commits);
  const Belief belief = infer_belief(input, settings);
  std::vector<Prediction> result;
  const std::vector<CommitIndex> open = left.members();
  if (!open.empty()) {
    const CommitIndex claim = open.front();
    result.push_back(
        {probability_of(belief, input, claim), world.kind == World::Kind::culprit && world.culprit == claim});
  }
  result.push_back({belief.p_older, world.kind == World::Kind::older});
  for (std::size_t test = 0; test < truth.size(); ++test) {
    result.push_back({*belief.verdict_false[test], *input.tests[test].told_present != truth[test]});
  }
  return result;
}

std::pair<double, double> recalibration(const std::vector<Prediction>& predictions) {
  double intercept = 0;
  double slope = 1;
  for (int round = 0; round < 50; ++round) {
    // Gradient and curvature of the log-likelihood.
    double g0 = 0;
    double g1 = 0;
    double h00 = 0;
    double h01 = 0;
    double h11 = 0;
    for (const Prediction& prediction : predictions) {
      const double p = std::clamp(prediction.p, 1e-9, 1 - 1e-9);
      const double x = std::log(p / (1 - p));
      const double q = 1 / (1 + std::exp(-(intercept + slope * x)));
      const double off = (prediction.came_true ? 1 : 0) - q;
      g0 += off;
      g1 += off * x;
      h00 += q * (1 - q);
      h01 += q * (1 - q) * x;
      h11 += q * (1 - q) * x * x;
    }
    const double determinant = h00 * h11 - h01 * h01;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  return {intercept, slope};
}

}  // namespace rebisect::testing
