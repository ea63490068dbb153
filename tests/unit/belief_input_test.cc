#include "engine/infer/belief_input.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/infer/belief.h"
#include "tests/support/belief_by_definition.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::default_belief_settings;
using testing::history_of;
using testing::sketch;
using testing::Sketch;
using testing::told;

// "h@7 present, d@3 absent | classes 3 1 3".
std::string outline(const BisectionLog& log, const BeliefInput& input) {
  std::string text;
  for (std::size_t i = 0; i < input.tests.size(); ++i) {
    const BeliefTest& test = input.tests[i];
    text += (i == 0 ? "" : ", ") + log.steps[test.step].commit.text + "@" +
            std::to_string(input.classes.positions[i]);
    if (test.told_present) text += *test.told_present ? " present" : " absent";
  }
  text += " | classes";
  for (const std::uint64_t size : input.classes.sizes) text += " " + std::to_string(size);
  return text;
}

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";

std::string on_history(std::string_view text) {
  const Sketch history = sketch(kLine);
  const History read = history_of(history);
  const BisectionLog log = told(text);
  const Result<Replay> replay = replay_on(read, log, newest_git_rules());
  const auto input = belief_input(read, {log, collect_evidence(log)}, *replay, default_belief_settings());
  return input ? outline(log, *input) : "none";
}

std::string on_line(std::string_view text) {
  const BisectionLog log = told(text);
  const auto input = linear_belief_input({log, collect_evidence(log)}, default_belief_settings());
  return input ? outline(log, *input) : "none";
}

TEST(BeliefInput, OfAHistoryHasEveryTestAtItsPlace) {
  EXPECT_EQ(on_history("start h a; good d; bad f; good e; claim f"),
            "h@7 present, a@0 absent, d@3 absent, f@5 present, e@4 absent | classes 3 1 1 2");
  EXPECT_EQ(on_history("start h a; skip d; bad f"), "h@7 present, a@0 absent, f@5 present | classes 5 2")
      << "a skip says nothing";
  EXPECT_EQ(on_history("start h c; bad d; good zz"), "h@5 present, c@0 absent, d@1 present | classes 1 4")
      << "nor does a commit that is not there";
  EXPECT_EQ(on_history("start; bad h"), "none") << "no good end";
}

TEST(BeliefInput, WeighsCommitsByHowNearTheyComeToTheCrash) {
  const Sketch drawn = sketch(kLine);
  History read = history_of(drawn);
  const BisectionLog log = told("start h a; good d; bad f; good e; claim f");
  const Replay replay = *replay_on(read, log, newest_git_rules());
  BeliefSettings settings = default_belief_settings();
  settings.near_file = 30;
  settings.near_directory = 5;
  settings.cannot_affect = 0.25;
  const auto weighed = [&] { return *belief_input(read, {log, collect_evidence(log)}, replay, settings); };
  EXPECT_TRUE(weighed().weights.empty()) << "nothing was compared";
  read.relevance.emplace(read.graph);
  const auto nearness = [&](const char* name) -> Nearness& {
    return read.relevance->nearness[place(drawn.at(name))];
  };
  nearness("c") = Nearness::directory;
  nearness("g") = Nearness::file;
  nearness("h") = Nearness::none;
  read.relevance->cannot_affect[place(drawn.at("f"))] = true;
  const BeliefInput input = weighed();
  EXPECT_EQ(input.weights, (std::vector<double>{1, 5, 1, 1, 0.25, 30, 1})) << "of b to h";
  const Belief belief = infer_belief(input, settings);
  EXPECT_EQ(belief.notes, std::vector<std::string>{input.weighed_by});
  const std::vector<Suspect> all = suspects(belief, input, 9);
  const auto newest = std::ranges::find(all, std::size_t{3}, &Suspect::of_class);
  EXPECT_EQ(newest->commit, drawn.at("g")) << "stands for itself and h, which is newer and not near";
  nearness("g") = Nearness::none;
  const BeliefInput far = weighed();
  EXPECT_LT(probability_of(infer_belief(far, settings), far, drawn.at("g")),
            probability_of(belief, input, drawn.at("g")));
}

