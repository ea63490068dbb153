#include "engine/infer/belief.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/belief_by_definition.h"
#include "tests/support/random_belief.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::belief_by_definition;
using testing::BeliefByDefinition;
using testing::BeliefShape;
using testing::default_belief_settings;
using testing::Latents;
using testing::random_belief;
using testing::RandomBelief;
using testing::sketch;
using testing::Sketch;

// Numbers that no term can hide behind: with the defaults some are so small that an error in them would not
// be seen.
BeliefSettings lively_settings() {
  BeliefSettings settings = default_belief_settings();
  settings.blind_release = 0.2;
  settings.blind_in_range = 0.1;
  settings.blind_share = 0.3;
  settings.blind_inside = 0.8;
  settings.false_crash = 0.1;
  settings.false_share = 0.15;
  settings.false_inside = 0.6;
  settings.stretch_short = 1.5;
  settings.stretch_middle = 4;
  settings.stretch_long = 20;
  settings.mixed_odds = 0.5;
  settings.older_log_odds = -1;
  return settings;
}

void expect_as_defined(const RandomBelief& random, const BeliefSettings& settings, Latents latents) {
  const Belief belief = infer_belief(random.input, settings);
  const BeliefByDefinition expected =
      belief_by_definition(random.graph, random.universe, random.input, settings, latents);
  for (std::size_t i = 0; i < expected.commits.size(); ++i) {
    EXPECT_NEAR(probability_of(belief, random.input, random.input.classes.candidates[i]), expected.commits[i],
                1e-9);
  }
  EXPECT_NEAR(belief.p_older, expected.older, 1e-9);
  EXPECT_NEAR(belief.p_newer, expected.newer, 1e-9);
  EXPECT_NEAR(belief.p_mixed, expected.mixed, 1e-9);
  for (std::size_t test = 0; test < expected.present.size(); ++test) {
    EXPECT_NEAR(belief.present[test], expected.present[test], 1e-9);
  }
}

TEST(Belief, IsAsDefinedCommitByCommit) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 10);
    const Aim aim = seed % 4 == 0 ? Aim::fix : Aim::cause;
    const auto groups = static_cast<std::uint32_t>(seed % 3);
    expect_as_defined(random_belief(rng, {25, 8, groups, aim}), lively_settings(), Latents::one_by_one);
  }
}

TEST(Belief, IsASumOverAllWorlds) {
  for (std::uint64_t seed = 0; seed < 15; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 11);
    expect_as_defined(random_belief(rng, {8, 5, 1}), lively_settings(), Latents::every_world);
    expect_as_defined(random_belief(rng, {8, 5, 0}), default_belief_settings(), Latents::every_world);
  }
}

TEST(Belief, WeighsGroupsBeyondTheLimitOneTestAtATime) {
  BeliefSettings settings = lively_settings();
  settings.title_groups = 1;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 12);
    const RandomBelief random = random_belief(rng, {12, 6, 3});
    expect_as_defined(random, settings, Latents::one_by_one);
    EXPECT_THAT(
        infer_belief(random.input, settings).notes,
        ::testing::ElementsAre("2 more groups of crash titles are weighed one test at a time, each by its "
                               "similarity alone"));
  }
}

// The tests in another order, with all that belongs to them.
BeliefInput reordered(const RandomBelief& random, Rng& rng) {
  BeliefInput input = random.input;
  for (std::size_t i = input.tests.size(); i > 1; --i) {
    std::swap(input.tests[i - 1], input.tests[rng.below(i)]);
  }
  std::vector<CommitIndex> commits;
  for (const BeliefTest& test : input.tests) commits.push_back(*test.commit);
  input.classes = partition(random.graph, random.universe, commits);
  return input;
}

