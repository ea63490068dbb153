#include "engine/infer/disputes.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/belief_by_definition.h"
#include "tests/support/log_text.h"
#include "tests/support/random_belief.h"

namespace rebisect {
namespace {

using testing::BeliefShape;
using testing::default_belief_settings;
using testing::random_belief;
using testing::RandomBelief;
using testing::read_fixture;
using testing::read_log;

// What a log alone gives.
struct Judged {
  BisectionLog log;
  BeliefInput input;
  Belief belief;
  std::vector<Dispute> found;

  std::string commit(std::size_t test) const { return log.steps[input.tests[test].step].commit.text; }
  double p_claim() const {
    for (std::size_t test = 0; test < input.tests.size(); ++test) {
      if (commit(test) == log.claim->commits.front().text) return probability_at_test(belief, input, test);
    }
    return 0;
  }
};

Judged judge(const std::string& fixture) {
  Judged judged;
  judged.log = read_log(read_fixture(fixture));
  const CrashEvidence evidence = collect_evidence(judged.log);
  const BeliefSettings settings = default_belief_settings();
  const auto input = linear_belief_input({judged.log, evidence}, settings);
  EXPECT_TRUE(input.has_value()) << fixture;
  if (!input) return judged;
  judged.input = *input;
  judged.belief = infer_belief(*input, settings);
  judged.found = disputes(judged.input, judged.belief, 0.01);
  return judged;
}

// The release that was called good has the bug: its cause is older than the range.
TEST(Disputes, OfALogThatWentWrongHaveTheFalseGoodRelease) {
  const Judged judged = judge("syzbot-2021-05.txt");
  EXPECT_LT(judged.p_claim(), 0.4) << "the claim rests on one crash of the bug's, beside two others";
  std::vector<std::string> first;
  for (const Dispute& dispute : judged.found) {
    if (first.size() < 3 && dispute.kind == Dispute::Kind::false_good) {
      first.push_back(judged.commit(dispute.test));
    }
  }
  EXPECT_THAT(first, ::testing::Contains("f40ddce88593482919761f74910f42f4b84c004b"));
}

TEST(Disputes, LeaveBisectionsThatWentRight) {
  EXPECT_GT(judge("syzbot-2021-12.txt").p_claim(), 0.8);
  EXPECT_GT(judge("syzbot-2020-04.txt").p_claim(), 0.7);
  EXPECT_GT(judge("syzbot-2019-11.txt").p_claim(), 0.5) << "with another title at the culprit";
}

// The author of this log found out himself that the good verdict on efce8ca3c5d8 was the false one.
TEST(Disputes, OfAHandMadeLogFindTheFalseGoodOne) {
  const Judged judged = judge("git-2010-first.log");
  ASSERT_FALSE(judged.found.empty());
  EXPECT_EQ(judged.commit(judged.found.front().test), "efce8ca3c5d8a35018f801d687396e1911cfc868");
  EXPECT_EQ(judged.found.front().kind, Dispute::Kind::false_good);
  EXPECT_EQ(fewest_flips(judged.input, judged.belief), std::vector{judged.found.front().test});
}

// By definition: candidate by candidate.
TEST(Disputes, AreWhatTheHypothesesSay) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 20);
    const RandomBelief random = random_belief(rng, {20, 7, 0});
    const BeliefInput& input = random.input;
    const Belief belief = infer_belief(input, default_belief_settings());
    const std::vector<Dispute> found = disputes(input, belief, 0);
    double roots = 0;
    for (const Dispute& dispute : found) {
      EXPECT_LE(dispute.p_root, dispute.p + 1e-12);
      roots += dispute.p_root;
    }
    const double right = all_verdicts_true(input, belief);
    EXPECT_GE(roots + right + belief.p_mixed + belief.p_newer, 1 - 1e-9) << "a false verdict has a root";
    EXPECT_TRUE(std::ranges::is_sorted(found, std::greater<>(), &Dispute::p_root));
  }
}

TEST(Disputes, NeedAsManyFlipsAsTheNearestOtherResult) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 21);
    const RandomBelief random = random_belief(rng, {20, 7, 0});
    const BeliefInput& input = random.input;
    const std::vector<std::size_t> flips =
        fewest_flips(input, infer_belief(input, default_belief_settings()));
    std::size_t least = input.tests.size() + 1;
    bool result = false;
    const auto count = [&](auto present) {
      std::size_t wrong = 0;
      std::size_t as_flipped = 0;
      for (std::size_t test = 0; test < input.tests.size(); ++test) {
        const auto told = input.tests[test].told_present;
        const bool differs = told && *told != present(test);
        wrong += differs ? 1U : 0U;
        as_flipped += differs == (std::ranges::find(flips, test) != flips.end()) ? 1U : 0U;
      }
      if (wrong > 0) least = std::min(least, wrong);
      result = result || as_flipped == input.tests.size();
    };
    for (std::size_t c = 0; c < input.classes.count(); ++c) {
      count([&](std::size_t test) { return input.present(c, test); });
    }
    count([](std::size_t) { return true; });
    EXPECT_EQ(flips.size(), least > input.tests.size() ? 0 : least);
    EXPECT_TRUE(flips.empty() || result) << "they lead to a hypothesis";
  }
}

}  // namespace
}  // namespace rebisect
