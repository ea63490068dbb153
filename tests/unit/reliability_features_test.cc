#include "engine/infer/reliability_features.h"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace rebisect {
namespace {

using testing::outlined;

ReliabilityFeatures features_of(const BisectionLog& log) {
  const auto features = reliability_features(log, collect_evidence(log));
  EXPECT_TRUE(features.has_value());
  return features.value_or(ReliabilityFeatures());
}

double value_of(const ChainHypothesis& hypothesis, ChainTerm term) {
  for (const auto& [name, value] : hypothesis.values) {
    if (name == term) return value;
  }
  return 0;
}

TEST(ReliabilityFeatures, CountVerdicts) {
  struct Row {
    const char* outline;
    LogFeature feature;
    double expected;
  };
  const Row rows[] = {
      {"B (.) . B", LogFeature::release_tests, std::log(2)},
      {"B (B) (B) (.) . B", LogFeature::release_tests, std::log(4)},
      {"B (.) . B", LogFeature::other_crash, 0},
      {"B (.) F B", LogFeature::other_crash, 1},
      {"B (F) (.) . B", LogFeature::other_crash, 1},
      {"B (.) K B", LogFeature::far_crash, 0},
      {"B (.) F B", LogFeature::far_crash, 1},
      {"B (.) . B", LogFeature::single_crashes, 0},
      {"B (B1) (.) F1 B2", LogFeature::single_crashes, 2},
      {"B (.) B1 B1 B1 B1", LogFeature::single_crashes, 3},
      {"B (.) . B . B B", LogFeature::bad_at_end, 2},
      {"B (.) . B s B", LogFeature::bad_at_end, 2},
      {"B (.) . B .", LogFeature::bad_at_end, 0},
      {"B (.) B B B B B B B", LogFeature::bad_at_end, 5},
      {"B (.) . . B .", LogFeature::good_at_start, 2},
      {"B (.) B .", LogFeature::good_at_start, 0},
      {"B (.) . . . . . . . . . . B", LogFeature::good_at_start, 8},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(to_text(row.feature)) + " of " + row.outline);
    EXPECT_DOUBLE_EQ(features_of(outlined(row.outline))[row.feature], row.expected);
  }
}

CrashReport report_with(std::vector<StackFrame> frames) {
  CrashReport report;
  report.frames = std::move(frames);
  return report;
}

StackFrame frame(const char* function, const char* file) {
  StackFrame frame;
  frame.function = function;
  frame.file = file;
  frame.line = 1;
  return frame;
}

TEST(ReliabilityFeatures, CompareTheClaimWithTheCrash) {
  struct Row {
    const char* why;
    const char* subject;
    std::vector<PrintedPath> paths;
    double nearness;
    double far_away;  // where a verdict rests on another crash
  };
  const Row rows[] = {
      {"the stack's own file", "x", {{"net/tipc/socket.c", false, false}}, 1, 0},
      {"its end is enough where git had no room", "x", {{"tipc/socket.c", false, true}}, 1, 0},
      {"a file that many stacks have", "x", {{"net/socket.c", false, false}}, 1, 0},
      {"another file of the folder", "x", {{"net/tipc/node.c", false, false}}, 0, 0},
      {"shared code, and the subject", "tipc: y", {{"net/core/dev.c", false, false}}, 0.6, 0},
      {"shared code", "x", {{"mm/gup.c", false, false}}, 0.6, 1},
      {"shared code beside other",
       "x",
       {{"drivers/a/b.c", false, false}, {"mm/gup.c", false, false}},
       0.6,
       1},
      {"folders of the root, and the subject", "tipc: y", {{"net", true, false}}, 0.6, 0},
      {"folders of the root", "x", {{"net", true, false}}, 0, 1},
      {"nothing in common", "drm: y", {{"drivers/gpu/drm/drm_gem.c", false, false}}, 0, 1},
      {"words that every part has", "net: fix a lock", {{"net/ipv4/lock.c", false, false}}, 0, 1},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    BisectionLog log = outlined("B (.) F B");
    log.crash_report =
        report_with({frame("tipc_nl_dump", "net/tipc/socket.c"), frame("sock_read", "net/socket.c"),
                     frame("copy_process", "kernel/fork.c")});
    log.printed_culprit->subject = row.subject;
    log.printed_culprit->paths = row.paths;
    EXPECT_EQ(features_of(log)[LogFeature::nearness], row.nearness);
    EXPECT_EQ(features_of(log)[LogFeature::other_crash_far_away], row.far_away);
    log = outlined("B (.) . B");
    log.printed_culprit->paths = row.paths;
    EXPECT_EQ(features_of(log)[LogFeature::other_crash_far_away], 0) << "no other crash";
  }
}