TEST(Belief, DoesNotDependOnTheOrderOfTests) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 13);
    const RandomBelief random = random_belief(rng, {30, 10, 2});
    const Belief belief = infer_belief(random.input, default_belief_settings());
    const Belief other = infer_belief(reordered(random, rng), default_belief_settings());
    ASSERT_EQ(other.classes.size(), belief.classes.size());
    for (std::size_t c = 0; c < belief.classes.size(); ++c) {
      EXPECT_NEAR(other.classes[c], belief.classes[c], 1e-12);
    }
    EXPECT_NEAR(other.p_older, belief.p_older, 1e-12);
    EXPECT_NEAR(other.entropy_bits, belief.entropy_bits, 1e-9);
  }
}

TEST(Belief, AddsUpToOne) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 14);
    const RandomBelief random = random_belief(rng, {30, 12, 1});
    const Belief belief = infer_belief(random.input, default_belief_settings());
    double all = belief.p_older + belief.p_newer + belief.p_mixed;
    for (const double p : belief.classes) all += p;
    EXPECT_NEAR(all, 1, 1e-12);
    for (const CredibleSet& set : belief.credible) {
      EXPECT_GE(set.commits, 1U);
      EXPECT_LE(set.commits, random.input.classes.candidates.size() + 3);
    }
    EXPECT_LE(belief.credible[0].commits, belief.credible[1].commits);
  }
}

// A test whose runs say nothing splits classes, but moves no commit.
TEST(Belief, IsLeftAloneByATestWithoutOutcome) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 15);
    RandomBelief random = random_belief(rng, {25, 6, 0});
    const Belief before = infer_belief(random.input, lively_settings());
    const std::vector<CommitIndex> candidates = random.input.classes.candidates;
    BeliefInput with_one = random.input;
    BeliefTest nothing;
    nothing.commit = candidates[rng.below(candidates.size())];
    with_one.classes = refine(random.graph, random.input.classes, *nothing.commit);
    with_one.tests.push_back(nothing);
    const Belief after = infer_belief(with_one, lively_settings());
    EXPECT_NEAR(after.p_older, before.p_older, 1e-12);
    EXPECT_NEAR(after.log_evidence, before.log_evidence, 1e-10);
    for (const CommitIndex commit : candidates) {
      EXPECT_NEAR(probability_of(after, with_one, commit), probability_of(before, random.input, commit),
                  1e-12);
    }
  }
}

// A line a0 .. a15 with tests "NAME CRASHES/RUNS"; a0 is the good end.
struct Line {
  Sketch history;
  BeliefInput input;
};

Line line_with(const std::vector<std::tuple<std::string, std::uint32_t, std::uint32_t>>& tests,
               Aim aim = Aim::cause) {
  std::string text = "a0";
  for (int i = 1; i < 16; ++i) text += "; a" + std::to_string(i) + ": a" + std::to_string(i - 1);
  Line line{sketch(text), {}};
  std::vector<CommitIndex> commits;
  for (const auto& [name, crashes, runs] : tests) {
    BeliefTest test;
    test.commit = line.history.at(name);
    test.target = crashes;
    test.ok = runs - crashes;
    test.told_present = crashes > 0;
    commits.push_back(*test.commit);
    line.input.tests.push_back(test);
  }
  const Universe universe =
      universe_of(line.history.graph, line.history.at("a15"), std::vector{line.history.at("a0")});
  line.input.classes = partition(line.history.graph, universe, commits);
  line.input.aim = aim;
  return line;
}

double belief_in(const Line& line, std::string_view name) {
  return probability_of(infer_belief(line.input, default_belief_settings()), line.input,
                        line.history.at(name));
}

TEST(Belief, FollowsCleanVerdicts) {
  const Line line = line_with(
      {{"a15", 10, 10}, {"a0", 0, 10}, {"a7", 0, 10}, {"a11", 10, 10}, {"a9", 10, 10}, {"a8", 0, 10}});
  EXPECT_GT(belief_in(line, "a9"), 0.9);
}

