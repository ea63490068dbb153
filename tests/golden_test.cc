// What people and machines are shown, whole: the reports on every file under scenarios/.
#include "tests/support/golden.h"

#include <string>

#include <gtest/gtest.h>

#include "adapters/report/json.h"
#include "adapters/report/layout.h"
#include "adapters/report/text.h"
#include "engine/review/review.h"
#include "tests/support/log_findings.h"
#include "tests/support/run_letters.h"
#include "tests/support/scenarios.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::all_scenarios;
using testing::default_review_options;
using testing::matches_golden;

constexpr ToolVersion kTool{"rebisect", "1.2.3"};

// The scenario's report, its commits called "drivers: Change d" by A U Thor.
Report report_on(const Scenario& scenario) {
  const testing::Sketch sketch = testing::sketch(scenario.graph);
  Result<Report> report =
      review(testing::history_of(scenario, sketch), scenario.log, default_review_options());
  EXPECT_TRUE(report.has_value());
  if (!report) return {};
  for (const Oid& id : commits_to_describe(*report)) {
    const auto commit = sketch.graph.find(id);
    if (!commit) continue;
    report->descriptions[id.hex()] = {"drivers: Change " + sketch.name(*commit), "A U Thor", 1'577'880'000,
                                      60};
  }
  return *std::move(report);
}

// Lines of more than 80 columns that hold a blank behind their indentation, where they could be broken.
std::string overlong_lines(const std::string& text) {
  std::string lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    const std::string line = text.substr(begin, end - begin);
    const std::size_t word = line.find_first_not_of(" -");
    if (columns(line) > TextStyle().width && line.find(' ', word) != std::string::npos) lines += line + "\n";
    begin = end + 1;
  }
  return lines;
}

TEST(GoldenReports, OfEveryScenario) {
  for (const auto& [name, scenario] : all_scenarios()) {
    SCOPED_TRACE(name);
    const std::string text = to_text(report_on(scenario), TextStyle());
    EXPECT_TRUE(matches_golden(name + ".txt", text));
    EXPECT_EQ(overlong_lines(text), "");
  }
}

TEST(GoldenReports, WithoutAHistory) {
  for (const auto& [name, scenario] : all_scenarios()) {
    SCOPED_TRACE(name);
    const std::string text = to_text(review(scenario.log, default_review_options()), TextStyle());
    EXPECT_TRUE(matches_golden(name + "-alone.txt", text));
    EXPECT_EQ(overlong_lines(text), "");
  }
}

// Two suffice: what a key may hold is for tests/scripts/test_schema.py to check.
TEST(GoldenDocuments, OfTwoScenarios) {
  for (const auto& [name, scenario] : all_scenarios()) {
    if (name != "fix-bisection" && name != "two-branches-each-bad") continue;
    const Report report = report_on(scenario);
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
  BisectionLog log = testing::told("start h a; good d; bad e; claim e");
  log.claim->text = "\x1b]0;owned\x07\xff\xfe \xe2\x80\xae" + std::string(200, 'w');
  log.claim->kind = Claim::Kind::error;
  log.claim->commits.clear();
  log.steps[2].runs = {{RunOutcome::Kind::crashed, "BUG \x1b[31m\n</script>\xc0\xaf"}};
  log.steps[2].release = "v1\x1b[2J";
  log.steps[2].role = StepRole::release;
  log.diagnostics = {{3, "a line with \x9b and \x7f"}};
  const Report report = review(log, default_review_options());
  EXPECT_TRUE(matches_golden("hostile.txt", to_text(report, TextStyle())));
  EXPECT_TRUE(matches_golden("hostile.json", to_json(report, kTool)));
}

}  // namespace
}  // namespace rebisect
