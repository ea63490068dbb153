#include "engine/review/culprit_findings.h"

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
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::history_of;
using testing::sketch;
using testing::sketch_id;
using testing::told;

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";
constexpr const char* kEndsInF = "start h a; good d; bad f; good e; claim f";

// A claim f that changes these files, in a linux tree.
CulpritFacts changing(const std::vector<ChangedFile>& files, std::size_t parents = 1) {
  CulpritFacts facts;
  facts.linux_tree = true;
  facts.claims = {{sketch_id("f"), parents, files, {}, {}, false}};
  return facts;
}

LaterCommit later(const char* name, bool names_bug, const std::vector<FixTarget>& fixes) {
  return {sketch_id(name), std::string("subject of ") + name, fixes, {}, names_bug};
}

FixTarget target(const char* name, const std::vector<std::size_t>& steps = {}) {
  return {sketch_id(name).hex().substr(0, 12), sketch_id(name), steps};
}

// "error cannot-affect-build 1 2; ...": severity, id and steps.
std::string short_form(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += (text.empty() ? "" : "; ") + std::string(to_text(finding.severity)) + " " +
            std::string(id_of(finding.kind));
    for (const std::size_t step : finding.steps) text += " " + std::to_string(step);
  }
  return text;
}

std::string found(const CulpritFacts& facts, const char* log = kEndsInF) {
  return short_form(find_culprit_problems(facts, told(log)));
}

std::string first_text(const CulpritFacts& facts, const char* log = kEndsInF) {
  const std::vector<Finding> findings = find_culprit_problems(facts, told(log));
  return findings.empty() ? "" : findings.front().text;
}

TEST(CulpritFindings, NothingIsFoundWhereNothingIsKnown) {
  EXPECT_EQ(found(CulpritFacts()), "");
  EXPECT_EQ(found(changing({{"net/core/dev.c"}})), "");
  CulpritFacts unread = changing({});
  unread.claims.front().changes.reset();
  EXPECT_EQ(found(unread), "");
}

TEST(CulpritFindings, ACommitThatNoBuildNoticesIsNoCulprit) {
  EXPECT_EQ(found(changing({{"Documentation/x"}})), "error cannot-affect-build");
  EXPECT_EQ(first_text(changing({{"Documentation/x"}, {"MAINTAINERS"}})),
            sketch_id("f").brief() +
                " changes only documentation and notes for people and their tools "
                "(Documentation/x, MAINTAINERS), which no tested build can notice");
  EXPECT_EQ(found(changing({{"Documentation/x"}, {"mm/slub.c", true}})), "error cannot-affect-build");
  EXPECT_EQ(found(changing({})), "error cannot-affect-build");
  EXPECT_EQ(first_text(changing({})), sketch_id("f").brief() + " changes no file");
  EXPECT_EQ(found(changing({{"Documentation/x"}, {"net/core/dev.c"}})), "");
  EXPECT_EQ(found(changing({{"Documentation/x"}}, 2)), "warning merge-culprit");
}

TEST(CulpritFindings, TheRulesOfLinuxHoldForLinuxAlone) {
  CulpritFacts other = changing({{"Documentation/x"}});
  other.linux_tree = false;
  EXPECT_EQ(found(other), "");
  other.linux_tree.reset();
  EXPECT_EQ(found(other), "");  // a git log can be of any project
  BisectionLog log = told(kEndsInF);
  log.format = LogFormat::syzbot;
  EXPECT_EQ(short_form(find_culprit_problems(other, log)), "error cannot-affect-build");
  other.linux_tree = false;
  other.claims.front().changes = {{"src/x.c", true}};
  EXPECT_EQ(found(other), "error cannot-affect-build");
}

TEST(CulpritFindings, AnotherArchitectureCountsWhereTheTestedOneIsKnown) {
  CulpritFacts facts = changing({{"arch/arm64/mm/fault.c"}});
  EXPECT_EQ(found(facts), "");
  BisectionLog log = told(kEndsInF);
  log.format = LogFormat::syzbot;
  const std::vector<Finding> findings = find_culprit_problems(facts, log);
  EXPECT_EQ(short_form(findings), "error cannot-affect-build");
  EXPECT_THAT(findings.front().text, HasSubstr("the tested kernels are taken to be x86"));
  facts.crash_lines = {{"arch/arm64/kernel/traps.c", 1}};
  EXPECT_EQ(found(facts), "");
  facts.crash_lines = {{"arch/x86/kernel/traps.c", 1}};
  EXPECT_THAT(first_text(facts), HasSubstr("the tested kernels are x86"));
}

