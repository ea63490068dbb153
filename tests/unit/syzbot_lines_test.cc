#include "adapters/logs/syzbot_lines.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "adapters/logs/run_outcome.h"
#include "adapters/logs/syzbot_dialect.h"
#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using testing::read_file;
using testing::with_ids;

struct Row {
  const char* name;
  const char* line;
};

// An example of each line of the catalogue.
constexpr Row kExamples[] = {
    {"H0", "searching for guilty commit starting from $1"},
    {"H0", "searching for fixing commit since $1"},
    {"H1", "unnamed host starts bisection 2025-07-09 13:22:22.587055103 +0000 UTC m=+182.380303436"},
    {"H2", "bisecting cause commit starting from $1"},
    {"H3", "bisecting fixing commit since HEAD"},
    {"H4", "building syzkaller on $1"},
    {"H5", "fetch other tags and check if the commit is present"},
    {"H5", "fetch failed with exit status 128"},
    {"H6", "rewritten commit $1 reidentified by title 'subject'"},
    {"H7", "ensuring issue is reproducible on original commit $1"},
    {"T1", "testing release v5.12"},
    {"T2", "testing current HEAD $1"},
    {"T3a", "testing commit $1 with gcc (GCC) 8.1.0"},
    {"T3b", "testing commit $1"},
    {"T3c", "testing commit $1 clang"},
    {"T3c", "testing commit $1 "},
    {"T4", "compiler: Debian clang version 15.0.6, GNU ld (GNU Binutils for Debian) 2.40"},
    {"T5", "kernel signature: $1"},
    {"T5", "kernel signature: %1"},
    {"T6", "all runs: OK"},
    {"T6", "run #19: crashed: foo"},
    {"T7", "representative crash: foo, types: [KASAN HANG]"},
    {"T8", "false negative chance: 0.001"},
    {"T9", "reproducer seems to be flaky"},
    {"T10", "unable to determine the verdict: 3 good runs (wanted 5), for bad wanted 5 in total, got 3"},
    {"T11", "too many neither good nor bad results, skipping this commit"},
    {"T12", "failed building $1: exit status 2"},
    {"T13", "failed testing reproducer on $1: no pool"},
    {"T14", "repro testing failure: no pool"},
    {"T15", "failed: no pool"},
    {"R1", "picked [v6.4 v6.3] out of 12 release tags"},
    {"R1", "picked [%!d(string=v6.4) %!d(string=v6.3)] out of %!d(MISSING) release tags"},
    {"R2", "determining the merge base between $1 and $2"},
    {"R3", "expected 1 merge base, got 2"},
    {"R4", "$1/subject of a commit is a merge base"},
    {"R4", "$1/subject of a commit is a merge base, check if it has the bug"},
    {"R5", "reproducer does not crash the merge base, so there's no known bad commit"},
    {"R6", "crash still not fixed/happens on the oldest tested release"},
    {"R7", "HEAD had kernel build, boot or test errors"},
    {"F1", "determine whether the revision contains the guilty commit"},
    {"F2", "revision $1 crashed and is reachable"},
    {"F3", "checking the merge base $1"},
    {"F4", "no existing result, test the revision"},
    {"F5", "the bug was not introduced yet; pretend that kernel crashed"},
    {"K1", "# configuration already minimized"},
    {"K2", "crash reproduces with baseline config"},
    {"K2", "# testing baseline config failed: exit status 1"},
    {"K3", "# start config bisection"},
    {"K3", "# config-bisect.pl -r:"},
    {"K3", "# config_bisect.pl finished"},
    {"K3", "# found config option changes [FOO=y]"},
    {"K4", "kconfig minimization: base=1 full=2 diff=3"},
    {"K4", "base config crashes"},
    {"K4", "trying half: [FOO BAR]"},
    {"K4", "half crashed"},
    {"K4", "both halves did not crash"},
    {"K4", "resulting configs: [FOO]"},
    {"K4", "only full config crashes"},
    {"K5", "check whether we can drop unnecessary instrumentation"},
    {"K5", "there was nothing we could disable; skip"},
    {"K5", "disabling configs for [UBSAN BUG], they are not needed"},
    {"K5", "the bug reproduces without the instrumentation"},
    {"K6", "split chunks (needed=false): <2016>"},
    {"K6", "split chunk #0 of len 2016 into 5 parts"},
    {"K6", "testing without sub-chunk 1/5"},
    {"K6", "the chunk can be dropped"},
    {"K6", "no way to further split the chunk"},
    {"K6", "no need to test this chunk, it's definitely needed"},
    {"K6", "we have reached the limit on predicate runs (5); pretend it returns false"},
    {"K6", "minimized to 1613 configs; suspects: [FOO]"},
    {"K7", "config minimization failed due to bad Kconfig foo"},
    {"K7", "proceeding with the original config"},
    {"G", "# git bisect good $1"},
    {"P0", "accumulated error probability: 0.02"},
    {"P1", "failed to detect release: exit status 1"},
    {"P1", "failed to detect noop change: exit status 1"},
    {"P2", "parent commit $1 wasn't tested"},
    {"P3", "kernel signature:   $1"},
    {"P3", "previous signature: $1"},
    {"P4", "culprit signature: %1"},
    {"P4", "parent  signature: %1"},
    {"P5", "Reproducer flagged being flaky"},
    {"P5'", "reproducer is flaky (0.31 repro chance estimate)"},
    {"P6", "revisions tested: 17, total time: 4h26m47.4s (build: 1h42m5.9s, test: 2h38m35.6s)"},
    {"E1", "error: the crash wasn't reproduced on the original commit"},
    {"E2", "the crash still happens on HEAD"},
    {"E2", "crash still not fixed on HEAD or HEAD had kernel test errors"},
    {"E2", "crash still not fixed or there were kernel test errors"},
    {"E3", "the crash already happened on the oldest tested release"},
    {"E3", "oldest tested release already had the bug or it had kernel test errors"},
    {"E4", "commit msg: subject"},
    {"E5", "bisection is inconclusive, the first bad commit could be any of:"},
    {"E5", "bisection is inconclusive, the first good commit could be any of:"},
    {"E6", "first bad commit: $1 subject"},
    {"E6", "first good commit: $1 subject"},
    {"E7", "cc: [\"a@example.com\"]"},
    {"E7'", "recipients (to): [\"a@example.com\"]"},
    {"E7'", "recipients (cc): []"},
    {"E8", "crash: foo"},
};

