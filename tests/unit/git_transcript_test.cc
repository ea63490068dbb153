// Bisections as a terminal shows them: prompts, commands, and what git answered.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/logs/git_bisect.h"
#include "adapters/logs/git_log_lines.h"
#include "adapters/logs/parse_log.h"
#include "adapters/report/git_log.h"
#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using testing::claim_of;
using testing::commands_of;
using testing::diagnostics_of;
using ::testing::HasSubstr;
using testing::kinds_of;
using testing::read_log;
using testing::steps_of;
using testing::with_ids;

constexpr const char* kSession =
    "$ git bisect start\n$ git bisect bad v5.12\n$ git bisect good v5.11\n"
    "Bisecting: 5 revisions left to test after this (roughly 3 steps)\n[$c] subject\n"
    "$ git bisect good\n"
    "Bisecting: 2 revisions left to test after this (roughly 1 step)\n[$d] subject\n"
    "$ git bisect bad\n"
    "$d is the first bad commit\ncommit $d\n";
constexpr const char* kCommands =
    "start [] -> nothing\nbad v5.12 [0] -> nothing\ngood v5.11 [1] -> test c, 5 left, 3 rounds\n"
    "good c [2] -> test d, 2 left, 1 rounds\nbad d [3] -> first-bad d\n";

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

TEST(GitTranscript, ReadsTheSameSessionBehindAnyPromptAndInAMail) {
  struct Row {
    const char* why;
    std::string text;
  };
  const std::string session = kSession;
  const Row rows[] = {
      {"a bare prompt", session},
      {"user, host and folder", replace_all(session, "$ git", "me@here:~/linux$ git")},
      {"csh", replace_all(session, "$ git", "here% git")},
      {"root", replace_all(session, "$ git", "[root@here linux]# git")},
      {"PowerShell", replace_all(session, "$ git", "PS C:\\linux> git")},
      {"no prompt",
       replace_all(replace_all(session, "$ git bisect good\n", "git bisect good\n"), "$ git", "git")},
      {"quoted", "> " + replace_all(session.substr(0, session.size() - 1), "\n", "\n> ") + "\n"},
      {"quoted and broken",
       replace_all("> " + replace_all(session.substr(0, session.size() - 1), "\n", "\n> "),
                   "(roughly 3 steps)", "(roughly\n> 3 steps)")},
      {"the terms of git 2.55", replace_all(session, "the first bad commit", "the first 'bad' commit")},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(commands_of(read_log(row.text)), kCommands);
    EXPECT_EQ(claim_of(read_log(row.text)), "commit d: ");
  }
}

TEST(GitTranscript, ReadsGitsNumbersInEveryLanguageThatItSpeaks) {
  // As git 2.39 says "Bisecting: 5 revisions left to test after this (roughly 3 steps)".
  const char* const answers[] = {
      "Двоично търсене: остават 5 версии след тази (приблизително 3 стъпки)",
      "Bisecant: manquen 5 revisions a provar després d'aquesta (aproximadament 3 passos)",
      "Binäre Suche: danach noch 5 Commits zum Testen übrig (ungefähr 3 Schritte)",
      "Biseccionando: faltan 5 revisiones por probar después de esta (aproximadamente 3 pasos)",
      "Bissection : 5 révisions à tester après ceci (à peu près 3 étapes)",
      "Membagi dua: 5 revisi tersisa untuk diuji setelah ini (kira-kira 3 langkah)",
      "Bisezione in corso: 5 revisioni rimanenti da testare dopo questa (circa 3 passi)",
      "이등분: (대략 3 단계) 뒤에 시험할 리비전이 5개 남았습니다",
      "Przeszukiwanie: pozostało 5 rewizji do sprawdzenia (około 3 kroki)",
      "Bissetando: faltam 5 revisões para testar depois desta (aproximadamente 3 passos)",
      "Бинарный поиск: 5 редакций осталось проверить после этой (примерно 3 шага)",
      "Bisect: 5 revisioner kvar att testa efter denna (ungefär 3 steg)",
      "İkili arama: Şundan sonra sınanacak 5 revizyon kaldı: (aşağı yukarı 3 adım)",
      "Bisecting: còn 5 điểm xét duyệt để kiểm sau (ước chừng 3 bước) này",
      "二分查找中：在此之后，还剩 5 个版本待测试 （大概 3 步）",
      "二分搜尋中：在此 (（大約 3 步）) 之後，尚餘 5 個版本待測試",
  };
  for (const char* const answer : answers) {
    SCOPED_TRACE(answer);
    const BisectionLog log = read_log(
        replace_all(kSession, "Bisecting: 5 revisions left to test after this (roughly 3 steps)", answer));
    EXPECT_EQ(commands_of(log), kCommands);
    EXPECT_EQ(kinds_of(log), "!!!gg!gg!gg");
  }
}

