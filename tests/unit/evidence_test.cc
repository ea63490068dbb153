#include "engine/judge/evidence.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

using Kind = RunOutcome::Kind;

// Runs as letters: "." ok, "b" no boot, "t" test failed, "f" failed, "i" infra, "g" ignored; a capital letter
// is a crash with one of kTitles.
constexpr std::string_view kTitles[] = {
    "KASAN: use-after-free Read in tcp_close",          // A
    "KASAN: use-after-free Write in tcp_close.isra.0",  // B: A's other spelling
    "WARNING in tcp_close",                             // C: another kind
    "KASAN: slab-out-of-bounds Read in ext4_iget",      // D
    "KASAN: stack-out-of-bounds Read in ext4_iget",     // E: groups with D
    "INFO: task hung in rtnl_lock",                     // F
};

RunOutcome run_of(char letter) {
  switch (letter) {
    case '.':
      return {Kind::ok, {}};
    case 'b':
      return {Kind::boot_failed, "no boot"};
    case 't':
      return {Kind::test_failed, "no test"};
    case 'f':
      return {Kind::failed, "failed"};
    case 'i':
      return {Kind::infra, "no machine"};
    case 'g':
      return {Kind::ignored, std::string(kTitles[0])};
    default:
      return {Kind::crashed, std::string(kTitles[static_cast<std::size_t>(letter - 'A')])};
  }
}

// A word for each step; "all" in front of one letter where the log does not give the number.
BisectionLog log_of(const std::vector<std::string_view>& steps) {
  BisectionLog log;
  for (std::string_view runs : steps) {
    Step step;
    if (runs.starts_with("all")) {
      step.run_count_known = false;
      runs.remove_prefix(3);
    }
    for (const char letter : runs) step.runs.push_back(run_of(letter));
    log.steps.push_back(step);
  }
  return log;
}

// "target 3 other 1 ok 6 lost 0 [0:1]" for each step.
std::vector<std::string> tallies(const CrashEvidence& evidence) {
  std::vector<std::string> texts;
  for (const Evidence& step : evidence.steps) {
    const Tally& tally = step.tally;
    std::string text = "target " + std::to_string(tally.target) + " other " + std::to_string(tally.other) +
                       " ok " + std::to_string(tally.ok) + " lost " + std::to_string(tally.uninformative);
    for (const ForeignCount& foreign : step.foreign) {
      text += " [" + std::to_string(foreign.group) + ":" + std::to_string(foreign.crashes) + "]";
    }
    texts.push_back(text + (step.count_assumed ? " assumed" : ""));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Evidence, CountsTheRunsOfEachStep) {
  const CrashEvidence evidence = collect_evidence(log_of({"AA.", "", "ABC.btfig", "...", "all.", "allF"}));
  EXPECT_EQ(tallies(evidence),
            (Texts{"target 2 other 0 ok 1 lost 0", "target 0 other 0 ok 0 lost 0",
                   "target 2 other 1 ok 1 lost 5 [1:1]", "target 0 other 0 ok 3 lost 0",
                   "target 0 other 0 ok 10 lost 0 assumed", "target 0 other 10 ok 0 lost 0 [0:10] assumed"}));
}

TEST(Evidence, TakesAllTitlesOfTheFirstCrashesAsTargets) {
  struct Row {
    const char* why;
    std::vector<std::string_view> steps;
    const char* bug_title;
    Texts expected;
  };
  const Row rows[] = {
      {"one title", {"AA", "C"}, "", {"A"}},
      {"spellings of one title are one", {"ABA"}, "", {"A"}},
      {"several", {"AC.D"}, "", {"A", "C", "D"}},
      {"tests without a crash come before", {"...", "bb", "C", "A"}, "", {"C"}},
      {"an ignored crash is none", {"g", "C"}, "", {"C"}},
      {"the bug's title too", {"C"}, "WARNING in other_function (2)", {"-", "C"}},
      {"the bug's title, if it is another", {"A"}, "KASAN: use-after-free in tcp_close", {"-"}},
      {"no crash at all", {"..."}, "", {}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    Texts targets;
    for (const CrashTitle& target : collect_evidence(log_of(row.steps), row.bug_title).targets) {
      const auto* const known = std::ranges::find(kTitles, target.text);
      const bool found = known != std::end(kTitles);
      targets.emplace_back(1, found ? static_cast<char>('A' + (known - std::begin(kTitles))) : '-');
    }
    EXPECT_EQ(targets, row.expected);
  }
}

TEST(Evidence, GroupsForeignTitlesByTheirNumber) {
  const CrashEvidence evidence = collect_evidence(log_of({"A", "CF", "DDF", "EC.", "A"}));
  EXPECT_EQ(evidence.foreign, (std::vector<TitleGroup>{
                                  {std::string(kTitles[3]), TitleSimilarity::near_kind, 3, {2, 3}},
                                  {std::string(kTitles[2]), TitleSimilarity::same_function, 2, {1, 3}},
                                  {std::string(kTitles[5]), TitleSimilarity::unrelated, 2, {1, 2}},
                              }));
  EXPECT_EQ(tallies(evidence),
            (Texts{"target 1 other 0 ok 0 lost 0", "target 0 other 2 ok 0 lost 0 [1:1] [2:1]",
                   "target 0 other 3 ok 0 lost 0 [0:2] [2:1]", "target 0 other 2 ok 1 lost 0 [0:1] [1:1]",
                   "target 1 other 0 ok 0 lost 0"}));
}

TEST(Evidence, AssumesTwiceTheRunsForTheFirstTestOfNewerLogs) {
  BisectionLog log = log_of({"", "allA", "allA"});
  log.dialect = "D6";
  EXPECT_EQ(tallies(collect_evidence(log))[1], "target 10 other 0 ok 0 lost 0 assumed");
  log.dialect = "D8";
  EXPECT_EQ(tallies(collect_evidence(log))[1], "target 20 other 0 ok 0 lost 0 assumed");
  EXPECT_EQ(tallies(collect_evidence(log))[2], "target 10 other 0 ok 0 lost 0 assumed");
}

}  // namespace
}  // namespace rebisect
