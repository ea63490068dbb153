#include "config/settings.h"

#include <string>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

Settings defaults() {
  const Result<Settings> settings = default_settings();
  EXPECT_TRUE(settings.has_value()) << settings.error().message;
  return settings.value_or(Settings{});
}

TEST(Settings, OfTheBinaryAreThoseOfTheDefaultsFile) {
  const Settings settings = defaults();
  EXPECT_EQ(settings.limits, (LimitSettings{67'108'864, 1'000'000, 10'000'000}));
  EXPECT_EQ(settings.report, (ReportSettings{10, 80, 120}));
  EXPECT_EQ(settings.cross_check, (CrossCheckSettings{60}));
  EXPECT_EQ(settings.culprit, (CulpritSettings{300'000, 200, 5, 20'000}));
  EXPECT_EQ(settings.findings, (FindingSettings{10, 50, 50, 50, 1000, 25, 5, 5, 4}));
}

TEST(Settings, OfAFileReplaceOnlyWhatItNames) {
  Settings expected = defaults();
  expected.report.width = 120;
  const Result<Settings> settings = read_settings("report: {width: 120}\n", "my.yaml", defaults());
  ASSERT_TRUE(settings.has_value()) << settings.error().message;
  EXPECT_EQ(*settings, expected);
}

TEST(Settings, OfAnEmptyFileAreTheDefaults) {
  EXPECT_EQ(read_settings("# nothing yet\n", "my.yaml", defaults()), defaults());
}

TEST(Settings, RefuseWhatIsNoSetting) {
  struct Row {
    const char* why;
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"a misspelt key", "report:\n  wdith: 100\n",
       "my.yaml:2: report.wdith: unknown setting; report has candidates_shown, width, terminal_width"},
      {"a misspelt section", "reports: {width: 100}\n",
       "my.yaml:1: reports.width: unknown setting; known sections are limits, report, cross_check, belief, "
       "culprit, findings, disputes, plan, simulation, conclusion"},
      {"too small", "report: {width: 5}", "my.yaml:1: report.width: 5 is not in the range 40 to 1000"},
      {"more commits than an index can count", "limits: {graph_commits: 4294967296}",
       "my.yaml:1: limits.graph_commits: 4294967296 is not in the range 1 to 4294967295"},
      {"a list", "[report]", "my.yaml:1: expected a map, found a list"},
      {"an empty section", "report:\n", "my.yaml:1: report: expected a map, found nothing"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Result<Settings> settings = read_settings(row.text, "my.yaml", defaults());
    ASSERT_FALSE(settings.has_value());
    EXPECT_EQ(settings.error().code, ErrorCode::malformed);
    EXPECT_EQ(settings.error().message, row.message);
  }
}

}  // namespace
}  // namespace rebisect
