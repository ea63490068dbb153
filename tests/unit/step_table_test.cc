#include "adapters/report/step_table.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/report/layout.h"
#include "engine/review/review.h"
#include "tests/support/log_findings.h"
#include "tests/support/run_letters.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::by_newest_rules;
using testing::told;

Report with_runs(std::vector<RunOutcome> runs) {
  BisectionLog log = told("start h a; good d");
  log.steps[2].runs = std::move(runs);
  return review(log);
}

TEST(StepTable, ShowsARunAsALetter) {
  using Kind = RunOutcome::Kind;
  EXPECT_EQ(
      step_table(with_runs({{Kind::crashed, "KASAN"}, {Kind::ok, ""}, {Kind::infra, "no machine"}}), 80),
      "  #  commit         runs  verdict\n"
      "  0  h       start        bad\n"
      "  1  a       start        good\n"
      "  2  d              C.I   good\n"
      "  runs: C crash, . OK, I infra.\n");
}

TEST(StepTable, CountsRunsWhereTheStripWouldBeTooWide) {
  std::vector<RunOutcome> runs(100);
  runs[7].kind = RunOutcome::Kind::crashed;
  EXPECT_EQ(step_table(with_runs(runs), 80),
            "  #  commit         runs    verdict\n"
            "  0  h       start          bad\n"
            "  1  a       start          good\n"
            "  2  d              1C 99.  good\n"
            "  runs: C crash, . OK.\n");
}

TEST(StepTable, SaysWhatIsNotARun) {
  Report report = with_runs({{RunOutcome::Kind::crashed, "KASAN"}});
  report.log.steps[0].build_failed = true;
  report.log.steps[2].run_count_known = false;
  EXPECT_EQ(step_table(report, 80),
            "  #  commit         runs      verdict\n"
            "  0  h       start  no build  bad\n"
            "  1  a       start            good\n"
            "  2  d              all C     good\n"
            "  runs: C crash.\n");
}

TEST(StepTable, ShowsWhatTheRunsGiveWhereThatIsAnotherVerdict) {
  const BisectionLog log =
      testing::syzbot_log("D8", "start allC; v5.0 all.; bad C.........; bad all.; good all.");
  EXPECT_EQ(step_table(review(log), 80),
            "  #  commit         runs        verdict  by runs  today\n"
            "  0  c0      start  all C       bad\n"
            "  1  c1      v5.0   all .       good\n"
            "  2  c2             C.........  bad               skip\n"
            "  3  c3             all .       bad      good\n"
            "  4  c4             all .       good\n"
            "  runs: C crash, . OK. by runs: what they give by policy V2. today: what they\n"
            "  give by policy V6.\n");
}

TEST(StepTable, PutsTheLogsNumberBehindASlashWhereItDiffers) {
  const Result<Report> report =
      review(testing::history_of(testing::sketch("a; b: a; c: b; d: c; e: d; f: e; g: f; h: g")),
             told("start h a -> 4 2; good d -> 1 1; bad f"), by_newest_rules());
  ASSERT_TRUE(report.has_value());
  const std::string table = step_table(*report, 80);
  EXPECT_NE(table.find(" 3/4  "), std::string::npos) << table;
  EXPECT_NE(table.find("(behind a slash: as the log has"), std::string::npos) << table;
}

}  // namespace
}  // namespace rebisect
