#include "engine/review/cross_check.h"

#include <string>

#include <gtest/gtest.h>

#include "engine/review/compose.h"
#include "engine/review/review.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using ::rebisect::testing::history_of;
using ::rebisect::testing::sketch;
using ::rebisect::testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";

struct Asked {
  History history;
  BisectionLog log;
  GitScript script;
};

Asked ask(const char* graph, const char* log) {
  Asked asked{history_of(sketch(graph)), told(log), {}};
  const Result<Replay> replay = replay_on(asked.history, asked.log, newest_git_rules());
  EXPECT_TRUE(replay.has_value());
  if (replay) asked.script = script_for_git(asked.history.graph, asked.log, *replay, newest_git_rules());
  return asked;
}

// A git that answers as it should to the first of the commands.
GitAnswers obedient(const GitScript& script, std::size_t commands) {
  GitAnswers answers;
  answers.version = "2.39.5";
  for (std::size_t i = 0; i < commands; ++i) answers.replies.push_back(script.commands[i].expected);
  return answers;
}

TEST(CrossCheck, TellsGitWhatTheLogTold) {
  const Asked asked = ask(kLine, "start h a; good d; skip f e");
  ASSERT_EQ(asked.script.commands.size(), 3U);
  EXPECT_EQ(asked.script.cut_because, "");
  const auto id = [&](const char* name) { return asked.history.names.at(name); };
  const ToldCommand& start = asked.script.commands[0];
  EXPECT_EQ(start.kind, GitCommand::Kind::start);
  EXPECT_EQ(start.commits, (std::vector{id("h"), id("a")}));
  EXPECT_EQ(start.expected, (GitReply{GitReply::Kind::test, {id("d")}, 3, 2, 0}));
  EXPECT_EQ(asked.script.commands[2].commits, (std::vector{id("f"), id("e")}));
  EXPECT_EQ(asked.script.commands[2].step, 4U);
}

TEST(CrossCheck, StopsWhereTheReplayIsNotExact) {
  const Asked missing = ask(kLine, "start h a; good x; bad f");
  EXPECT_EQ(missing.script.commands.size(), 1U);
  EXPECT_EQ(missing.script.cut_because, "x is not in the repository");
  const CrossCheck check = compare_with_git(missing.script, obedient(missing.script, 1));
  EXPECT_EQ(check.end, CrossCheck::End::inexact);
  EXPECT_EQ(
      summary(check),
      "git 2.39.5 gave the same answer to the first 1 of 3 commands (replayed by its own rules, those of "
      "2.55.0); x is not in the repository");
}

