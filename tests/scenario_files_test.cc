// The files under scenarios/, checked against the definition that a reader has in mind: a commit has the bug
// exactly when the culprit is that commit or an ancestor of it. This reads nothing but the graph and the
// verdicts, so that the expectations are not merely what the engine happens to say.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/scenario_file.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

struct NamedScenario {
  std::string file;
  Scenario scenario;
};

std::vector<NamedScenario> all_scenarios() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(REBISECT_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<NamedScenario> scenarios;
  for (const std::filesystem::path& file : files) {
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    Result<Scenario> scenario = parse_scenario(text, file.filename());
    if (!scenario) {
      ADD_FAILURE() << scenario.error().message;
      continue;
    }
    scenarios.push_back({file.filename(), *std::move(scenario)});
  }
  return scenarios;
}

using Verdicts = std::vector<std::pair<std::string, Verdict>>;

Verdicts verdicts_of(const Scenario& scenario) {
  Verdicts verdicts;
  for (const Step& step : scenario.log.steps) {
    if (step.logged) verdicts.emplace_back(step.commit.text, *step.logged);
  }
  return verdicts;
}

Verdicts changed(Verdicts verdicts, const std::vector<Edit>& changes) {
  for (const Edit& change : changes) {
    std::erase_if(verdicts, [&](const auto& verdict) { return verdict.first == change.commit.text; });
    if (change.verdict) verdicts.emplace_back(change.commit.text, *change.verdict);
  }
  return verdicts;
}

// Would the tests have come out like this, had `culprit` brought (or removed) the bug? git's words need no
// turning here: in a fix bisection "bad" means that the fix is in.
bool explains(const testing::Sketch& history, CommitIndex culprit, const Verdicts& verdicts) {
  return std::ranges::all_of(verdicts, [&](const auto& entry) {
    const auto tested = history.commits.find(entry.first);
    if (tested == history.commits.end() || entry.second == Verdict::skip) return true;
    return is_ancestor(history.graph, culprit, tested->second) == (entry.second == Verdict::bad);
  });
}

std::vector<std::string> candidates(const testing::Sketch& history, const Verdicts& verdicts) {
  std::vector<std::string> names;
  for (const auto& [name, commit] : history.commits) {
    if (explains(history, commit, verdicts)) names.push_back(name);
  }
  return names;
}

TEST(ScenarioFiles, ExpectTheCandidatesThatExplainEveryVerdict) {
  for (const auto& [file, scenario] : all_scenarios()) {
    SCOPED_TRACE(file);
    const testing::Sketch history = testing::sketch(scenario.graph);
    const Verdicts verdicts = verdicts_of(scenario);
    if (scenario.expect.end.candidates) {
      EXPECT_EQ(candidates(history, verdicts), *scenario.expect.end.candidates);
    }
    for (const ExpectedWhatIf& what_if : scenario.expect.what_if) {
      if (!what_if.end.candidates) continue;
      EXPECT_EQ(candidates(history, changed(verdicts, what_if.set)), *what_if.end.candidates);
    }
  }
}

TEST(ScenarioFiles, NameTheFewestVerdictsThatContradict) {
  for (const auto& [file, scenario] : all_scenarios()) {
    if (!scenario.expect.contradiction) continue;
    SCOPED_TRACE(file);
    const testing::Sketch history = testing::sketch(scenario.graph);
    Verdicts conflict;
    for (const auto& verdict : verdicts_of(scenario)) {
      if (std::ranges::count(*scenario.expect.contradiction, verdict.first) != 0) conflict.push_back(verdict);
    }
    ASSERT_EQ(conflict.size(), scenario.expect.contradiction->size());
    EXPECT_THAT(candidates(history, conflict), ::testing::IsEmpty());
    for (std::size_t i = 0; i < conflict.size(); ++i) {
      Verdicts rest = conflict;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_THAT(candidates(history, rest), ::testing::Not(::testing::IsEmpty()))
          << "without " << conflict[i].first;
    }
  }
}

TEST(ScenarioFiles, ShowEveryDeductionAndEveryConclusion) {
  std::map<std::string, int> deductions;
  std::map<std::string, int> conclusions;
  for (const auto& [file, scenario] : all_scenarios()) {
    ++deductions[scenario.expect.end.deduction.value_or("")];
    ++conclusions[scenario.expect.conclusion.value_or("")];
  }
  for (const char* kind : {"first-bad", "any-of", "before-range", "contradiction", "unfinished"}) {
    EXPECT_GE(deductions[kind], 1) << kind;
  }
  for (const char* kind : {"holds", "doubtful", "refuted", "undecided"}) {
    EXPECT_GE(conclusions[kind], 1) << kind;
  }
}

}  // namespace
}  // namespace rebisect
