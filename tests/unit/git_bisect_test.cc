#include "adapters/logs/git_bisect.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/logs/git_start.h"
#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using testing::claim_of;
using testing::commands_of;
using testing::diagnostics_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kinds_of;
using ::testing::Pair;
using testing::read_fixture;
using testing::read_log;
using testing::steps_of;
using testing::with_ids;

TEST(GitBisect, TellsHowItsCommandsAreSpelt) {
  const char* const spaced = "git bisect start\ngit bisect bad aaaaaaaaaaaa\ngit bisect good bbbbbbbbbbbb\n";
  const char* const dashed = "git-bisect start\ngit-bisect bad aaaaaaaaaaaa\ngit-bisect good bbbbbbbbbbbb\n";
  EXPECT_TRUE(read_log(spaced).spaced_commands);
  EXPECT_FALSE(read_log(dashed).spaced_commands);
}

TEST(GitBisect, ReadsTheSameSearchFromTheLogsOfAllVersions) {
  struct Row {
    const char* why;
    const char* log;
  };
  const Row rows[] = {
      {"git 1.5.1, without revisions on the start line",
       "git-bisect start\n# bad: [$b] subject\ngit-bisect bad $b\n# good: [$a] subject\ngit-bisect good $a\n"
       "# good: [$c] subject\ngit-bisect good $c\n# bad: [$d] subject\ngit-bisect bad $d\n"},
      {"git 1.6.0",
       "git bisect start\ngit bisect bad $b\ngit bisect good $a\ngit bisect good $c\ngit bisect bad $d\n"},
      {"git 2.37, with the status",
       "git bisect start\n# status: waiting for both good and bad commits\n"
       "# bad: [$b] subject\ngit bisect bad $b\n# status: waiting for good commit(s), bad commit known\n"
       "# good: [$a] subject\ngit bisect good $a\n# good: [$c] subject\ngit bisect good $c\n"
       "# bad: [$d] subject\ngit bisect bad $d\n"},
      {"status in another language",
       "git bisect start\n# Status: warte auf guten und schlechten Commit\n"
       "git bisect bad $b\ngit bisect good $a\ngit bisect good $c\ngit bisect bad $d\n"},
      {"CRLF and no last newline",
       "git bisect start\r\ngit bisect bad $b\r\ngit bisect good $a\r\ngit bisect good $c\r\ngit bisect bad "
       "$d"},
      {"blanks around",
       "  git bisect start \n\tgit bisect bad $b  \n git bisect good $a\ngit bisect good $c\t\ngit bisect "
       "bad $d\n"},
      {"old and new",
       "git bisect start\n# new: [$b] subject\ngit bisect new $b\n# old: [$a] subject\n"
       "git bisect old $a\ngit bisect old $c\ngit bisect new $d\n"},
      {"own words",
       "git bisect start '--term-new=slow' '--term-old' 'fast'\n# slow: [$b] subject\ngit bisect slow $b\n"
       "# fast: [$a] subject\ngit bisect fast $a\ngit bisect fast $c\ngit bisect slow $d\n"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = read_log(row.log);
    EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\nbisect c: good\nbisect d: bad\n");
    EXPECT_EQ(commands_of(log),
              "start [] -> nothing\nbad b [0] -> nothing\ngood a [1] -> nothing\ngood c [2] -> nothing\n"
              "bad d [3] -> nothing\n");
    EXPECT_EQ(diagnostics_of(log), "");
    EXPECT_EQ(log.dialect, "git");
  }
}

TEST(GitBisect, ResolvesTheNamesOfTheStartLineByTheCommentsBeforeIt) {
  struct Row {
    const char* why;
    const char* start;
  };
  const Row rows[] = {
      {"quoted, as git logs it", "git bisect start 'v5.12' 'v5.11'"},
      {"as typed", "git bisect start v5.12 v5.11"},
      {"with options", "git bisect start '--first-parent' 'v5.12' 'v5.11' '--' 'fs' 'it'\\''s' 'a\\!b'"},
      {"one path without --", "git bisect start 'v5.12' 'v5.11' 'fs'"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = read_log(std::string("# bad: [$b] subject\n# good: [$a] subject\n") + row.start +
                                      "\ngit bisect good $c\n");
    EXPECT_THAT(log.names,
                ElementsAre(Pair("v5.11", std::string(40, 'a')), Pair("v5.12", std::string(40, 'b'))));
    EXPECT_EQ(steps_of(log), "start v5.12: bad\nstart v5.11: good\nbisect c: good\n");
    EXPECT_EQ(commands_of(log), "start v5.12 v5.11 [0 1] -> nothing\ngood c [2] -> nothing\n");
    EXPECT_EQ(diagnostics_of(log), "");
    EXPECT_EQ(log.commands[0].lines, (LineSpan{1, 3}));
    EXPECT_EQ(log.steps[1].lines, (LineSpan{2, 3}));
  }
}

TEST(GitBisect, ReadsTheOptionsOfTheStartLine) {
  struct Row {
    const char* why;
    const char* arguments;
    std::size_t named;
    StartOptions options;
    std::vector<std::string> revisions;
  };
  const Row rows[] = {
      {"none", "", 0, {}, {}},
      {"paths", "'b' 'a' '--' 'fs' 'it'\\''s'", 2, {false, false, {"fs", "it's"}, "bad", "good"}, {"b", "a"}},
      {"paths behind the commits that the comments name",
       "b a fs mm",
       2,
       {false, false, {"fs", "mm"}, "bad", "good", /*dashes=*/false},
       {"b", "a"}},
      {"no comments: all are revisions", "b a c", 0, {}, {"b", "a", "c"}},
      {"terms apart", "--term-bad slow --term-good fast", 0, {false, false, {}, "slow", "fast"}, {}},
      {"terms joined", "'--term-new=slow' '--term-old=fast' b", 1, {false, false, {}, "slow", "fast"}, {"b"}},
      {"switches", "--no-checkout --first-parent b", 1, {true, true, {}, "bad", "good"}, {"b"}},
      {"a term that is missing", "--term-bad", 0, {}, {}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const StartLine start = parse_start_line(row.arguments, row.named);
    EXPECT_EQ(start.options, row.options);
    EXPECT_EQ(start.revisions, row.revisions);
    EXPECT_THAT(start.notes, IsEmpty());
  }
  EXPECT_THAT(parse_start_line("--frobnicate b", 1).notes, ElementsAre(HasSubstr("--frobnicate")));
}

TEST(GitBisect, UndoesGitsQuoting) {
  EXPECT_THAT(split_arguments(R"('it'\''s' 'a'\!'b' plain "two words" '')"),
              ElementsAre("it's", "a!b", "plain", "two words", ""));
  EXPECT_THAT(split_arguments("  "), IsEmpty());
  EXPECT_THAT(split_arguments("'never closed"), ElementsAre("never closed"));
}

TEST(GitBisect, ReadsEveryResult) {
  struct Row {
    const char* why;
    const char* lines;
    const char* claim;
    const char* output;
  };
  const Row rows[] = {
      {"since 1.8.3", "# first bad commit: [$c] subject\n", "commit c: subject", "first-bad c"},
      {"since 2.55", "# first 'bad' commit: [$c] subject\n", "commit c: subject", "first-bad c"},
      {"own words", "# first slow commit: [$c] subject\n", "commit c: subject", "first-bad c"},
      {"said twice", "# first bad commit: [$b] subject\n# first bad commit: [$c] subject\n",
       "commit c: subject", "first-bad c"},
      {"skips",
       "# only skipped commits left to test\n# possible first bad commit: [$c] subject\n"
       "# possible first 'bad' commit: [$d] subject\n",
       "several c d: ", "only-skipped c d"},
      {"in a transcript", "$c is the first bad commit\ncommit $c\n", "commit c: ", "first-bad c"},
      {"in a transcript of git 2.55", "$c is the first 'bad' commit\n", "commit c: ", "first-bad c"},
      {"skips in a transcript",
       "There are only 'skip'ped commits left to test.\n"
       "The first bad commit could be any of:\n$c\n$d\nWe cannot bisect more!\n",
       "several c d: ", "only-skipped c d"},
      {"a bad merge base", "The merge base $e is bad.\n", "none: the merge base is bad", "merge-base-bad e"},
      {"none yet", "", "no claim", "nothing"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = read_log(
        std::string("git bisect start\ngit bisect bad $b\ngit bisect good $a\ngit bisect skip $d\n") +
        row.lines);
    EXPECT_EQ(claim_of(log), row.claim);
    EXPECT_THAT(commands_of(log), HasSubstr(std::string("skip d [2] -> ") + row.output + "\n"));
    EXPECT_EQ(diagnostics_of(log), "");
  }
}

TEST(GitBisect, ForgetsAResultThatWasNotFinal) {
  const BisectionLog log = read_log(
      "git bisect start\ngit bisect bad $b\ngit bisect good $a\n# first bad commit: [$b] subject\ngit bisect "
      "bad $c\n");
  EXPECT_FALSE(log.claim);
  EXPECT_THAT(diagnostics_of(log), HasSubstr("5: the result of line 4 was not final"));
}

TEST(GitBisect, ReadsATranscript) {
  const BisectionLog log = read_log(
      "me@here:~/linux$ git bisect start\n"
      "me@here:~/linux$ git bisect bad v5.12\n"
      "me@here:~/linux$ git bisect good v5.11\n"
      "Bisecting: a merge base must be tested\n"
      "[$c] subject\n"
      "so I built that one\n"
      "$ git bisect good\n"
      "Bisecting: 5 revisions left to test after this (roughly 3 steps)\n"
      "[$d] subject\n"
      "$ git bisect bad\n"
      "$d is the first bad commit\n");
  EXPECT_EQ(steps_of(log), "start v5.12: bad\nstart v5.11: good\nmerge-base c: good\nbisect d: bad\n");
  EXPECT_EQ(commands_of(log),
            "start [] -> nothing\nbad v5.12 [0] -> nothing\ngood v5.11 [1] -> merge-base c\n"
            "good c [2] -> test d, 5 left, 3 rounds\nbad d [3] -> first-bad d\n");
  EXPECT_EQ(kinds_of(log), "!!!ggr!gg!g");
}

TEST(GitBisect, ReadsSeveralRevisionsOnOneLine) {
  const BisectionLog log = read_log("git bisect start\ngit bisect bad $b\ngit bisect good $a $c\n");
  EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\nstart c: good\n");
  EXPECT_THAT(commands_of(log), HasSubstr("good a c [1 2] -> nothing\n"));
}

TEST(GitBisect, TakesTheLastOfSeveralSessions) {
  const BisectionLog log = read_log(
      "git bisect start\ngit bisect bad $b\ngit bisect good $a\ngit bisect reset\n"
      "git bisect start\ngit bisect bad $d\ngit bisect good $c\n");
  EXPECT_EQ(steps_of(log), "start d: bad\nstart c: good\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("4: git bisect reset marks no commit"));
  EXPECT_THAT(diagnostics_of(log),
              HasSubstr("5: a bisection starts here; an earlier one, from line 1 on, is left out"));
}

TEST(GitBisect, ReadsOnAfterOddLines) {
  struct Row {
    const char* why;
    const char* lines;
    const char* kinds;
    const char* diagnostic;
  };
  const Row rows[] = {
      {"remarks", "I think this one was flaky:\ngit bisect good $c\n", "!!!r!", ""},
      {"prose that begins with a command", "git bisect is a fine thing\ngit bisect good $c\n", "!!!r!", ""},
      {"a step that was commented out", "# git bisect bad $d\ngit bisect good $c\n", "!!!#!", ""},
      {"other subcommands", "git bisect visualize\ngit bisect good $c\n", "!!!!!", "4: git bisect visualize"},
      {"a word that is no term", "# slow: [$d] subject\ngit bisect slow $d\ngit bisect good $c\n", "!!!#!!",
       "5: \"slow\""},
      {"a comment that lost its command", "# bad: [$d] subject\n# good: [$c] subject\ngit bisect good $c\n",
       "!!!##!", ""},
      {"no commit", "git bisect good\ngit bisect good $c\n", "!!!!!", "4: no commit is named"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log =
        read_log(std::string("git bisect start\ngit bisect bad $b\ngit bisect good $a\n") + row.lines);
    EXPECT_EQ(kinds_of(log), row.kinds);
    EXPECT_THAT(diagnostics_of(log), HasSubstr(row.diagnostic));
    EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\nbisect c: good\n");
  }
}

TEST(GitBisect, ReadsALogWithoutItsFront) {
  const BisectionLog log = read_log("# bad: [$b] subject\ngit bisect bad $b\ngit bisect good $a\n");
  EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("2: no \"git bisect start\""));
}

TEST(GitBisect, ResolvesATagObjectByTheCommentBeforeIt) {
  // git 2.30 logged the id of an annotated tag where the comment has the commit's.
  const BisectionLog log = read_log("git bisect start\n# bad: [$b] subject\ngit bisect bad $e\n");
  EXPECT_THAT(log.names, ElementsAre(Pair(std::string(40, 'e'), std::string(40, 'b'))));
}

TEST(GitBisect, LowersIds) {
  const BisectionLog log = read_log("git bisect start\n# bad: [$B] subject\ngit bisect bad $B\n");
  EXPECT_EQ(log.steps[0].commit.text, std::string(40, 'b'));
  EXPECT_THAT(log.names, IsEmpty());
}

TEST(GitBisect, KnowsWordsByWhichPeopleLookForAFix) {
  EXPECT_EQ(read_log("git bisect start --term-old=broken --term-new=fixed\n").aim, Aim::fix);
  EXPECT_EQ(read_log("git bisect start --term-old=fast --term-new=slow\n").aim, Aim::cause);
}

TEST(GitBisect, ReadsTheFactsOfRealLogs) {
  const BisectionLog first = read_log(read_fixture("git-2010-first.log"));
  EXPECT_EQ(first.steps.size(), 15U);
  EXPECT_EQ(first.steps.back().commit.text, "82ce67bf262b3f47ecb5a0ca31cace8ac72b7c98");
  EXPECT_EQ(first.steps[1].role, StepRole::start);
  EXPECT_EQ(first.steps[2].role, StepRole::bisect);
  EXPECT_FALSE(first.claim);
  const BisectionLog second = read_log(read_fixture("git-2010-second.log"));
  EXPECT_EQ(second.steps.size(), 15U);
  EXPECT_EQ(second.steps[13].commit.text, "44835f197bf1e3f57464f23dfb239fef06cf89be");
  EXPECT_EQ(second.steps[13].logged, Verdict::bad);
  EXPECT_EQ(diagnostics_of(first) + diagnostics_of(second), "");
}

}  // namespace
}  // namespace rebisect