TEST(BeliefInput, OfAFixIsTurnedAround) {
  EXPECT_EQ(on_history("fix; start h a; good d; bad f"),
            "h@7 absent, a@0 present, d@3 present, f@5 absent | classes 3 2 2");
}

TEST(BeliefInput, OfALogAloneMeasuresTheLineByGitsNumbers) {
  EXPECT_EQ(on_line("start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim f"),
            "h@8 present, a@0 absent, d@4 absent, f@6 present, e@5 absent | classes 4 1 1 2");
  EXPECT_EQ(on_line("start h a -> 3 2; bad d -> 1 1; good b -> 0 0; good c; claim d"),
            "h@8 present, a@0 absent, d@4 present, b@2 absent, c@3 absent | classes 2 1 1 4");
}

TEST(BeliefInput, OfALogAloneHalvesWhereThereAreNoNumbers) {
  EXPECT_EQ(on_line("start h a; bad d; good b; good c; claim d"),
            "h@8 present, a@0 absent, d@4 present, b@2 absent, c@3 absent | classes 2 1 1 4");
}

TEST(BeliefInput, OfALogAloneDoesWithoutNumbersBehindASkip) {
  EXPECT_EQ(on_line("start h a -> 3 2; skip d -> 3 2; bad e -> 1 1; good b -> 0 0; good c; claim e"),
            "h@8 present, a@0 absent, e@4 present, b@2 absent, c@3 absent | classes 2 1 1 4");
}

TEST(BeliefInput, OfALogAloneKeepsTestsInOrderWhateverTheNumbers) {
  EXPECT_EQ(on_line("start h a -> 3 2; good d -> 90 6; bad f -> 0 0; good e; claim f"),
            "h@94 present, a@0 absent, d@1 absent, f@3 present, e@2 absent | classes 1 1 1 91");
  EXPECT_EQ(on_line("none"), "none");
}

TEST(BeliefInput, TakesAVerdictWithoutRunsForSome) {
  BeliefSettings settings = default_belief_settings();
  settings.runs_of_good = 7;
  settings.runs_of_bad = 2;
  const BisectionLog log = told("start h a; good d");
  const std::vector<BeliefTest> tests = tests_of(log, collect_evidence(log), settings);
  ASSERT_EQ(tests.size(), 3U);
  EXPECT_EQ(tests[0].target, 2U);
  EXPECT_EQ(tests[0].ok, 0U);
  EXPECT_EQ(tests[2].target, 0U);
  EXPECT_EQ(tests[2].ok, 7U);
  EXPECT_TRUE(tests[2].count_assumed);
}

TEST(BeliefInput, GivesTheSameBeliefOnAHistoryThatIsALine) {
  const Sketch history = sketch(kLine);
  const History read = history_of(history);
  const BisectionLog log = told("start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim f");
  const CrashEvidence evidence = collect_evidence(log);
  const BeliefSettings settings = default_belief_settings();
  const Result<Replay> replay = replay_on(read, log, newest_git_rules());
  const BeliefInput with = *belief_input(read, {log, evidence}, *replay, settings);
  BeliefInput alone = *linear_belief_input({log, evidence}, settings);
  // Git's numbers are of 3 left of 7; on the line they are taken for 3 of 8.
  alone.classes.sizes = with.classes.sizes;
  alone.classes.positions = with.classes.positions;
  const Belief on_history = infer_belief(with, settings);
  const Belief on_line = infer_belief(alone, settings);
  EXPECT_EQ(on_line.classes, on_history.classes);
  EXPECT_TRUE(on_line.linear_assumption);
  EXPECT_FALSE(on_history.linear_assumption);
  EXPECT_DOUBLE_EQ(probability_at_test(on_line, alone, 3), probability_at_test(on_history, with, 3));
}

}  // namespace
}  // namespace rebisect
