#include "engine/review/assess.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/reliability_file.h"
#include "config/settings.h"
#include "engine/model/own_test.h"
#include "engine/review/belief_findings.h"
#include "engine/review/review.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;
using testing::history_of;
using testing::sketch;
using testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";
constexpr const char* kSession = "start h a; good d; bad f; good e; claim f";

ReviewOptions weighed() {
  ReviewOptions options;
  options.weigh_by = Weighing{*default_settings(), *default_reliability_model()};
  return options;
}

// A log of the bot's: the steps' runs by letters, X a crash of the bug, o another crash, a point OK.
BisectionLog with_runs(BisectionLog log, const std::vector<std::string>& runs) {
  log.format = LogFormat::syzbot;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const char run : runs[i]) {
      if (run == '.') log.steps[i].runs.push_back({RunOutcome::Kind::ok, ""});
      if (run == 'X') log.steps[i].runs.push_back({RunOutcome::Kind::crashed, "WARNING in foo"});
      if (run == 'o') log.steps[i].runs.push_back({RunOutcome::Kind::crashed, "INFO: task hung in bar"});
    }
  }
  return log;
}

const std::vector<std::string> kClean = {"XXXXXXXXXX", "..........", "..........", "XXXXXXXXXX",
                                         ".........."};

TEST(Assess, WithoutWeighingTakesEveryVerdictAtFaceValue) {
  const Report report = *review(history_of(sketch(kLine)), told(kSession));
  EXPECT_FALSE(report.weighed);
  EXPECT_FALSE(report.belief);
  EXPECT_TRUE(report.disputes.empty());
  EXPECT_EQ(report.conclusion, Conclusion::holds);
}

TEST(Assess, TellsHowProbableTheClaimIs) {
  const Report report = *review(history_of(sketch(kLine)), told(kSession), weighed());
  ASSERT_TRUE(report.belief && report.belief->p_claim && report.score);
  EXPECT_FALSE(report.score->by_reliability) << "a log without runs is judged by the belief";
  EXPECT_EQ(report.score->p_right, *report.belief->p_claim);
  EXPECT_EQ(report.belief->suspects.front().commit, report.deduction.claimed.front());
  const BeliefPart& belief = *report.belief;
  double all = belief.p_older + belief.p_newer + belief.p_mixed + belief.p_rest;
  for (const SuspectPart& suspect : belief.suspects) all += suspect.probability;
  EXPECT_NEAR(all, 1, 1e-9);
}

TEST(Assess, JudgesALogWithRunsByItsReliability) {
  const Report report = *review(history_of(sketch(kLine)), with_runs(told(kSession), kClean), weighed());
  ASSERT_TRUE(report.reliability && report.score);
  EXPECT_TRUE(report.score->by_reliability);
  EXPECT_EQ(report.score->p_right, report.reliability->p_correct);
}

TEST(Assess, TestsOfAPersonsOwnMoveTheReliabilityAsTheyMoveTheBelief) {
  const BisectionLog log = with_runs(told(kSession), kClean);
  struct Row {
    OwnTest test;
    bool speaks_for_it;
  };
  const std::vector<Row> rows = {{{Revision{"f"}, 0, 20}, false},
                                 {{Revision{"e"}, 20, 20}, false},
                                 {{Revision{"f"}, 20, 20}, true},
                                 {{Revision{"e"}, 0, 20}, true}};
  for (const bool with_history : {true, false}) {
    const auto weigh = [&](const BisectionLog& read) {
      return with_history ? *review(history_of(sketch(kLine)), read, weighed()) : review(read, weighed());
    };
    const Report before = weigh(log);
    for (const Row& row : rows) {
      const Report after = weigh(with_own_tests(log, {row.test}));
      ASSERT_TRUE(before.reliability && after.reliability);
      const auto& because = after.reliability->because;
      EXPECT_EQ(std::ranges::count(because, "what the tests that were added show", &ReasonedEffect::feature),
                1);
      if (row.speaks_for_it) {
        EXPECT_GT(after.score->p_right, before.score->p_right) << row.test.commit.text;
      } else {
        EXPECT_LT(after.score->p_right, before.score->p_right) << row.test.commit.text;
      }
    }
  }
}

TEST(Assess, DoubtsAClaimBelowTheThreshold) {
  ReviewOptions options = weighed();
  options.weigh_by->settings.conclusion.doubtful_below = 0.999'999;
  const Report report = *review(history_of(sketch(kLine)), told(kSession), options);
  EXPECT_EQ(report.conclusion, Conclusion::doubtful);
  EXPECT_THAT(report.headline, HasSubstr("is reported, but the chance that it is right is"));
}

TEST(Assess, TellsWhereADisputedVerdictWouldHaveLed) {
  ReviewOptions options = weighed();
  options.weigh_by->settings.disputes = {1e-9, 10};
  const Report report = *review(history_of(sketch(kLine)), told(kSession), options);
  const auto dispute_of = [&](std::size_t step) {
    for (const DisputePart& dispute : report.disputes) {
      if (dispute.step == step) return dispute;
    }
    ADD_FAILURE() << "no dispute of step " << step;
    return DisputePart();
  };
  // The steps: h, a, d, f, e.
  const DisputePart good = dispute_of(4);
  EXPECT_EQ(good.kind, DisputeKind::false_good);
  EXPECT_EQ(good.would_be, Deduction::Kind::first_bad) << "e itself, if it was bad";
  EXPECT_EQ(good.would_leave, 1U);
  const DisputePart bad = dispute_of(3);
  EXPECT_EQ(bad.kind, DisputeKind::false_bad);
  EXPECT_EQ(bad.would_leave, 2U) << "g and h";
  EXPECT_TRUE(bad.next);
  EXPECT_EQ(dispute_of(2).would_be, Deduction::Kind::contradiction) << "d bad, but e good";
}