TEST(ReliabilityFeatures, HoldNothingAgainstAClaimThatTheLogDoesNotShow) {
  BisectionLog log = outlined("B (.) F B");
  log.printed_culprit->paths = {{"drivers/gpu/drm/drm_gem.c", false, false}};
  EXPECT_EQ(features_of(log)[LogFeature::nearness], 0.6) << "no report";
  EXPECT_EQ(features_of(log)[LogFeature::other_crash_far_away], 0);
  log.crash_report = report_with({frame("tipc_nl_dump", "net/tipc/socket.c")});
  EXPECT_EQ(features_of(log)[LogFeature::nearness], 0);
  EXPECT_EQ(features_of(log)[LogFeature::other_crash_far_away], 1);
  log.printed_culprit.reset();
  EXPECT_EQ(features_of(log)[LogFeature::nearness], 0.6) << "no commit";
  EXPECT_EQ(features_of(log)[LogFeature::other_crash_far_away], 0);
}

TEST(ReliabilityFeatures, NoticeSubjectsThatAddSomething) {
  for (const char* subject : {"net: Add support for x", "x: introduce y", "mm: make z faster"}) {
    EXPECT_TRUE(announces_addition(subject)) << subject;
  }
  for (const char* subject : {"net: fix x", "additional checks", "", "x: useful"}) {
    EXPECT_FALSE(announces_addition(subject)) << subject;
  }
}

TEST(ReliabilityFeatures, HaveAHypothesisForTheClaimAndEachVerdict) {
  const ReliabilityFeatures features = features_of(outlined("B (B) (.) . s F1 B"));
  std::vector<std::size_t> steps;
  for (std::size_t i = 1; i < features.hypotheses.size(); ++i) steps.push_back(*features.hypotheses[i].step);
  EXPECT_FALSE(features.hypotheses.front().step.has_value());
  EXPECT_EQ(steps, (std::vector<std::size_t>{1, 2, 3, 5, 6}));
}

TEST(ReliabilityFeatures, TellWhatSpeaksAgainstAVerdict) {
  // 1: bad release; 2: good release; 3: good; 4: bad, unrelated, one crash; 5: bad, own title
  const ReliabilityFeatures returns = features_of(outlined("B (B) (.) . F1 B"));
  EXPECT_EQ(value_of(returns.hypotheses[1], ChainTerm::release_bad), 1);
  EXPECT_EQ(value_of(returns.hypotheses[1], ChainTerm::bad_target_returns), 1);
  EXPECT_EQ(value_of(returns.hypotheses[2], ChainTerm::release_good), 1);
  EXPECT_DOUBLE_EQ(value_of(returns.hypotheses[2], ChainTerm::release_good_bad_releases), std::log(2));
  EXPECT_DOUBLE_EQ(value_of(returns.hypotheses[2], ChainTerm::release_good_weak_bad), 0.9);
  EXPECT_EQ(value_of(returns.hypotheses[3], ChainTerm::search_good), 1);
  EXPECT_DOUBLE_EQ(value_of(returns.hypotheses[3], ChainTerm::search_good_later_own), std::log(2));
  EXPECT_EQ(value_of(returns.hypotheses[4], ChainTerm::bad_far), 1);
  EXPECT_EQ(value_of(returns.hypotheses[4], ChainTerm::bad_few), 1);
  EXPECT_EQ(value_of(returns.hypotheses[4], ChainTerm::bad_target_gone), 0) << "the target is seen again";
  EXPECT_EQ(value_of(returns.hypotheses[5], ChainTerm::bad_far), 0);
  const ReliabilityFeatures gone = features_of(outlined("B (.) . F . F ."));
  EXPECT_EQ(value_of(gone.hypotheses[3], ChainTerm::bad_target_gone), 1);
  EXPECT_EQ(value_of(gone.hypotheses[5], ChainTerm::bad_target_gone), 0) << "not the first";
  EXPECT_DOUBLE_EQ(value_of(gone.hypotheses[2], ChainTerm::search_good_later_good), std::log(3));
  EXPECT_DOUBLE_EQ(value_of(gone.hypotheses[4], ChainTerm::search_good_place), std::log(3));
}