TEST(SyzbotLines, RecognisesEveryLineOfTheCatalogue) {
  for (const Row& row : kExamples) {
    SCOPED_TRACE(row.line);
    const std::string line = with_ids(row.line);
    const auto match = match_syzbot_line(line, {true, true});
    ASSERT_TRUE(match);
    EXPECT_EQ(match->shape->name, row.name);
  }
}

TEST(SyzbotLines, HasAnExampleAndADocumentForEachShape) {
  std::set<std::string_view> examples;
  for (const Row& row : kExamples) examples.insert(row.name);
  const auto document = read_file(std::string(REBISECT_SOURCE_DIR) + "/docs/log-formats.md");
  ASSERT_TRUE(document);
  for (const SyzbotShape& shape : syzbot_shapes()) {
    SCOPED_TRACE(shape.name);
    EXPECT_TRUE(examples.contains(shape.name));
    EXPECT_NE(document->find("| " + std::string(shape.name) + " |"), std::string::npos);
    EXPECT_LE(shape.dialects.first, shape.dialects.last);
  }
}

TEST(SyzbotLines, PassesOverLinesThatOnlyLookAlike) {
  struct Other {
    const char* why;
    const char* line;
    SyzbotContext context;
  };
  const Other others[] = {
      {"part of a commit message", "    testing commit $1 with gcc", {true, true}},
      {"no whole id", "testing commit 1234567 with gcc", {true, true}},
      {"a run without a number", "run #x: OK", {true, true}},
      {"a run outside a test", "run #0: OK", {false, true}},
      {"an error of a build", "error: implicit declaration", {true, false}},
      {"a word of a compiler", "crash: in the optimizer", {true, false}},
      {"a merge base without its id", "subject is a merge base", {true, true}},
      {"more behind a whole line", "half crashed into the wall", {true, true}},
  };
  for (const Other& other : others) {
    SCOPED_TRACE(other.why);
    EXPECT_FALSE(match_syzbot_line(with_ids(other.line), other.context));
  }
}

TEST(RunOutcome, IsReadFromSyzbotsWords) {
  using Kind = RunOutcome::Kind;
  struct Outcome {
    const char* text;
    RunOutcome outcome;
  };
  const Outcome outcomes[] = {
      {"OK", {Kind::ok, ""}},
      {"crashed: BUG: foo", {Kind::crashed, "BUG: foo"}},
      {"boot failed: can't ssh into the instance", {Kind::boot_failed, "can't ssh into the instance"}},
      {"basic kernel testing failed: timed out", {Kind::test_failed, "timed out"}},
      {"failed: no binary", {Kind::failed, "no binary"}},
      {"infra problem: no machine", {Kind::infra, "no machine"}},
      {"ignore: lost connection", {Kind::ignored, "lost connection"}},
  };
  for (const Outcome& row : outcomes) EXPECT_EQ(parse_run_outcome(row.text), row.outcome);
  EXPECT_EQ(parse_run_outcome("OK then"), std::nullopt);
  EXPECT_EQ(parse_run_outcome(""), std::nullopt);
}

TEST(SyzbotDialect, IsThatOfTheDayUnlessTheLinesForbidIt) {
  struct Dated {
    const char* why;
    const char* host_line;
    int dialect;
    DialectRange lines;
  };
  const Dated rows[] = {
      {"no host line: the oldest that fits", "", 12, {12, 20}},
      {"the first day of a dialect", "ci starts bisection 2023-09-08 00:00:00 +0000 UTC m=+1", 17, {9, 20}},
      {"the day before", "ci starts bisection 2023-09-07 23:59:59 +0000 UTC m=+1", 16, {9, 20}},
      {"the bot was not yet rebuilt", "ci starts bisection 2023-09-09 00:00:00 +0000 UTC m=+1", 16, {9, 16}},
      {"today", "ci starts bisection 2026-01-01 00:00:00 +0000 UTC m=+1", 20, {9, 20}},
      {"no date", "ci starts bisection now", 9, {9, 20}},
  };
  for (const Dated& row : rows) {
    SCOPED_TRACE(row.why);
    DialectClues clues;
    clues.narrow(row.lines);
    EXPECT_EQ(dialect_of(clues, row.host_line), row.dialect);
  }
}

TEST(SyzbotDialect, KnowsThatAFailedBuildEndedTheJobForHalfAYear) {
  DialectClues clues;
  clues.narrow({4, 7});
  EXPECT_EQ(dialect_of(clues, ""), 4);
  clues.survived_build_failure = true;
  EXPECT_EQ(dialect_of(clues, ""), 6);
}

TEST(SyzbotDialect, IsTakenFromTheNamesOfCrashTypes) {
  EXPECT_EQ(dialects_of_crash_type("KASAN"), (DialectRange{14, 20}));
  EXPECT_EQ(dialects_of_crash_type("LOST_CONNECTION"), (DialectRange{19, 20}));
  EXPECT_EQ(dialects_of_crash_type("KASAN-USE-AFTER-FREE-READ"), (DialectRange{20, 20}));
}

}  // namespace
}  // namespace rebisect
