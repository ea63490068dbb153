// Every file under scenarios/, through the whole engine. First, the expectations are checked against the
// definition that a reader has in mind: a commit has the bug exactly when the culprit is that commit or an
// ancestor of it. That uses nothing but the graph and the verdicts, so that the files do not merely say what
// the engine happens to say.
#include "tests/support/scenarios.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/scenario_file.h"
#include "engine/replay/git_rules.h"
#include "engine/review/review.h"
#include "engine/simulate/what_if.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::all_scenarios;
using testing::history_of;

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

TEST(Scenarios, ExpectTheCandidatesThatExplainEveryVerdict) {
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

TEST(Scenarios, NameTheFewestVerdictsThatContradict) {
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

TEST(Scenarios, ShowEveryDeductionAndEveryConclusion) {
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

// --- through the engine ---

std::string name_of(const testing::Sketch& sketch, const Oid& id) {
  const auto commit = sketch.graph.find(id);
  return commit ? sketch.name(*commit) : id.hex();
}

Follows to_follows(std::optional<bool> follows) {
  if (!follows) return Follows::unknown;
  return *follows ? Follows::yes : Follows::no;
}

// What the report says, in the scenario's words, of that which the scenario asks about.
Expectation said_by(const Report& report, const Expectation& asked, const testing::Sketch& sketch) {
  Expectation said;
  if (asked.end.deduction) said.end.deduction = to_text(report.deduction.kind);
  if (asked.end.candidates) {
    said.end.candidates.emplace();
    for (const std::string& digits : report.deduction.candidates) {
      said.end.candidates->push_back(name_of(sketch, Oid::from_hex(digits).value_or(Oid())));
    }
    std::ranges::sort(*said.end.candidates);
  }
  if (asked.end.next && report.next) said.end.next = name_of(sketch, *report.next);
  if (asked.follows) said.follows = to_follows(report.deduction.follows);
  if (asked.conclusion) said.conclusion = to_text(report.conclusion);
  if (asked.contradiction) {
    said.contradiction.emplace();
    for (const std::size_t step : report.deduction.contradiction) {
      said.contradiction->push_back(report.log.steps.at(step).commit.text);
    }
    std::ranges::sort(*said.contradiction);
  }
  return said;
}

ExpectedEnd said_by(const Alternative& alternative, const ExpectedEnd& asked, const testing::Sketch& sketch) {
  ExpectedEnd said;
  if (asked.deduction) said.deduction = to_text(alternative.deduction.kind);
  if (asked.candidates && alternative.deduction.candidates) {
    said.candidates.emplace();
    for (const CommitIndex commit : alternative.deduction.candidates->members()) {
      said.candidates->push_back(sketch.name(commit));
    }
    std::ranges::sort(*said.candidates);
  }
  if (asked.next) {
    const auto* test = std::get_if<TestCommit>(&alternative.answer.outcome);
    if (test != nullptr) said.next = sketch.name(test->commit);
  }
  return said;
}

TEST(Scenarios, EndAsTheirFilesSay) {
  for (const auto& [file, scenario] : all_scenarios()) {
    SCOPED_TRACE(file);
    const testing::Sketch sketch = testing::sketch(scenario.graph);
    const Result<Report> report = review(history_of(scenario, sketch), scenario.log);
    if (!report) {
      ADD_FAILURE() << report.error().message;
      continue;
    }
    const Expectation said = said_by(*report, scenario.expect, sketch);
    EXPECT_EQ(said.end.deduction, scenario.expect.end.deduction);
    EXPECT_EQ(said.end.candidates, scenario.expect.end.candidates);
    EXPECT_EQ(said.end.next, scenario.expect.end.next);
    EXPECT_EQ(said.follows, scenario.expect.follows);
    EXPECT_EQ(said.conclusion, scenario.expect.conclusion);
    EXPECT_EQ(said.contradiction, scenario.expect.contradiction);
  }
}

TEST(Scenarios, RaiseTheFindingsThatTheirFilesName) {
  for (const auto& [file, scenario] : all_scenarios()) {
    SCOPED_TRACE(file);
    const testing::Sketch sketch = testing::sketch(scenario.graph);
    const Result<Report> report = review(history_of(scenario, sketch), scenario.log);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    std::vector<std::string> raised;
    for (const Finding& finding : report->findings) raised.emplace_back(id_of(finding.kind));
    EXPECT_THAT(raised, ::testing::IsSupersetOf(scenario.expect.findings));
    for (const std::string& absent : scenario.expect.absent_findings) {
      EXPECT_THAT(raised, ::testing::Not(::testing::Contains(absent)));
    }
  }
}

TEST(Scenarios, EndElsewhereWithOtherVerdicts) {
  for (const auto& [file, scenario] : all_scenarios()) {
    SCOPED_TRACE(file);
    const testing::Sketch sketch = testing::sketch(scenario.graph);
    for (const ExpectedWhatIf& expected : scenario.expect.what_if) {
      const Result<Alternative> alternative =
          what_if(history_of(scenario, sketch), scenario.log, expected.set, newest_git_rules());
      ASSERT_TRUE(alternative.has_value()) << alternative.error().message;
      const ExpectedEnd said = said_by(*alternative, expected.end, sketch);
      EXPECT_EQ(said.deduction, expected.end.deduction) << expected.set.front().commit.text;
      EXPECT_EQ(said.candidates, expected.end.candidates) << expected.set.front().commit.text;
      EXPECT_EQ(said.next, expected.end.next) << expected.set.front().commit.text;
    }
  }
}

}  // namespace
}  // namespace rebisect
