#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/report/evaluation.h"
#include "adapters/report/layout.h"
#include "tests/support/line_halving.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;
using testing::line_contest;
using testing::line_halving;
using testing::line_sketch;
using ::testing::Not;
using testing::sketch;
using testing::Sketch;

// Two strategies; one expectation fails, one is undecided, and the second strategy became worse.
SuiteResult played() {
  const Sketch line = sketch(line_sketch(30));
  Contest contest = line_contest(line, 0.3, 200);
  contest.name = "a <line>";
  contest.contestants.push_back({"three \"runs\"", &line_halving(), {{"runs", 3}}});
  contest.expected = {{.strategy = "halving", .ending = Ending::Kind::older},
                      {.strategy = "three \"runs\"", .right = Interval{0, 1}}};
  SuiteResult result{"suite & co", "to see how it looks", {evaluate(contest, 1)}};
  Baseline before = baseline_of(result);
  before.rows[1].results.assign(200, Trial::Result::right);
  before.rows.erase(before.rows.begin());
  result.compared = compare(before, baseline_of(result));
  return result;
}

TEST(EvaluationOutput, TextFitsIntoEightyColumnsAndNamesWhatFails) {
  const std::string text = to_text({played()}, {});
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 80U) << line;
  EXPECT_THAT(text, HasSubstr("a <line>: 30 commits in the range, 200 trials, seed 1\n"));
  EXPECT_THAT(text, HasSubstr("suite & co: 1 scenario, 2 rows; 1 of 2 expectations fail; 1 of 2 rows became\n"
                              "  worse, 1 undecided\n"));
  EXPECT_THAT(text,
              HasSubstr("\nFailed\n  halving in suite & co/a <line>: ending older expected; 200 of 200"));
  EXPECT_THAT(text, HasSubstr("  three \"runs\" in suite & co/a <line>: right 100.0 % before, "));
  EXPECT_THAT(text, HasSubstr("\nUndecided\n  halving in suite & co/a <line>: the baseline has no such row"));
}

TEST(EvaluationOutput, QuietTextHasNoTables) {
  TextStyle quiet;
  quiet.first_line_only = true;
  const std::string text = to_text({played()}, quiet);
  EXPECT_THAT(text, Not(HasSubstr("strategy  ")));
  EXPECT_THAT(text, HasSubstr("\nFailed\n"));
}

TEST(EvaluationOutput, JUnitHasACaseForEachRowAndFailuresForWhatIsWrong) {
  const std::string xml = to_junit({played()});
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"suite &amp; co\" tests=\"2\" failures=\"2\" errors=\"0\" "
                             "skipped=\"0\">"));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"suite &amp; co.a &lt;line&gt;\" "
                             "name=\"three &quot;runs&quot;\">"));
  EXPECT_THAT(xml, HasSubstr("<failure type=\"expectation\" message=\"ending older expected"));
  EXPECT_THAT(xml, HasSubstr("<failure type=\"regression\" message=\"right 100.0 % before"));
}

TEST(EvaluationOutput, CsvHasALineForEachRow) {
  const std::string csv = to_csv({played()});
  std::istringstream lines(csv);
  std::vector<std::size_t> fields;
  for (std::string line; std::getline(lines, line);) {
    fields.push_back(static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')));
  }
  EXPECT_THAT(fields, ::testing::ElementsAre(31, 31, 31));
  EXPECT_THAT(csv, HasSubstr("\"suite & co\",\"a <line>\",\"three \"\"runs\"\"\",1,200,30,"));
}

}  // namespace
}  // namespace rebisect