TEST(CrossCheck, IsSummedUp) {
  const Asked asked = ask(kLine, "start h a; good d; bad f; bad e");
  GitAnswers all = obedient(asked.script, 4);
  GitAnswers other = all;
  other.replies[1].left = 7;
  GitAnswers late = obedient(asked.script, 2);
  late.end = GitAnswers::End::deadline;
  late.why = "the time was up";
  GitAnswers other_and_late = late;
  other_and_late.replies[0].commits = {};
  const std::string rules = " (replayed by its own rules, those of 2.55.0)";
  struct Row {
    const char* why;
    GitAnswers answers;
    std::string summary;
  };
  const Row rows[] = {
      {"the same", all, "git 2.39.5 gave the same answer to all 4 commands" + rules},
      {"one other number", other, "git 2.39.5 gave the same answer to 3 of 4 commands" + rules},
      {"too slow", late,
       "git 2.39.5 gave the same answer to the first 2 of 4 commands" + rules + "; the time was up"},
      {"other and too slow", other_and_late,
       "git 2.39.5 gave the same answer to 1 of the first 2 of 4 commands" + rules + "; the time was up"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(summary(compare_with_git(asked.script, row.answers)), row.summary);
  }
  EXPECT_EQ(summary(no_cross_check("", "there is no git on PATH")),
            "git was not asked: there is no git on PATH");
}

TEST(CrossCheck, EveryPartOfAnAnswerCounts) {
  const Asked asked = ask(kLine, "start h a; good d");
  void (*const changes[])(GitReply&) = {
      [](GitReply& reply) { reply.kind = GitReply::Kind::merge_base; },
      [](GitReply& reply) { reply.commits.clear(); },
      [](GitReply& reply) { ++*reply.left; },
      [](GitReply& reply) { ++*reply.rounds; },
      [](GitReply& reply) { ++reply.skipped_merge_bases; },
  };
  for (const auto change : changes) {
    GitAnswers answers = obedient(asked.script, 2);
    change(answers.replies[1]);
    const CrossCheck check = compare_with_git(asked.script, answers);
    EXPECT_EQ(check.equal, 1U);
    ASSERT_TRUE(check.first_difference.has_value());
    EXPECT_EQ(check.first_difference->git, answers.replies[1]);
    EXPECT_EQ(check.first_difference->rebisect, asked.script.commands[1].expected);
    EXPECT_EQ(place_of(*check.first_difference), "step 2");
  }
  GitAnswers old = obedient(asked.script, 2);  // before 1.6.3 no rounds were printed
  old.replies[1].rounds.reset();
  EXPECT_EQ(compare_with_git(asked.script, old).first_difference, std::nullopt);
}

TEST(CrossCheck, ADifferenceTakesTheConclusionBack) {
  const Asked asked = ask(kLine, "start h a; good d; bad f; bad e; claim e");
  const Result<Report> report = review(asked.history, asked.log);
  ASSERT_TRUE(report.has_value());
  ASSERT_EQ(report->conclusion, Conclusion::holds);

  const Report same = with_cross_check(*report, compare_with_git(asked.script, obedient(asked.script, 4)));
  EXPECT_EQ(same.conclusion, Conclusion::holds);
  EXPECT_EQ(same.findings, report->findings);
  EXPECT_EQ(same.headline, report->headline);

  GitAnswers answers = obedient(asked.script, 4);
  answers.replies[1].commits = {asked.history.names.at("g")};
  const Report other = with_cross_check(*report, compare_with_git(asked.script, answers));
  EXPECT_EQ(other.conclusion, Conclusion::undecided);
  EXPECT_EQ(other.headline,
            asked.history.names.at("e").brief() +
                " is reported, but git 2.39.5 answers otherwise than rebisect after step 2, so nothing is "
                "concluded");
  ASSERT_FALSE(other.findings.empty());
  EXPECT_EQ(id_of(other.findings.front().kind), "cross-check-differs");
  EXPECT_EQ(other.findings.front().severity, Severity::error);
  EXPECT_EQ(other.reasons.front(), other.findings.front().text);
}

TEST(CrossCheck, WhatCouldNotBeAskedIsAWarningAndNoMore) {
  const Asked asked = ask(kLine, "start h a; good d; bad f; bad e; claim e");
  const Result<Report> report = review(asked.history, asked.log);
  ASSERT_TRUE(report.has_value());
  const Report unchecked = with_cross_check(*report, no_cross_check("", "there is no git on PATH"));
  EXPECT_EQ(unchecked.conclusion, Conclusion::holds);
  ASSERT_FALSE(unchecked.findings.empty());
  EXPECT_EQ(unchecked.findings.front(), (Finding{FindingKind::cross_check_incomplete,
                                                 Severity::warning,
                                                 {},
                                                 "git was not asked: there is no git on PATH"}));
}

TEST(CrossCheck, AnswersAreDescribedForEitherAim) {
  const Oid id = *Oid::from_hex(std::string(Oid::kDigits, 'a'));
  using Kind = GitReply::Kind;
  struct Row {
    GitReply reply;
    const char* text;
  };
  const Row rows[] = {
      {{Kind::test, {id}, 5, 1, 0}, "to test aaaaaaaaaaaa (5 left, 1 round)"},
      {{Kind::test, {id}, 5, 2, 1},
       "to test aaaaaaaaaaaa (5 left, 2 rounds) after passing over 1 skipped merge base"},
      {{Kind::merge_base, {id}, {}, {}, 0}, "to test the merge base aaaaaaaaaaaa"},
      {{Kind::first_bad, {id}, {}, {}, 0}, "that the search ends at aaaaaaaaaaaa"},
      {{Kind::only_skipped, {id, id}, {}, {}, 0}, "that only skipped commits are left, 2 of them"},
      {{Kind::merge_base_bad, {}, {}, {}, 0}, "that the bug is older than a merge base"},
      {{Kind::not_ancestors, {}, {}, {}, 0}, "that the ends do not fit each other"},
      {{Kind::both_good_and_bad, {}, {}, {}, 0}, "that the verdicts contradict each other"},
      {{Kind::no_testable, {}, {}, {}, 0}, "that no commit can be tested"},
      {{Kind::waiting, {}, {}, {}, 0}, "to name the ends of the search"},
  };
  for (const Row& row : rows) EXPECT_EQ(describe(row.reply), row.text);
}

}  // namespace
}  // namespace rebisect