TEST(Belief, TurnsAroundForAFix) {
  const Line cause = line_with({{"a15", 10, 10}, {"a7", 0, 10}, {"a9", 10, 10}, {"a8", 0, 10}});
  const Line fix = line_with({{"a15", 0, 10}, {"a7", 10, 10}, {"a9", 0, 10}, {"a8", 10, 10}}, Aim::fix);
  EXPECT_GT(belief_in(cause, "a9"), 0.8);
  EXPECT_GT(belief_in(fix, "a9"), 0.8);
}

TEST(Belief, DoubtsAGoodVerdictMoreTheRarerTheBugShows) {
  const auto false_good = [](std::uint32_t crashes) {
    const Line line =
        line_with({{"a15", crashes, 10}, {"a11", crashes, 10}, {"a9", crashes, 10}, {"a8", 0, 10}});
    return *infer_belief(line.input, default_belief_settings()).verdict_false.back();
  };
  EXPECT_LT(false_good(10), false_good(5));
  EXPECT_LT(false_good(5), false_good(2));
}

TEST(Belief, TakesReleasesWalkedAsAReasonForAnOlderBug) {
  Line line = line_with({{"a15", 10, 10}, {"a0", 0, 10}, {"a8", 0, 10}, {"a9", 10, 10}});
  const double without = infer_belief(line.input, default_belief_settings()).p_older;
  line.input.bad_releases = 8;
  EXPECT_GT(infer_belief(line.input, default_belief_settings()).p_older, 1.5 * without);
}

TEST(Belief, CountsAnotherTitleOnlyAsFarAsItMayBeTheBug) {
  Line line = line_with({{"a15", 10, 10}, {"a0", 0, 10}, {"a8", 0, 10}, {"a9", 0, 0}});
  line.input.tests.back().foreign = {{0, 10}};
  line.input.tests.back().told_present = true;
  line.input.group_same = {0.99};
  EXPECT_GT(belief_in(line, "a9"), 0.5);
  line.input.group_same = {0.001};
  EXPECT_LT(belief_in(line, "a9"), 0.2);
  EXPECT_NEAR(belief_in(line, "a9"), belief_in(line, "a10"), 0.01) << "as good as untested";
}

TEST(Belief, GivesACommitWithoutWeightNothing) {
  Line line = line_with({{"a15", 10, 10}, {"a0", 0, 10}, {"a8", 0, 10}, {"a11", 10, 10}});
  line.input.weights.assign(line.input.classes.candidates.size(), 0);
  line.input.weights[8] = 1;  // a9
  EXPECT_GT(belief_in(line, "a9"), 0.8);
  EXPECT_EQ(belief_in(line, "a10"), 0);
}

TEST(Belief, KeepsItsHeadInLongLogs) {
  std::vector<std::tuple<std::string, std::uint32_t, std::uint32_t>> tests = {{"a15", 10, 10}, {"a0", 0, 10}};
  for (int i = 0; i < 300; ++i) tests.push_back({i % 2 == 0 ? "a8" : "a9", i % 2 == 0 ? 0 : 3, 10});
  const Belief belief = infer_belief(line_with(tests).input, default_belief_settings());
  EXPECT_TRUE(std::isfinite(belief.log_evidence));
  EXPECT_GT(belief_in(line_with(tests), "a9"), 0.9);
}

TEST(Belief, NamesSuspectsByClass) {
  const Line line = line_with({{"a15", 10, 10}, {"a0", 0, 10}, {"a4", 0, 10}, {"a8", 10, 10}});
  const Belief belief = infer_belief(line.input, default_belief_settings());
  const std::vector<Suspect> found = suspects(belief, line.input, 2);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(line.history.name(*found[0].commit), "a8");
  EXPECT_EQ(found[0].class_size, 4U);
  EXPECT_EQ(found[0].test, 3U);
  EXPECT_DOUBLE_EQ(found[0].p_each * 4, found[0].p);
  EXPECT_GE(found[0].p, found[1].p);
}

}  // namespace
}  // namespace rebisect
