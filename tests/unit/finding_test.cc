#include "engine/review/finding.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/review/review.h"
#include "tests/support/log_findings.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::by_newest_rules;
using testing::history_of;
using testing::sketch;
using testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";
constexpr const char* kFork = "a; b: a; c: b; d: c; e: d; x: b; y: x";
// Two topics on b, merged one after the other.
constexpr const char* kTopics = "a; b: a; c: b; x: b; y: x; m: c y; n: m; p: b; q: p; o: n q";

// "pick-differs 2; ...": each finding's id and its steps.
std::string findings_of(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings) {
    text += (text.empty() ? "" : "; ") + std::string(id_of(finding.kind));
    for (const std::size_t step : finding.steps) text += " " + std::to_string(step);
  }
  return text;
}

Report reviewed(const char* graph, const BisectionLog& log) {
  return *review(history_of(sketch(graph)), log, by_newest_rules());
}

TEST(Findings, EachIsRaisedByItsFaultAndByNoOther) {
  struct Row {
    const char* why;
    const char* graph;
    const char* log;
    const char* expected;
  };
  const Row rows[] = {
      {"a clean bisection", kLine, "start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim f", ""},
      {"the tester went elsewhere", kLine, "start h a; good e; bad f; claim f",
       "pick-differs 3; pick-other-rules 2"},
      {"another number was printed", kLine, "start h a -> 4 2; good d; bad f; good e; claim f",
       "count-differs 2"},
      {"another number of rounds was printed", kLine, "start h a -> 3 3; good d; bad f; good e; claim f",
       "count-differs 2"},
      {"a test outside of the range", kLine, "start h a; good d; good b; bad f; good e; claim f",
       "pick-differs 3; outside-range 3"},
      {"a tested commit is not here", kLine, "start h a; good z; claim h",
       "commit-missing 2; several-candidates; parent-untested"},
      {"the claim is not here", kLine, "start h a; good d; bad f; good e; claim z", "commit-missing"},
      {"a merge base that git asked for was not tested", kFork, "start e y; good d; claim e",
       "merge-base-untested 2; pick-other-rules 2"},
      {"a merge base that git asked for was skipped", kFork, "start e y; skip b; good d; claim e",
       "pick-differs 3; merge-base-untested 2"},
      {"a merge base that git asked for is good", kFork, "start e y; good b; good d; claim e", ""},
      {"the verdicts exclude the claim", kLine, "start h a; good d; bad f; good e; claim d",
       "claim-not-deduced; parent-untested 2"},
      {"the claim is not here, and several are left", kLine, "start h a; good d; bad f; claim z",
       "several-candidates; commit-missing"},
      {"of two claimed commits one is no candidate", kLine, "start h a; good d; bad f; claim f h",
       "claim-not-deduced; several-candidates"},
      {"the claim is one of several", kLine, "start h a; good d; bad f; claim f",
       "several-candidates; parent-untested"},
      {"only skips are left", kLine, "start h a; good d; bad f; skip e; claim e f", "only-skips-left"},
      {"the verdicts contradict each other", kLine, "start h a; good d; bad d; claim d",
       "contradiction 2 3; pick-differs 3; outside-range 3; parent-untested 2"},
      {"a parent that only another good commit clears", kTopics, "start y a; bad x; good c; claim x",
       "pick-differs 3; outside-range 3; merge-base-untested; parent-untested 3"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(findings_of(reviewed(row.graph, told(row.log))), row.expected);
  }
}

TEST(Findings, WithAVerdictLeftOutTheCommitsLeftAreNoFaultOfTheLog) {
  const Report report = reviewed(kLine, told("start h a; good z; bad f; claim f"));
  EXPECT_EQ(findings_of(report), "commit-missing 2; several-candidates; parent-untested");
  ASSERT_EQ(report.findings.size(), 3U);
  EXPECT_EQ(report.findings[0].severity, Severity::error);
  EXPECT_EQ(report.findings[1].severity, Severity::note);
  EXPECT_EQ(report.findings[2].severity, Severity::note);
}

TEST(Findings, OtherRulesAreThoseThatTheLogCouldHaveBeenMadeBy) {
  BisectionLog log = told("start h a; good e; bad f; claim f");
  EXPECT_EQ(findings_of(reviewed(kLine, log)), "pick-differs 3; pick-other-rules 2");
  log.format = LogFormat::syzbot;
  log.header_commit = {"h"};
  EXPECT_EQ(findings_of(reviewed(kLine, log)), "pick-differs 2; pick-differs 3")
      << "syzbot never ran git 1.5.1";
}

TEST(Findings, TellWhatTheRepositoryIs) {
  History history = history_of(sketch(kLine));
  history.truncated = true;
  history.replaced = true;
  EXPECT_EQ(findings_of(*review(history, told("start h a; good d"))), "history-replaced; history-truncated");
}

TEST(Findings, TellWhatTheLogLost) {
  BisectionLog log = told("good d; claim e");
  log.format = LogFormat::syzbot;
  EXPECT_EQ(findings_of(review(log)), "log-truncated");
  log.claim.reset();
  EXPECT_EQ(findings_of(review(log)), "log-truncated; log-truncated");
  log.dialect.clear();
  EXPECT_EQ(findings_of(review(log)), "log-truncated; log-truncated; dialect-unknown");
}

TEST(Findings, HaveAnIdEach) {
  for (int kind = 0; kind <= static_cast<int>(FindingKind::dialect_unknown); ++kind) {
    EXPECT_FALSE(id_of(static_cast<FindingKind>(kind)).empty());
  }
}

TEST(Review, ConcludesByTheFirstRuleThatFits) {
  struct Row {
    const char* why;
    const char* log;
    Conclusion conclusion;
    const char* headline;
  };
  const Row rows[] = {
      {"it follows", "start h a; good d; bad f; good e; claim f", Conclusion::holds,
       "f is the one commit that the verdicts leave, if all of them are right"},
      {"no claim", "start h a; good d; bad f; good e", Conclusion::undecided,
       "the log reports no commit; its verdicts leave f"},
      {"unfinished", "start h a; good d", Conclusion::undecided,
       "the log reports no commit; its verdicts leave 4 commits"},
      {"an error", "start h a; good d; error", Conclusion::undecided, "the log ends in an error: "},
      {"excluded", "start h a; good d; bad f; good e; claim g", Conclusion::refuted,
       "g is reported, but the verdicts lead to f"},
      {"one of several", "start h a; good d; bad f; claim f", Conclusion::doubtful,
       "f is reported, but it is only one of 2 commits that the verdicts leave"},
      {"one of several, but a verdict is left out", "start h a; good z; bad f; claim f",
       Conclusion::undecided, "f is reported, and the log does not show whether that follows"},
      {"the one left, though a verdict is left out", "start h a; good z; bad f; good e; claim f",
       Conclusion::holds,
       "f is the one commit that the verdicts leave, as far as the repository has the tested commits (1 "
       "missing)"},
      {"excluded, whatever the verdict left out says", "start h a; good z; bad f; claim g",
       Conclusion::refuted, "g is reported, but the verdicts exclude it"},
      {"the claim is not here", "start h a; good d; bad f; good e; claim z", Conclusion::undecided,
       "z is reported, and the log does not show whether that follows"},
      {"all of several", "start h a; good d; bad f; skip e; claim e f", Conclusion::holds,
       "the 2 commits reported are just those that the verdicts leave, if all of them are right"},
      {"a contradiction", "start h a; good f; bad d; claim d", Conclusion::refuted,
       "d is reported, but the verdicts contradict each other"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    Report report = reviewed(kLine, told(row.log));
    EXPECT_EQ(report.conclusion, row.conclusion);
    for (const char* name : {"f", "g", "d"}) {
      const std::string id = testing::sketch_id(name).brief();
      const std::size_t at = report.headline.find(id);
      if (at != std::string::npos) report.headline.replace(at, id.size(), name);
      const std::size_t again = report.headline.find(id);
      if (again != std::string::npos) report.headline.replace(again, id.size(), name);
    }
    EXPECT_EQ(report.headline, row.headline);
  }
}

TEST(Review, AClaimThatTheHistoryDoesNotHaveIsNotRefuted) {
  const auto conclusion = [](const char* log) { return reviewed(kLine, told(log)).conclusion; };
  EXPECT_EQ(conclusion("start h a; good d; bad f; good e; claim z"), Conclusion::undecided);
  EXPECT_EQ(conclusion("start h a; good d; bad f; claim f z"), Conclusion::doubtful)
      << "e is left and not reported";
  EXPECT_EQ(conclusion("start h a; good f; bad d; claim z"), Conclusion::refuted)
      << "nothing can follow from a contradiction";
}

TEST(Review, WithoutAHistoryTakesTheLogsOwnNumbers) {
  struct Row {
    const char* why;
    const char* log;
    Conclusion conclusion;
    std::optional<bool> follows;
  };
  const Row rows[] = {
      {"good with 0 left: the last bad one", "start h a -> 1 1; bad f -> 0 1; good e; claim f",
       Conclusion::holds, true},
      {"bad with 0 left in 0 rounds: that one", "start h a -> 0 0; bad f; claim f", Conclusion::holds, true},
      {"another is claimed", "start h a -> 0 0; bad f; claim h", Conclusion::refuted, false},
      {"the numbers do not close", "start h a -> 3 2; good d; claim h", Conclusion::undecided, std::nullopt},
      {"no numbers", "start h a; good d; claim h", Conclusion::undecided, std::nullopt},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Report report = review(told(row.log));
    EXPECT_EQ(report.conclusion, row.conclusion);
    EXPECT_EQ(report.deduction.follows, row.follows);
    EXPECT_TRUE(report.from_log_alone);
  }
}

}  // namespace
}  // namespace rebisect
