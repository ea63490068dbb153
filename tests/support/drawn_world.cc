#include "tests/support/drawn_world.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/simulate/laboratory.h"
#include "tests/support/belief_by_definition.h"
#include "tests/support/simulation.h"

namespace rebisect::testing {

// Shorter stretches and more of everything than in kernels, so that all of it happens in a small history.
BeliefSettings eventful_settings() {
  BeliefSettings settings = default_belief_settings();
  settings.blind_release = settings.blind_in_range = 0.05;
  settings.blind_share = 0.15;
  settings.blind_inside = 0.9;
  settings.false_crash = 0.02;
  settings.false_share = 0.05;
  settings.false_inside = 0.5;
  settings.stretch_short = 5;
  settings.stretch_middle = 30;
  settings.stretch_long = 100;
  settings.older_log_odds = -1;
  settings.mixed_odds = 0.05;
  settings.rate_high = 0.5;
  return settings;
}

WorldRange world_range(const CommitGraph& graph, CommitIndex bad, CommitIndex good,
                       const BeliefSettings& settings) {
  Universe universe = universe_of(graph, bad, std::vector{good});
  CommitSet ends(graph.size());
  ends.insert(bad);
  ends.insert(good);
  ModelRange range(graph, universe.candidates.members(), std::move(ends), Aim::cause);
  return {bad, good, std::move(universe),
          PriorWorlds(std::move(range), settings, odds_without_walk(settings))};
}

HypothesisOdds odds_without_walk(const BeliefSettings& settings) {
  return {std::exp(settings.older_log_odds), 0, settings.mixed_odds};
}

PlayedTests play_tests(const WorldRange& range, const World& world, Luck luck, std::uint32_t tests,
                       std::uint32_t runs) {
  const CommitGraph& graph = range.worlds.range().graph();
  Workspace workspace(graph, default_simulation_settings());
  Laboratory laboratory(workspace, world, luck, {});
  Rng rng(luck.seed + 1, luck.world);  // what to test
  PlayedTests played{{}, {}, range.universe.candidates};
  std::vector<CommitIndex> commits;
  for (std::uint32_t number = 0; number < tests + 2; ++number) {
    const std::vector<CommitIndex> open = played.left.members();
    if (number >= 2 && open.size() < 2) break;
    BeliefTest test;
    test.place = number < 2 ? BeliefTest::Place::release : BeliefTest::Place::in_range;
    test.commit = number == 0 ? range.bad : number == 1 ? range.good : open[rng.below(open.size())];
    if (std::ranges::find(commits, *test.commit) != commits.end()) continue;
    for (const SimulatedRun& run : laboratory.test(*test.commit, runs)) {
      ++(run.kind == RunOutcome::Kind::crashed ? test.target : test.ok);
    }
    test.told_present = test.target > 0;
    if (number >= 2) {
      const CommitSet reached = graph.ancestors(*test.commit);
      *test.told_present ? played.left &= reached : played.left -= reached;
    }
    commits.push_back(*test.commit);
    played.present.push_back(bug_present(graph, world, luck, *test.commit));
    played.input.tests.push_back(std::move(test));
  }
  played.input.classes = partition(graph, range.universe, commits);
  return played;
}

std::vector<Prediction> predictions_in_drawn_world(const WorldRange& range, Luck luck, std::uint32_t tests,
                                                   std::uint32_t runs, const BeliefSettings& settings) {
  const World world = range.worlds.draw(luck);
  const PlayedTests played = play_tests(range, world, luck, tests, runs);
  const Belief belief = infer_belief(played.input, settings);
  std::vector<Prediction> result;
  const std::vector<CommitIndex> open = played.left.members();
  if (!open.empty()) {
    const CommitIndex claim = open.front();
    result.push_back({probability_of(belief, played.input, claim), world.introduced == claim});
  }
  result.push_back({belief.p_older, !world.introduced && !world.scattered});
  for (std::size_t test = 0; test < played.present.size(); ++test) {
    result.push_back(
        {*belief.verdict_false[test], *played.input.tests[test].told_present != played.present[test]});
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