TEST(GitTranscript, KnowsAMergeBaseInOtherLanguages) {
  const BisectionLog log = read_log(
      "$ git bisect start $b $a\nBinäre Suche: eine Merge-Basis muss geprüft werden\n[$c] subject\n$ git "
      "bisect "
      "good\n");
  EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\nmerge-base c: good\n");
}

TEST(GitTranscript, TakesOnlyTheLineBeforeTheCheckoutForGitsAnswer) {
  struct Row {
    const char* why;
    const char* lines;
    const char* output;
    const char* kinds;
  };
  const Row rows[] = {
      {"prose without a colon", "it took 5 minutes (of 3 hours)\n", "test c", "!rg!"},
      {"more lines than git prints", "note: 5 (3)\nand more: 6 (2)\n", "test c", "!rrg!"},
      {"three numbers", "suche: 5 und 6 (3)\n", "test c", "!rg!"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log =
        read_log("$ git bisect start $b $a\n" + std::string(row.lines) + "[$c] subject\n$ git bisect good\n");
    EXPECT_EQ(commands_of(log),
              "start b a [0 1] -> " + std::string(row.output) + "\ngood c [2] -> nothing\n");
    EXPECT_EQ(kinds_of(log), row.kinds);
  }
}

TEST(GitTranscript, FollowsWhatIsCheckedOut) {
  struct Row {
    const char* why;
    const char* lines;
    const char* told;
  };
  const Row rows[] = {
      {"the commit that git named last", "$ git bisect good\n", "good c [2] -> nothing\n"},
      {"by its name", "$ git bisect good HEAD\n", "good c [2] -> nothing\n"},
      {"by its short name", "$ git bisect good @\n", "good c [2] -> nothing\n"},
      {"another one was checked out", "$ git checkout -q $d\n$ git bisect good\n", "good d [2] -> nothing\n"},
      {"a file was", "$ git checkout -- $d\n$ git bisect good\n", "good c [2] -> nothing\n"},
      {"git says where it went", "$ git reset --hard v5.11-rc2\nHEAD is now at ddddddd x\n$ git bisect bad\n",
       "bad d [2] -> nothing\n"},
      {"git says that it is where it was", "$ git reset --hard\nHEAD is now at ccccccc x\n$ git bisect bad\n",
       "bad c [2] -> nothing\n"},
      {"after the result", "$ git bisect bad\n$c is the first bad commit\n$ git bisect good\n",
       "bad c [2] -> first-bad c\ngood c [3] -> nothing\n"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const BisectionLog log = read_log(
        "$ git bisect start $b $a\nBisecting: 5 revisions left to test after "
        "this (roughly 3 steps)\n[$c] subject\n" +
        std::string(row.lines));
    EXPECT_EQ(commands_of(log), "start b a [0 1] -> test c, 5 left, 3 rounds\n" + std::string(row.told));
  }
}

TEST(GitTranscript, SaysThatHeadWasPerhapsAnotherCommit) {
  EXPECT_EQ(diagnostics_of(read_log("$ git bisect start HEAD v5.11\n")),
            "1: the log does not say which commit HEAD was then; the one that it is now is taken for it\n");
  EXPECT_THAT(diagnostics_of(read_log("$ git bisect start\n$ git bisect bad HEAD\n")),
              HasSubstr("2: the log does not say which commit HEAD was"));
  EXPECT_EQ(diagnostics_of(read_log("# bad: [$b] s\n# good: [$a] s\ngit bisect start 'HEAD' 'v5.11'\n")), "");
}

TEST(GitTranscript, KnowsOnlyTheResultOfARun) {
  const BisectionLog log = read_log(
      "$ git bisect start $b $a\nBisecting: 5 revisions left to test after this (roughly 3 steps)\n[$c] s\n"
      "$ git bisect run ./test\nrunning './test'\n"
      "Bisecting: 2 revisions left to test after this (roughly 1 step)\n[$d] s\nrunning './test'\n"
      "$d is the first bad commit\ncommit $d\n\nbisect found first bad commit\n");
  EXPECT_EQ(commands_of(log), "start b a [0 1] -> test c, 5 left, 3 rounds\n");
  EXPECT_EQ(claim_of(log), "commit d: ");
  EXPECT_EQ(diagnostics_of(log), "4: git bisect run marks no commit; read on\n");
  EXPECT_EQ(kinds_of(log),
            "!gg!ggggg"
            "g_g");
}

TEST(GitTranscript, ForgetsWhatIsCheckedOutWhenTheSessionEnds) {
  const BisectionLog log = read_log(
      "$ git bisect start $b $a\n[$c] subject\n$ git bisect reset\n$ git bisect start\n$ git bisect bad\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("5: no commit is named"));
}

TEST(GitRanges, StandBehindTheCommitsOfTheirCommandAndAreNoSteps) {
  const BisectionLog log =
      read_log("git bisect start $b $a\ngit bisect skip $d..$e v5.1..v5.2 $c\ngit bisect good $f\n");
  EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\nbisect c: skip\nbisect f: good\n");
  ASSERT_EQ(log.commands.size(), 3U);
  EXPECT_EQ(log.commands[1].revisions,
            (std::vector<Revision>{{with_ids("$c")}, {with_ids("$d..$e")}, {"v5.1..v5.2"}}));
  EXPECT_EQ(log.commands[1].steps, std::vector<std::size_t>{2});
  EXPECT_EQ(diagnostics_of(log), "");
}

TEST(GitRanges, AreForSkipsAlone) {
  const BisectionLog log =
      read_log("git bisect start $b $a\ngit bisect good $c..$d $e\ngit bisect bad $c..$d\n");
  EXPECT_EQ(steps_of(log), "start b: bad\nstart a: good\nbisect e: good\n");
  EXPECT_EQ(commands_of(log), "start b a [0 1] -> nothing\ngood e [2] -> nothing\n");
  EXPECT_THAT(diagnostics_of(log), HasSubstr("2: git takes ranges of commits for skips only"));
}

TEST(GitRanges, AreACommentWhereGitWouldRefuseThem) {
  EXPECT_THAT(to_git_log(read_log("git bisect start $b $a\ngit bisect skip v1..v2\n")),
              HasSubstr("# by hand: git bisect skip v1..v2\n"));
}

TEST(GitStart, AloneIsABisection) {
  struct Row {
    const char* why;
    const char* text;
    const char* commands;  // empty: refused
  };
  const Row rows[] = {
      {"unquoted names", "git bisect start main old\n", "start main old [0 1] -> nothing\n"},
      {"behind a prompt", "$ git bisect start main old\n", "start main old [0 1] -> nothing\n"},
      {"with a verdict by name", "git bisect start main old\ngit bisect good topic\n",
       "start main old [0 1] -> nothing\ngood topic [2] -> nothing\n"},
      {"with a comment", "# yesterday\ngit bisect start main old\n\n", "start main old [0 1] -> nothing\n"},
      {"in prose", "git bisect start is the first command\nand then mark commits\n", ""},
      {"without a start", "git bisect good topic\n", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const auto log = parse_log(row.text);
    EXPECT_EQ(log.has_value(), *row.commands != '\0');
    EXPECT_EQ(log ? commands_of(*log) : "", row.commands);
  }
}

}  // namespace
}  // namespace rebisect
