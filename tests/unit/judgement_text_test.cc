#include "adapters/report/judgement_text.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::told;

const std::string kReported(40, 'a');
const std::string kOther(40, 'b');

Report judged() {
  Report report;
  report.log = told("start h a; good d");
  report.deduction.claimed = {kReported};
  BeliefPart belief;
  belief.p_claim = 0.52;
  belief.suspects = {{kReported, 0.52, 1}, {kOther, 0.2, 3}, {std::string(40, 'c'), 0.001, 1}};
  belief.p_rest = 0.079;
  belief.p_older = 0.19;
  belief.p_mixed = 0.01;
  belief.entropy_bits = 2.345;
  belief.credible = {1, 5, 9};
  report.belief = belief;
  return report;
}

TEST(SuspectsText, ListsCommitsThenWhatElseMayBe) {
  Report report = judged();
  report.descriptions[kOther] = {"net: add a queue", "A. Author", 1279411200, 0};
  EXPECT_EQ(suspects_text(report, TextStyle()),
            "\nSuspects\n"
            "   52 %  aaaaaaaaaaaa [reported]\n"
            "   20 %  bbbbbbbbbbbb net: add a queue (A. Author, 2010-07-18); the log cannot\n"
            "         tell it from 2 other commits\n"
            "    8 %  other commits of the range\n"
            "   19 %  older than the range: the commits called good have the bug too\n"
            "    1 %  several bugs: no single commit explains the crashes\n"
            "  90 % of the probability lies on 5 commits; 2.3 bits are left to find out\n");
}

TEST(SuspectsText, NeverShowsAProbabilityAsCertain) {
  Report report = judged();
  report.belief->suspects = {{kReported, 0.9999, 1}};
  report.belief->p_older = report.belief->p_mixed = report.belief->p_rest = 0;
  const std::string text = suspects_text(report, TextStyle());
  EXPECT_NE(text.find("  >99 %  aaaaaaaaaaaa"), std::string::npos) << text;
}

TEST(SuspectsText, IsSilentWithoutABelief) {
  EXPECT_EQ(suspects_text(Report(), TextStyle()), "");
}

TEST(DisputesText, TellsWhereTheSearchWouldHaveGone) {
  Report report = judged();
  report.log.steps[1].release = "v5.11";
  DisputePart several{1,  "a", DisputeKind::false_good, 0.61, Deduction::Kind::any_of,
                      {}, 37,  Oid::from_hex(kOther),   2};
  DisputePart single{2, "d", DisputeKind::false_good, 0.06, Deduction::Kind::first_bad, {kOther}, 1, {}, 0};
  DisputePart alone{0, "h", DisputeKind::false_bad, 0.3, {}, {}, 0, {}, 0};
  DisputePart against{0, "h", DisputeKind::false_bad, 0.3, Deduction::Kind::contradiction, {}, 0, {}, 0};
  report.disputes = {several, single, alone, against};
  EXPECT_EQ(disputes_text(report, TextStyle()),
            "\nDisputed verdicts\n"
            "   61 %  step 1: a (v5.11) was called good; without that mistake the others\n"
            "         leave 37 commits, and git would test bbbbbbbbbbbb\n"
            "    6 %  step 2: d was called good; without that mistake the others lead to\n"
            "         bbbbbbbbbbbb\n"
            "   30 %  step 0: h was called bad\n"
            "   30 %  step 0: h was called bad; others would be wrong with it\n");
}

TEST(PlanText, IsReadyToPaste) {
  Report report = judged();
  report.plan = std::vector<PlanPart>{{kOther, 20, 0.625}};
  EXPECT_EQ(plan_text(report),
            "\nWhat to test next\n"
            "  git checkout bbbbbbbbbbbb  20 runs  0.62 bits, --result bbbbbbbbbbbb=CRASHES/20\n");
}

}  // namespace
}  // namespace rebisect
