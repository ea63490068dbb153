#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/judge/bot_days.h"
#include "engine/judge/policy.h"
#include "tests/support/run_letters.h"

namespace rebisect {
namespace {

using testing::syzbot_log;

// A letter for each step: good, bad, skip, Abort, "-" for not judged.
std::string verdicts(const BisectionLog& log, std::string_view policy) {
  std::string text;
  for (const Judgement& judgement : judge_all(log, *find_policy(policy))) {
    text += judgement.aborts ? 'A' : judgement.verdict ? to_text(*judgement.verdict).front() : '-';
  }
  return text;
}

TEST(Judge, GivesEachTestItsVerdict) {
  struct Row {
    const char* why;
    const char* dialect;
    const char* tests;
    const char* policy;
    const char* verdicts;
  };
  const Row rows[] = {
      {"a cause bisection", "D8", "start allC; v5.1 C.; v5.0 all.; bad C.; good ..; skip bb", "V2", "bbgbgs"},
      {"a fix bisection is turned", "D8", "fix; start allC; head all.; good CC; bad ..; skip bb", "V2",
       "gbgbs"},
      {"a kernel that could not be built is skipped", "D8", "start CC; v5.1 x", "V2", "bs"},
      {"from 2019-12-10 on it ended the job", "D4", "start CC; v5.1 x", "V2", "bA"},
      {"until 2020-07-02", "D6", "start CC; v5.1 x", "V2", "bs"},
      {"the parent's build is no test", "D8", "start CC; v5.1 ..; good ..; parent -", "V2", "bgg-"},
      {"runs beside the kernel are failures like others", "D8", "start CC; v5.1 ff...", "V2", "bg"},
      {"since 2023-05-09 they end the job", "D12", "start CC; v5.1 fff..", "V3", "bA"},
      {"few runs count as failed until 2020-11-17", "D5", "start CC; v5.1 ...", "V2", "bs"},
      {"but not where the log gives no number", "D5", "start CC; v5.1 all.", "V2", "bg"},
      {"one crash of ten by today's rule", "D8", "start CC; v5.1 C.........", "V6", "bs"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(verdicts(syzbot_log(row.dialect, row.tests), row.policy), row.verdicts);
  }
}

TEST(Judge, RemembersThatAReproducerIsFlaky) {
  const std::string ten_of_twenty(std::string(10, '.') + std::string(10, 'b'));
  const auto log = [&](const char* first) {
    return syzbot_log("D17", "start " + std::string(first) + "; v6.1 " + ten_of_twenty);
  };
  EXPECT_EQ(verdicts(log("CCCC......CCCCCCCCCC"), "V5"), "bg");
  EXPECT_EQ(verdicts(log("CCCC................"), "V5"), "bs") << "fifteen are needed then";
  EXPECT_EQ(verdicts(log("C..................."), "V6"), "sg") << "a test without the verdict marks nothing";
}

TEST(Judge, TheMarkWasGivenWhateverTheVerdictInTheFirstDaysOfJuly2023) {
  const std::string tests = "start C......bbbbbbbbbbbbb; v6.1 ..........bbbbbbbbbb";
  EXPECT_EQ(verdicts(syzbot_log("D13", tests), "V5"), "ss");
  EXPECT_EQ(verdicts(syzbot_log("D15", tests), "V5"), "sg");
}

TEST(Judge, LeavesOutWhatThePolicyLeavesOut) {
  struct Row {
    const char* why;
    const char* dialect;
    const char* tests;
    const char* policy;
    const char* verdicts;
  };
  const Row rows[] = {
      {"a lost machine is a crash of its day", "D8", "start CCCC; v5.1 LLLL......", "V2", "bb"},
      {"and none for today's", "D8", "start CCCC; v5.1 LLLL......", "V6", "bg"},
      {"unless the bug is just that", "D8", "start LLLL; v5.1 LLLL......", "V6", "bb"},
      {"the test programs' failures likewise", "D8", "start CCCC; v5.1 SSSS......", "V5", "bg"},
      {"a lost machine counted until 2024", "D8", "start CCCC; v5.1 LLLL......", "V5", "bb"},
      {"what the log left out is so on its own days", "D17", "start CCCC; v5.1 gggg......", "V5", "bg"},
      {"an older policy counts it", "D17", "start CCCC; v5.1 gggg......", "V2", "bb"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(verdicts(syzbot_log(row.dialect, row.tests), row.policy), row.verdicts);
  }
}

TEST(Judge, SaysWhy) {
  struct Row {
    const char* policy;
    const char* runs;
    const char* reason;
  };
  const Row rows[] = {
      {"V2", "C...", "1 of 4 runs crashed"},
      {"V2", "....", "4 of 4 runs ended well and none crashed"},
      {"V6", "C.........", "1 of 10 runs crashed, 2 are needed"},
      {"V5", "C...bbbbbb", "4 of 10 runs gave a result, 5 are needed"},
      {"V4", "...bbbbb", "no run crashed, but 3 of 8 runs ended well, 5 are needed"},
      {"V3", "iii.", "3 of 4 runs failed beside the kernel, which ends the job"},
      {"V2", "x", "no build"},
      {"V2", "-", "no run is listed"},
  };
  for (const Row& row : rows) {
    const BisectionLog log = syzbot_log("D8", "start CCCC; v5.1 " + std::string(row.runs));
    EXPECT_EQ(judge_all(log, *find_policy(row.policy))[1].reason, row.reason);
  }
}

TEST(AssumedRuns, AreTwentyForTheFirstBuiltKernelAndForFlakyOnes) {
  struct Row {
    const char* why;
    const char* dialect;
    const char* tests;
    std::vector<std::uint32_t> counts;
  };
  const Row rows[] = {
      {"before 2021-02-20", "D6", "start allC; v5.1 all.", {10, 10}},
      {"since then", "D8", "start allC; v5.1 all.", {20, 10}},
      {"the first whose kernel was built", "D8", "start x; v5.2 allC; v5.1 all.", {0, 20, 10}},
      {"a flaky reproducer", "D8", "start C...................; v5.1 all.", {20, 20}},
      {"a steady one", "D8", "start CCCCCCCCCCCCCCCCCCC.; v5.1 all.", {20, 10}},
      {"before the bot was public", "D0", "start allC; v5.1 all.", {8, 8}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(assumed_run_counts(syzbot_log(row.dialect, row.tests)), row.counts);
  }
}

TEST(AssumedRuns, AreToldByTheListsAndCompilersInTheSpringOf2021) {
  BisectionLog log = syzbot_log("D7", "start allC; v5.1 all.");
  EXPECT_EQ(assumed_run_count(log, 0), 10U);
  log.steps[1].compiler = "gcc (GCC) 10.2.1 20210217";
  EXPECT_EQ(assumed_run_count(log, 0), 20U);
  EXPECT_EQ(assumed_run_count(log, 1), 10U);
}

TEST(ShownVerdicts, AreThoseThatFitTheCourse) {
  struct Row {
    const char* why;
    const char* tests;
    const char* shown;  // a word for each step: g, b, s, a; "?" where the course does not tell
  };
  const Row rows[] = {
      {"the walk ends at the first good release", "start C; v5.2 C; v5.1 b; v5.0 .; bad C", "b bs bs g b"},
      {"no release was good", "start C; v5.1 C; v5.0 C; none", "b bs bs"},
      {"configurations can be either", "start C; config C; config .; v5.0 .; good .", "b ? ? g g"},
      {"the tip of a fix bisection", "fix; start C; head .; good C", "g b g"},
      {"the tip still crashes", "fix; start C; head C; none", "g gs"},
      {"the start did not crash", "start .; error the crash wasn't reproduced on the original commit", "gs"},
      {"the time was up", "start C; v5.0 .; error bisection is taking too long (>8h0m0s), aborting", "b ?"},
      {"the machines failed",
       "start C; v5.0 i; error unable to determine the verdict because of infra errors", "b a"},
      {"the last build failed and ended it", "start C; v5.0 x; error failed to run", "b a"},
      {"the last search step has its word", "start C; v5.0 .; bad C; error no result for culprit commit",
       "b g b"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    std::string text;
    for (const auto& shown : shown_verdicts(syzbot_log("D8", row.tests))) {
      if (!text.empty()) text += ' ';
      if (!shown) text += '?';
      if (!shown) continue;
      text += std::string(shown->good ? "g" : "") + (shown->bad ? "b" : "") + (shown->skip ? "s" : "") +
              (shown->abort ? "a" : "");
    }
    EXPECT_EQ(text, row.shown);
  }
}

TEST(Reproduced, CountsTheTestsThatTellAndTheMixedAmongThem) {
  const BisectionLog log = syzbot_log("D8", "start CC; config C.; v5.0 ..; bad C.; good C.; skip x");
  const Reproduced reproduced = reproduced_by(log, judge_all(log, *find_policy("V2")));
  EXPECT_EQ(reproduced, (Reproduced{5, 4, 2, 1}));
}

TEST(PolicyChoice, IsThatOfTheDayOrOfTheVerdicts) {
  struct Row {
    const char* why;
    const char* dialect;
    const char* host;
    const char* tests;
    const char* policy;
    PolicyChoice::Basis basis;
  };
  using Basis = PolicyChoice::Basis;
  const char* const kNineBoot = "start CC; v5.1 .bbbbbbbbb; bad C";
  const Row rows[] = {
      {"D8 has one policy", "D8", "", "start CC; v5.1 ..", "V2", Basis::day},
      {"the first days of 2019 tell it by a verdict", "D1", "", kNineBoot, "V1", Basis::verdicts},
      {"without such a verdict it is the usual one", "D1", "", "start CC; v5.1 all.; bad C", "V2",
       Basis::longest},
      {"no fix bisection is of those days", "D1", "", "fix; start CC; head ..; good C", "V2", Basis::day},
      {"the host line gives the day", "D12", "ci starts bisection 2023-06-20 10:00", kNineBoot, "V4",
       Basis::day},
      {"the bot's code can be of the day before", "D12", "ci starts bisection 2023-06-16 10:00", kNineBoot,
       "V3", Basis::verdicts},
      {"a cut-off log of 2023 or later", "D17", "", "start CC; v5.1 ..; bad C.........", "V5",
       Basis::verdicts},
      {"today", "D20", "ci starts bisection 2026-01-02 10:00", "start CC; v5.1 ..", "V6", Basis::day},
      {"a build alone", "D8", "", "start x", "V2", Basis::day},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    BisectionLog log = syzbot_log(row.dialect, row.tests);
    log.host_line = row.host;
    const PolicyChoice choice = choose_policy(log);
    EXPECT_EQ(choice.policy->id, row.policy);
    EXPECT_EQ(to_text(choice.basis), to_text(row.basis));
    EXPECT_EQ(choice.also.empty(), row.basis != Basis::longest);
  }
}

TEST(PolicyChoice, OfGitsOwnLogIsTodays) {
  EXPECT_EQ(policy_in_force(BisectionLog()).id, "V6");
}

TEST(DaysOf, ALogAreNarrowedByWhatItHas) {
  const auto days = [](const BisectionLog& log) { return days_of(log); };
  BisectionLog log = syzbot_log("D6", "start CC; v5.1 ..");
  EXPECT_EQ(days(log), (Days{day_of(2020, 7, 2), day_of(2020, 12, 9)}));
  log.reproducer_flaky = true;
  EXPECT_EQ(days(log).first, day_of(2020, 11, 17));
  log = syzbot_log("D6", "start CC; v5.1 x");
  log.revisions_tested = 1;
  EXPECT_EQ(days(log).first, day_of(2020, 11, 17)) << "failed builds are not counted any more";
  log.revisions_tested = 2;
  EXPECT_EQ(days(log).last, day_of(2020, 11, 16));
  log = syzbot_log("D12", "start CC; v5.1 ..");
  log.misplaced_skip = true;
  EXPECT_EQ(days(log).first, day_of(2023, 6, 15));
  log.host_line = "ci starts bisection 2020-01-01 10:00";
  EXPECT_EQ(days(log).first, day_of(2023, 6, 15)) << "a day that does not fit is left out";
}

}  // namespace
}  // namespace rebisect