TEST(CulpritFindings, OneOfSeveralReportedCommitsDoesNotExcludeTheOthers) {
  CulpritFacts facts = changing({{"Documentation/x"}});
  const char* log = "start h a; good d; bad g; skip f e; claim f g";
  EXPECT_EQ(found(facts, log), "warning cannot-affect-build");
  facts.claims.push_back({sketch_id("g"), 1, std::vector<ChangedFile>{{"mm/slub.c"}}, {}, {}, false});
  EXPECT_EQ(found(facts, log), "warning cannot-affect-build");
  facts.claims.back().changes = {{"MAINTAINERS"}};
  EXPECT_EQ(found(facts, log), "error cannot-affect-build; error cannot-affect-build");
}

TEST(CulpritFindings, MergesAndReleasesAreNamed) {
  EXPECT_THAT(first_text(changing({}, 2)), HasSubstr("is a merge of 2 parents, and changes nothing beyond"));
  EXPECT_THAT(first_text(changing({{"a"}}, 3)), HasSubstr("is a merge of 3 parents, and changes a beyond"));
  CulpritFacts release = changing({{"Makefile"}});
  release.claims.front().releases = {"v5.4"};
  EXPECT_EQ(found(release), "warning release-culprit");
  EXPECT_THAT(first_text(release), HasSubstr("is the release v5.4"));
}

TEST(CulpritFindings, CodeFarFromTheCrashIsUnrelated) {
  CulpritFacts facts = changing({{"net/core/dev.c"}, {"net/core/sock.c"}});
  facts.crash_lines = {{"lib/dump_stack.c", 1}, {"fs/jbd2/commit.c", 2}, {"fs/jbd2/commit.c", 3}};
  EXPECT_EQ(found(facts), "warning unrelated-code");
  EXPECT_THAT(first_text(facts), HasSubstr("changes net/core/dev.c, net/core/sock.c, but the crash is in "
                                           "fs/jbd2/commit.c, and"));
  facts.claims.front().changes->push_back({"fs/jbd2/journal.c"});
  EXPECT_EQ(found(facts), "");
  facts.claims.front().changes = {{"net/core/dev.c"}};
  facts.crash_lines = {{"lib/dump_stack.c", 1}};
  EXPECT_EQ(found(facts), "");
}

TEST(CulpritFindings, AFixesLineAgreesOrDisagrees) {
  CulpritFacts facts = changing({{"mm/slub.c"}});
  facts.later = {later("x", false, {target("f")})};
  EXPECT_EQ(found(facts), "note fixes-tag-agrees");
  EXPECT_THAT(first_text(facts), HasSubstr("whether this bug is meant is not known"));
  facts.later = {later("x", false, {target("c")})};
  EXPECT_EQ(found(facts), "");
  facts.later = {later("x", true, {target("f")})};
  EXPECT_EQ(found(facts), "note fixes-tag-agrees");
  EXPECT_THAT(first_text(facts),
              HasSubstr("(\"subject of x\") names this bug, and by its Fixes: line it fixes"));
  facts.later = {later("x", true, {})};
  EXPECT_EQ(found(facts), "");
  facts.later = {later("x", true, {target("g"), target("f")})};
  EXPECT_EQ(found(facts), "note fixes-tag-agrees");
}

TEST(CulpritFindings, AFixesLineThatDisagreesNamesTheVerdictsItContradicts) {
  // Steps: 0 h bad, 1 a good, 2 d good, 3 f bad, 4 e good.
  CulpritFacts facts = changing({{"mm/slub.c"}});
  facts.tested = {0, 1, 2, 3, 4};
  facts.later = {later("x", true, {target("c", {0, 2, 3, 4})})};
  EXPECT_EQ(found(facts), "warning fixes-tag-disagrees 2 4");
  EXPECT_THAT(first_text(facts), HasSubstr("fixes " + sketch_id("c").brief() +
                                           "; step 2, step 4 contain it, but was called good"));
  facts.later = {later("x", true, {target("g", {0})})};
  EXPECT_EQ(found(facts), "warning fixes-tag-disagrees 3");
  EXPECT_THAT(first_text(facts), HasSubstr("; step 3 does not contain it, but was called bad"));
  facts.later = {later("x", true, {{"0123456789ab", {}, {}}})};
  EXPECT_EQ(found(facts), "warning fixes-tag-disagrees");
  EXPECT_THAT(first_text(facts), HasSubstr("fixes 0123456789ab, which is not in the repository"));
}