TEST(Assess, AsksNoReplayForImprobableDisputes) {
  ReviewOptions options = weighed();
  options.weigh_by->settings.disputes = {1 - 1e-9, 10};
  const Report report = *review(history_of(sketch(kLine)), told(kSession), options);
  ASSERT_FALSE(report.disputes.empty());
  for (const DisputePart& dispute : report.disputes) {
    EXPECT_FALSE(dispute.would_be) << dispute.step;
  }
}

TEST(Assess, RefutesAClaimWhoseImageIsItsParentsByTheSameCompiler) {
  const auto report_of = [](const char* compiler, const char* history = kLine) {
    BisectionLog log = with_runs(told(kSession), kClean);
    log.culprit_signature = log.parent_signature = std::string(64, '1');
    for (Step& step : log.steps) step.compiler = "gcc 10";
    Step parent = log.steps.front();
    parent.role = StepRole::parent;
    parent.compiler = compiler;
    log.steps.push_back(parent);
    return *review(history_of(sketch(history)), log, weighed());
  };
  const Report report = report_of("gcc 10");
  EXPECT_EQ(report.conclusion, Conclusion::refuted);
  EXPECT_THAT(report.headline, HasSubstr("the kernel image without the reported commit is the same"));
  EXPECT_EQ(report_of("clang 11").conclusion, Conclusion::doubtful) << "improbable all the same";
  EXPECT_EQ(report_of("").conclusion, Conclusion::doubtful);
  const char* const kWithoutClaim = "a; b: a; c: b; d: c; e: d; g: e; h: g";
  EXPECT_EQ(report_of("gcc 10", kWithoutClaim).conclusion, Conclusion::refuted) << "whatever is not here";
  EXPECT_THAT(report_of("gcc 10", kWithoutClaim).headline, HasSubstr("is the same"));
  EXPECT_EQ(report_of("clang 11", kWithoutClaim).conclusion, Conclusion::undecided);
}

std::string ids_of(const std::vector<Finding>& findings) {
  std::string ids;
  for (const Finding& finding : findings) ids += std::string(id_of(finding.kind)) + " ";
  return ids;
}

TEST(BeliefFindings, NameVerdictsThatAreProbablyFalse) {
  const BisectionLog log = told(kSession);
  Assessment assessment;
  assessment.disputes = {{4, "e", DisputeKind::false_good, 0.4, {}, {}, 0, {}, 0},
                         {3, "f", DisputeKind::false_bad, 0.2, {}, {}, 0, {}, 0}};
  EXPECT_EQ(ids_of(find_belief_problems(log, assessment, 0.1)), "") << "without a belief nothing is said";
  assessment.belief = BeliefPart();
  EXPECT_EQ(ids_of(find_belief_problems(log, assessment, 0.1)), "weak-good weak-bad ");
  EXPECT_EQ(ids_of(find_belief_problems(log, assessment, 0.3)), "weak-good ");
  EXPECT_EQ(ids_of(find_belief_problems(log, assessment, 0.5)), "");
  EXPECT_EQ(find_belief_problems(log, assessment, 0.3).front().text,
            "step 4: e was called good; by all tests together the chance that this is wrong is 40 %");
}

TEST(BeliefFindings, NameABugThatIsProbablyOlderThanTheRange) {
  Assessment assessment;
  assessment.belief = BeliefPart();
  assessment.belief->p_older = 0.5;
  EXPECT_EQ(ids_of(find_belief_problems(told(kSession), assessment, 0.1)), "");
  assessment.belief->p_older = 0.51;
  EXPECT_EQ(ids_of(find_belief_problems(told(kSession), assessment, 0.1)), "older-than-range ");
}

TEST(BeliefFindings, StandBehindEqualsOfOthers) {
  const Finding note{FindingKind::flaky, Severity::note, {}, ""};
  const Finding warning{FindingKind::rate_drop, Severity::warning, {}, ""};
  const Finding more{FindingKind::weak_good, Severity::warning, {}, ""};
  EXPECT_EQ(ids_of(joined({warning, note}, {more})), "rate-drop weak-good flaky ");
}

TEST(Assess, WithoutAHistoryStandsOnALine) {
  const Report report = review(
      with_runs(told("start h a -> 4 2; good d -> 1 1; bad f -> 0 0; good e; claim f"), kClean), weighed());
  ASSERT_TRUE(report.belief);
  EXPECT_TRUE(report.belief->linear_assumption);
  EXPECT_EQ(report.belief->suspects.front().commit, "f");
  ASSERT_FALSE(report.disputes.empty()) << "by the reliability";
  EXPECT_FALSE(report.disputes.front().would_be);
}

TEST(Assess, PlansOnlyWhereItIsAsked) {
  ReviewOptions options = weighed();
  EXPECT_FALSE(review(history_of(sketch(kLine)), told(kSession), options)->plan);
  options.plan = true;
  const auto plan = review(history_of(sketch(kLine)), told(kSession), options)->plan;
  ASSERT_TRUE(plan);
  for (const PlanPart& test : *plan) EXPECT_EQ(test.commit.size(), 40U);
}

TEST(Assess, IsUndecidedAboutAClaimThatNobodyCanPlace) {
  // The claim is not in the history, and no run tells anything.
  const Report report = *review(history_of(sketch(kLine)), told("start h a; good d; claim zz"), weighed());
  EXPECT_EQ(report.conclusion, Conclusion::undecided);
}

}  // namespace
}  // namespace rebisect
