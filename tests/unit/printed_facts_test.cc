#include "engine/review/printed_facts.h"

#include <string>

#include <gtest/gtest.h>

#include "engine/review/finding.h"
#include "engine/review/review.h"
#include "tests/support/log_findings.h"

namespace rebisect {
namespace {

BisectionLog printed(std::size_t parents, const std::vector<PrintedPath>& paths) {
  BisectionLog log;
  log.format = LogFormat::syzbot;
  log.dialect = "D8";
  const Revision commit{std::string(40, 'a')};
  log.header_commit = {std::string(40, 'b')};
  log.claim = Claim{Claim::Kind::commit, {commit}, "", {}};
  log.printed_culprit = PrintedCommit{commit, parents, "subject", paths};
  CrashReport report;
  report.frames = {{"f", "net/tipc/socket.c", 3, false, false, 0, 1}};
  log.crash_report = report;
  return log;
}

std::string found(const BisectionLog& log) {
  std::string text;
  const JudgedLog judged = judge_log(log);
  const ReviewOptions options = testing::default_review_options();
  for (const Finding& finding : find_problems(LogFacts{log, judged, options.findings})) {
    text += std::string(id_of(finding.kind)) + " ";
  }
  return text;
}

TEST(PrintedFacts, AreJudgedAsThoseOfARepository) {
  EXPECT_EQ(found(printed(1, {{"net/tipc/link.c", false, false}})), "");
  EXPECT_EQ(found(printed(1, {{"Documentation/x", false, false}})), "cannot-affect-build unrelated-code ");
  EXPECT_EQ(found(printed(1, {{"fs/open.c", false, false}})), "unrelated-code ");
  EXPECT_EQ(found(printed(1, {{"net", true, false}})), "");
  EXPECT_EQ(found(printed(1, {{"tools", true, false}})), "unrelated-code ");
  EXPECT_EQ(found(printed(1, {{"tipc/link.c", false, true}})), "");
  EXPECT_EQ(found(printed(1, {})), "");
  EXPECT_EQ(found(printed(2, {})), "merge-culprit ");
}

TEST(PrintedFacts, ARepositoryKnowsBetter) {
  const BisectionLog log = printed(1, {{"Documentation/x", false, false}});
  CulpritFacts facts;
  facts.claims = {
      {*Oid::from_hex(std::string(40, 'a')), 1, std::vector<ChangedFile>{{"a.c", {}}}, {}, {}, false}};
  EXPECT_EQ(with_printed_facts(facts, log).claims, facts.claims);
  facts.claims.front().changes.reset();
  EXPECT_EQ(with_printed_facts(facts, log).claims.front().changes->front().path, "Documentation/x");
  BisectionLog other = log;
  other.claim->commits = {{std::string(40, 'c')}};
  EXPECT_EQ(with_printed_facts({}, other), CulpritFacts());
}

}  // namespace
}  // namespace rebisect
