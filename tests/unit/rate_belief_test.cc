#include "engine/simulate/rate_belief.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/base/logspace.h"
#include "engine/base/rng.h"
#include "engine/infer/classes.h"
#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

struct SeenRun {
  std::uint32_t at;
  bool crashed;
};

// The belief as its formula says, commit by commit.
class ByDefinition {
 public:
  ByDefinition(const CommitGraph& graph, const SegmentedRange& range, const RatePrior& prior, bool fix)
      : graph_(graph), range_(range), prior_(prior), fix_(fix) {}

  bool has_bug(std::uint32_t culprit, std::uint32_t at) const {
    return is_ancestor(graph_, range_.commit(culprit), range_.commit(at)) != fix_;
  }

  std::vector<double> probabilities(const std::vector<SeenRun>& runs) const {
    std::vector<double> result(range_.size());
    double sum = 0;
    for (std::uint32_t culprit = 0; culprit < range_.size(); ++culprit) {
      std::uint32_t crashes = 0;
      std::uint32_t ok = 0;
      double elsewhere = 1;
      for (const SeenRun& run : runs) {
        if (has_bug(culprit, run.at)) {
          ++(run.crashed ? crashes : ok);
        } else {
          elsewhere *= run.crashed ? prior_.false_crash : 1 - prior_.false_crash;
        }
      }
      result[culprit] = beta_binomial(prior_.a, prior_.b, crashes, ok) * elsewhere;
      if (culprit == 0) result[culprit] *= prior_.first_counts;
      sum += result[culprit];
    }
    for (double& probability : result) probability /= sum;
    return result;
  }

  double entropy(const std::vector<SeenRun>& runs) const {
    double bits = 0;
    for (const double probability : probabilities(runs)) bits += entropy_bits(probability);
    return bits;
  }

  double p_crash(const std::vector<SeenRun>& runs, std::uint32_t at) const {
    const std::vector<double> now = probabilities(runs);
    double p = 0;
    for (std::uint32_t culprit = 0; culprit < range_.size(); ++culprit) {
      double crashes = prior_.a;
      double ok = prior_.b;
      for (const SeenRun& run : runs) {
        if (has_bug(culprit, run.at)) (run.crashed ? crashes : ok) += 1;
      }
      p += now[culprit] * (has_bug(culprit, at) ? crashes / (crashes + ok) : prior_.false_crash);
    }
    return p;
  }

  // By how much one run is expected to lower the entropy.
  double gain(std::vector<SeenRun> runs, std::uint32_t at) const {
    const double now = entropy(runs);
    const double p = p_crash(runs, at);
    double then = 0;
    for (const bool crashed : {false, true}) {
      if ((crashed ? p : 1 - p) <= 0) continue;
      runs.push_back({at, crashed});
      then += (crashed ? p : 1 - p) * entropy(runs);
      runs.pop_back();
    }
    return now - then;
  }

 private:
  const CommitGraph& graph_;
  const SegmentedRange& range_;
  RatePrior prior_;
  bool fix_;
};

struct RandomCase {
  CommitGraph graph;
  SegmentedRange range;
  RatePrior prior;
  bool fix;

  static RandomCase draw(Rng& rng) {
    testing::HistoryShape shape;
    shape.commits = 10 + static_cast<std::uint32_t>(rng.below(30));
    shape.merge_rate = rng.unit() / 2;
    CommitGraph graph = *CommitGraph::build(testing::random_history(rng, shape));
    const auto newest = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
    SegmentedRange range(graph, graph.ancestors(newest), CommitIndex(0));
    RatePrior prior;
    prior.false_crash = rng.chance(0.5) ? 0 : 0.05;
    prior.first_counts = 1 + static_cast<double>(rng.below(3));
    const bool fix = rng.chance(0.5);
    return {std::move(graph), std::move(range), prior, fix};
  }
};

// Runs that can be: in a world with a culprit.
std::vector<SeenRun> random_runs(Rng& rng, const RandomCase& drawn, const ByDefinition& judge) {
  const auto culprit = static_cast<std::uint32_t>(rng.below(drawn.range.size()));
  const std::uint64_t count = rng.below(12);
  std::vector<SeenRun> runs;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::uint32_t>(rng.below(drawn.range.size()));
    const bool crashed = judge.has_bug(culprit, at) && rng.chance(0.6);
    runs.push_back({at, crashed});
  }
  return runs;
}

TEST(RateBelief, IsWhatItsFormulaSays) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const RandomCase drawn = RandomCase::draw(rng);
    const ByDefinition judge(drawn.graph, drawn.range, drawn.prior, drawn.fix);
    RateBelief belief(drawn.range, drawn.prior, drawn.fix);
    const std::vector<SeenRun> runs = random_runs(rng, drawn, judge);
    for (const SeenRun& run : runs) belief.observe(run.at, run.crashed);
    const std::vector<double> expected = judge.probabilities(runs);
    double seen = 0;
    // What was forgotten is missing: 1e-6 for each run at most.
    for (const RateBelief::Suspect& suspect : belief.credible(1)) {
      EXPECT_NEAR(suspect.probability, expected[suspect.at], 2e-5);
      seen += expected[suspect.at];
    }
    EXPECT_NEAR(seen, 1, 2e-5);
    EXPECT_NEAR(belief.best().probability, *std::ranges::max_element(expected), 2e-5);
  }
}

TEST(RateBelief, FindsTheRunThatTellsMost) {
  for (std::uint64_t seed = 100; seed < 140; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const RandomCase drawn = RandomCase::draw(rng);
    const ByDefinition judge(drawn.graph, drawn.range, drawn.prior, drawn.fix);
    RateBelief belief(drawn.range, drawn.prior, drawn.fix);
    const std::vector<SeenRun> runs = random_runs(rng, drawn, judge);
    for (const SeenRun& run : runs) belief.observe(run.at, run.crashed);
    double most = 0;
    for (std::uint32_t at = 0; at < drawn.range.size(); ++at) most = std::max(most, judge.gain(runs, at));
    const auto choice = belief.most_telling(1, {});
    if (most < 0.01) continue;  // the candidates that are not weighed can tell so much
    ASSERT_TRUE(choice);
    EXPECT_NEAR(choice->gain_bits, judge.gain(runs, choice->at), 0.01);
    EXPECT_NEAR(choice->p_crash, judge.p_crash(runs, choice->at), 0.002);
    EXPECT_GE(judge.gain(runs, choice->at), most - 0.01);
  }
}

TEST(RateBelief, AvoidsWhatCannotBeTested) {
  const testing::Sketch history = testing::sketch("a; b: a; c: b; d: c; e: d; f: e; g: f; h: g; i: h");
  const SegmentedRange range(history.graph, history.graph.ancestors(history.at("i")));
  RateBelief belief(range, {}, false);
  const auto first = belief.most_telling(1, {});
  ASSERT_TRUE(first);
  const auto second = belief.most_telling(1, {first->at});
  ASSERT_TRUE(second);
  EXPECT_NE(second->at, first->at);
  EXPECT_LT(second->gain_bits, first->gain_bits);
}

TEST(RateBelief, TellsNothingOfASingleCandidate) {
  const testing::Sketch history = testing::sketch("a; b: a");
  CommitSet only(history.graph.size());
  only.insert(history.at("b"));
  const SegmentedRange range(history.graph, only);
  RateBelief belief(range, {}, false);
  EXPECT_DOUBLE_EQ(belief.best().probability, 1);
  EXPECT_FALSE(belief.most_telling(1, {}));
}

}  // namespace
}  // namespace rebisect