TEST(ReliabilityFeatures, TakeWhatIsAtStakeFromGitsNumbers) {
  BisectionLog log = outlined("B (.) . B");
  log.commands[0].output.left = 11;  // 23 commits
  log.commands[1].output.left = 5;   // good: 11 are left, 12 are set aside
  log.commands[2].output.left = 2;   // bad: 5 are left
  const VerdictTrail trail = verdict_trail(log, collect_evidence(log));
  EXPECT_EQ(trail[2].commits_at_stake, 12);
  EXPECT_EQ(trail[3].commits_at_stake, 5);
}

TEST(ReliabilityFeatures, AreAbsentWhereNothingIsKnown) {
  BisectionLog fix = outlined("B (.) . B");
  fix.aim = Aim::fix;
  BisectionLog without_runs = outlined("B (.) . B");
  for (Step& step : without_runs.steps) step.runs.clear();
  BisectionLog without_claim = outlined("B (.) . B");
  without_claim.claim->kind = Claim::Kind::error;
  for (const BisectionLog& log : {fix, without_runs, without_claim}) {
    EXPECT_FALSE(reliability_features(log, collect_evidence(log)).has_value());
  }
}

TEST(HardFacts, AreReadFromTheLog) {
  struct Row {
    const char* why;
    std::function<void(BisectionLog&)> change;
    std::vector<HardFact> expected;
  };
  const auto with_paths = [](std::vector<PrintedPath> paths) {
    return [paths](BisectionLog& log) { log.printed_culprit->paths = paths; };
  };
  const Row rows[] = {
      {"none", [](BisectionLog&) {}, {}},
      {"two parents", [](BisectionLog& log) { log.printed_culprit->parents = 2; }, {HardFact::merge_culprit}},
      {"a merge's subject",
       [](BisectionLog& log) { log.printed_culprit->subject = "Merge tag 'x'"; },
       {HardFact::merge_culprit}},
      {"a release",
       [](BisectionLog& log) { log.printed_culprit->subject = "Linux 5.4-rc1"; },
       {HardFact::release_culprit}},
      {"no release", [](BisectionLog& log) { log.printed_culprit->subject = "Linux is fun"; }, {}},
      {"the parent's image",
       [](BisectionLog& log) { log.culprit_signature = log.parent_signature = "1"; },
       {HardFact::same_binary_as_parent}},
      {"another image",
       [](BisectionLog& log) {
         log.culprit_signature = "1";
         log.parent_signature = "2";
       },
       {}},
      {"one image, two verdicts",
       [](BisectionLog& log) { log.steps[2].signature = log.steps[3].signature = "1"; },
       {HardFact::same_binary_two_verdicts}},
      {"one image, one verdict",
       [](BisectionLog& log) { log.steps[0].signature = log.steps[3].signature = "1"; },
       {}},
      {"documentation",
       with_paths({{"Documentation/x", false, false}, {"MAINTAINERS", false, false}}),
       {HardFact::cannot_affect_build}},
      {"another architecture",
       with_paths({{"arch/arm64/mm/fault.c", false, false}}),
       {HardFact::cannot_affect_build}},
      {"tools, in the root's list: objtool is among them", with_paths({{"tools", true, false}}), {}},
      {"what an abbreviated path hides", with_paths({{"bindings/net/x.c", false, true}}), {}},
      {"x86", with_paths({{"arch/x86/mm/fault.c", false, false}}), {}},
      {"one file is built", with_paths({{"tools/x.c", false, false}, {"net/x.c", false, false}}), {}},
      {"a name that begins alike", with_paths({{"toolsmith/x.c", false, false}}), {}},
      {"no paths known", with_paths({}), {}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    BisectionLog log = outlined("B (.) . B");
    row.change(log);
    EXPECT_EQ(features_of(log).hard_facts, row.expected);
  }
}

}  // namespace
}  // namespace rebisect
