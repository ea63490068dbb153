#include "engine/infer/next_test.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/belief_by_definition.h"
#include "tests/support/random_belief.h"

namespace rebisect {
namespace {

using testing::BeliefShape;
using testing::default_belief_settings;
using testing::random_belief;
using testing::RandomBelief;

constexpr PlanSettings kPlan = {0.95, 5, 0.05, 20, 8};

// The published figures for 14,719 candidates.
TEST(NextTest, KnowsTheLimitOfAnyStrategy) {
  EXPECT_NEAR(std::log2(14719) / z_channel_capacity(0.9), 18.1, 0.05);
  EXPECT_NEAR(std::log2(14719) / z_channel_capacity(0.5), 43.0, 0.05);
  EXPECT_NEAR(std::log2(14719) / z_channel_capacity(0.1), 252.5, 0.05);
  EXPECT_EQ(z_channel_capacity(1), 1);
  EXPECT_EQ(z_channel_capacity(0), 0);
}

// The law of total probability: what a test is expected to show is what is believed now.
TEST(NextTest, ExpectsTheBeliefToStayAsItIsOnAverage) {
  const BeliefSettings settings = default_belief_settings();
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 30);
    const RandomBelief random = random_belief(rng, {25, 6, 0});
    const std::vector<CommitIndex>& candidates = random.input.classes.candidates;
    const CommitIndex commit = candidates[rng.below(candidates.size())];
    BeliefInput tried = with_test(random.graph, random.input, commit);
    const Prospect prospect = prospect_of(tried, 3, settings);
    const Belief now = infer_belief(random.input, settings);
    double all = 0;
    double older = 0;
    double entropy = 0;
    std::vector<double> expected(candidates.size(), 0);
    for (std::uint32_t crashes = 0; crashes <= 3; ++crashes) {
      tried.tests.back().target = crashes;
      tried.tests.back().ok = 3 - crashes;
      const Belief then = infer_belief(tried, settings);
      const double p = prospect.outcomes[crashes];
      all += p;
      older += p * then.p_older;
      entropy += p * then.entropy_bits;
      for (std::size_t i = 0; i < candidates.size(); ++i) {
        expected[i] += p * probability_of(then, tried, candidates[i]);
      }
    }
    EXPECT_NEAR(all, 1, 1e-9);
    EXPECT_NEAR(older, now.p_older, 1e-9);
    EXPECT_NEAR(entropy, prospect.entropy_bits, 1e-9);
    EXPECT_LE(prospect.entropy_bits, now.entropy_bits + 1e-9) << "no test is expected to confuse";
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      EXPECT_NEAR(expected[i], probability_of(now, random.input, candidates[i]), 1e-9);
    }
  }
}

TEST(NextTest, PlansUntilOneCommitIsSureOrNothingHelps) {
  const BeliefSettings settings = default_belief_settings();
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 31);
    const RandomBelief random = random_belief(rng, {25, 5, 1});
    const Plan plan = plan_tests(&random.graph, random.input, settings, kPlan);
    EXPECT_LE(plan.tests.size(), kPlan.most_tests);
    for (const PlannedTest& test : plan.tests) {
      ASSERT_TRUE(test.commit.has_value());
      EXPECT_GE(test.runs, 1U);
      EXPECT_LE(test.runs, kPlan.most_runs);
      EXPECT_GT(test.gain_bits, 0);
    }
    EXPECT_GE(plan.fewest_runs, 0);
  }
}

// A search that has not begun: the best first test is near the middle, and rather on the good side.
TEST(NextTest, BeginsNearTheMiddle) {
  CommitList list;
  for (std::uint32_t i = 0; i < 65; ++i) {
    const std::vector<std::uint32_t> parents = i == 0 ? std::vector<std::uint32_t>{} : std::vector{i - 1};
    std::array<std::uint8_t, Oid::kBytes> id{};
    id[0] = static_cast<std::uint8_t>(i);
    list.add(Oid::from_bytes(id), 1000 + i, parents);
  }
  const CommitGraph graph = *CommitGraph::build(list);
  BeliefInput input;
  input.by_hand = true;
  input.classes = partition(graph, universe_of(graph, CommitIndex(64), std::vector{CommitIndex(0)}),
                            std::vector{CommitIndex(64), CommitIndex(0)});
  BeliefTest bad;
  bad.commit = CommitIndex(64);
  bad.target = 10;
  bad.told_present = true;
  BeliefTest good;
  good.commit = CommitIndex(0);
  good.ok = 10;
  good.told_present = false;
  input.tests = {bad, good};
  const Plan plan = plan_tests(&graph, input, default_belief_settings(), kPlan);
  ASSERT_FALSE(plan.tests.empty());
  EXPECT_GT(place(*plan.tests.front().commit), 25U);
  EXPECT_LT(place(*plan.tests.front().commit), 40U);
  EXPECT_GT(plan.tests.front().gain_bits, 0.7);
  EXPECT_GE(plan.tests.size(), 6U) << "64 candidates need six halvings";
  EXPECT_GE(plan.p_best, 0.8);
}

}  // namespace
}  // namespace rebisect
