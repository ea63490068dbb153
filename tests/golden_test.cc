// What people and machines are shown, whole: the reports on every file under scenarios/.
#include "tests/support/golden.h"

#include <string>

#include <gtest/gtest.h>

#include "adapters/report/json.h"
#include "adapters/report/text.h"
#include "engine/review/review.h"
#include "tests/support/log_findings.h"
#include "tests/support/reports.h"
#include "tests/support/run_letters.h"
#include "tests/support/scenarios.h"

namespace rebisect {
namespace {

using testing::all_scenarios;
using testing::default_review_options;
using testing::described_report;
using testing::matches_golden;
using testing::overlong_lines;

constexpr ToolVersion kTool{"rebisect", "1.2.3"};

TEST(GoldenReports, OfEveryScenario) {
  for (const auto& [name, scenario] : all_scenarios()) {
    SCOPED_TRACE(name);
    const std::string text = to_text(described_report(scenario, default_review_options()), TextStyle());
    EXPECT_TRUE(matches_golden(name + ".txt", text));
    EXPECT_EQ(overlong_lines(text, TextStyle().width), "");
  }
}

TEST(GoldenReports, WithoutAHistory) {
  for (const auto& [name, scenario] : all_scenarios()) {
    SCOPED_TRACE(name);
    const std::string text = to_text(review(scenario.log, default_review_options()), TextStyle());
    EXPECT_TRUE(matches_golden(name + "-alone.txt", text));
    EXPECT_EQ(overlong_lines(text, TextStyle().width), "");
  }
}

// Two suffice: what a key may hold is for tests/scripts/test_schema.py to check.
TEST(GoldenDocuments, OfTwoScenarios) {
  for (const auto& [name, scenario] : all_scenarios()) {
    if (name != "fix-bisection" && name != "two-branches-each-bad") continue;
    const Report report = described_report(scenario, default_review_options());
    EXPECT_TRUE(matches_golden(name + ".json", to_json(report, kTool)));
    EXPECT_TRUE(matches_golden(name + "-replay.json", selection_to_json(report, kTool)));
  }
}

TEST(GoldenDocuments, TellWhatTheRunsGive) {
  BisectionLog log = testing::syzbot_log(
      "D8", "start allC; v5.1 x; v5.0 all.; bad C........b; good all.; bad all.; skip bbbbbbbb..; claim c3");
  log.steps[3].compiler = "gcc";
  EXPECT_TRUE(matches_golden("judged.txt", to_text(review(log, default_review_options()), TextStyle())));
  EXPECT_TRUE(matches_golden("judged.json", to_json(review(log, default_review_options()), kTool)));
}

TEST(GoldenDocuments, ShowHostileTextHarmlessly) {
  const Report report = review(testing::hostile_log(), default_review_options());
  EXPECT_TRUE(matches_golden("hostile.txt", to_text(report, TextStyle())));
  EXPECT_TRUE(matches_golden("hostile.json", to_json(report, kTool)));
}

}  // namespace
}  // namespace rebisect
