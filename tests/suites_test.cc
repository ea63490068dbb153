// Every file under scenarios/suites: it can be played, and nothing that it expects is refuted by a few
// trials.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/cli/suite_contest.h"
#include "config/settings.h"
#include "config/suite_file.h"
#include "engine/simulate/suite_result.h"

namespace rebisect {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(REBISECT_SOURCE_DIR) / "scenarios" / "suites";

std::vector<std::filesystem::path> suite_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

Suite read_suite(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  Result<Suite> suite = parse_suite(text.str(), file.string(), all_strategies());
  EXPECT_TRUE(suite.has_value()) << suite.error().message;
  return suite ? *std::move(suite) : Suite();
}

TEST(Suites, AreTheOnesThatTheDocumentsName) {
  std::vector<std::string> names;
  for (const auto& file : suite_files()) names.push_back(file.stem().string());
  EXPECT_THAT(names, ::testing::ElementsAre("diverted", "flaky", "kernel-range", "merges", "old-bug", "skips",
                                            "syzkaller-e2e", "verdict-policies"));
}

// With small ranges and one trial each, so that all take seconds.
TEST(Suites, NothingThatTheyExpectIsRefuted) {
  const auto settings = default_settings();
  ASSERT_TRUE(settings.has_value());
  for (const auto& file : suite_files()) {
    SCOPED_TRACE(file.filename().string());
    Suite suite = read_suite(file);
    for (SuiteScenario& scenario : suite.scenarios) {
      // What is expected of many trials on a long range cannot be held against one on a short one.
      if (scenario.trials > 1) scenario.expected.clear();
      scenario.trials = 1;
    }
    for (auto& [name, graph] : suite.graphs) {
      if (graph.kernel_like) graph.kernel_like->range = 60;
    }
    auto loaded = load_suite(std::move(suite), kFolder.string(), *settings);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
    SuiteResult result{loaded->suite.name, loaded->suite.why, {}};
    for (Contest& contest : loaded->contests) {
      contest.resamples = 0;
      result.evaluations.push_back(evaluate(contest, 1));
      for (const StrategyScore& score : result.evaluations.back().scores) {
        EXPECT_EQ(score.results.size(), contest.trials) << contest.name;
      }
    }
    EXPECT_THAT(failures_of(result), ::testing::IsEmpty());
    EXPECT_THAT(doubts_of(result), ::testing::IsEmpty());
  }
}

}  // namespace
}  // namespace rebisect