TEST(CulpritFindings, ACopyAnswersToTheNameOfWhatItCopies) {
  CulpritFacts facts = changing({{"mm/slub.c"}});
  facts.later = {later("x", true, {target("up")})};
  EXPECT_EQ(found(facts), "warning fixes-tag-disagrees");
  facts.claims.front().copy_of = {sketch_id("up")};
  EXPECT_EQ(found(facts), "note fixes-tag-agrees");
}

TEST(CulpritFindings, OfAFixItIsAskedWhetherItNamesTheBugItself) {
  const char* fix = "fix; start h a; good d; bad f; good e; claim f";
  CulpritFacts facts = changing({{"mm/slub.c"}});
  facts.later = {later("x", true, {target("c")})};
  EXPECT_EQ(found(facts, fix), "warning fixes-tag-disagrees");
  facts.claims.front().names_bug = true;
  EXPECT_EQ(found(facts, fix), "note fixes-tag-agrees");
  facts.later = {later("x", false, {target("f")})};
  facts.claims.front().names_bug = false;
  EXPECT_EQ(found(facts, fix), "");  // a defect of the fix, not this bug
}

TEST(CulpritFindings, ARevertIsWorthKnowingAndOfAFixAWarning) {
  CulpritFacts facts = changing({{"mm/slub.c"}});
  facts.later = {{sketch_id("r"), "Revert \"f\"", {}, {sketch_id("f")}, false}};
  EXPECT_EQ(found(facts), "note reverted-later");
  EXPECT_EQ(found(facts, "fix; start h a; good d; bad f; good e; claim f"), "warning reverted-later");
  facts.later.front().reverts = {sketch_id("g")};
  EXPECT_EQ(found(facts), "");
}

TEST(CulpritFindings, LinesThatEveryGoodCommitHasMayCrashThereToo) {
  CulpritFacts facts = changing({{"mm/slub.c"}});
  facts.ages = {{{"fs/open.c", 3}, {1, 2}, {1, 2}, false}, {{"fs/namei.c", 9}, {1, 2}, {1, 2}, {}}};
  EXPECT_EQ(found(facts), "note older-than-range 1 2");
  EXPECT_THAT(first_text(facts), HasSubstr("(fs/open.c:3, fs/namei.c:9) stand unchanged in every commit"));
  EXPECT_EQ(found(facts, "fix; start h a; good d; bad f; good e; claim f"), "");
  facts.ages.back().steps = {2};
  EXPECT_EQ(found(facts), "");
  facts.ages.back().steps = {1, 2};
  facts.ages.front().changed_by_claim = true;
  EXPECT_EQ(found(facts), "");
}

TEST(CulpritFindings, AHardFactRefutesWhateverTheVerdictsSay) {
  History history = history_of(sketch(kLine));
  EXPECT_EQ(review(history, told(kEndsInF), by_newest_rules())->conclusion, Conclusion::holds);
  history.culprit = changing({{"Documentation/x"}});
  history.culprit.notes = {"a note"};
  const Report report = *review(history, told(kEndsInF), by_newest_rules());
  EXPECT_EQ(report.conclusion, Conclusion::refuted);
  EXPECT_EQ(report.headline, sketch_id("f").brief() +
                                 " is reported, but it changes nothing that the tested builds can notice");
  EXPECT_THAT(report.reasons.front(), HasSubstr("changes only documentation"));
  EXPECT_THAT(report.method, Contains("repository: a note"));
  // What is unfinished stays undecided.
  EXPECT_EQ(review(history, told("start h a; good d"), by_newest_rules())->conclusion, Conclusion::undecided);
}

}  // namespace
}  // namespace rebisect
