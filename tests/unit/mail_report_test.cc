#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/report/mail.h"
#include "engine/review/review.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr ToolVersion kTool{"rebisect", "1.2.3"};
const std::string kCommit(40, 'a');

Report holding() {
  Report report;
  report.log = testing::told("start h a; good d; bad e; claim e");
  report.conclusion = Conclusion::holds;
  report.headline = "aaaaaaaaaaaa is the one commit that the verdicts leave";
  report.deduction.claimed = {kCommit};
  report.descriptions[kCommit] = {"net: Add a queue", "A U Thor", 0, 0};
  return report;
}

TEST(MailReport, AnswersTheMailThatTheLogStoodIn) {
  Report report = holding();
  report.log.mail =
      MailFacts{"<1@example.com>", "[bug] it fails", "A U Thor", "Mon, 10 May 2021 01:02:03 +0000"};
  EXPECT_EQ(to_mail(report, kTool),
            "Subject: Re: [bug] it fails\n"
            "In-Reply-To: <1@example.com>\n"
            "\n"
            "On Mon, 10 May 2021 01:02:03 +0000, A U Thor wrote:\n"
            "> the first bad commit is:\n"
            "> commit " +
                kCommit +
                "\n"
                ">     net: Add a queue\n"
                "\n"
                "I had the bisection log checked by rebisect 1.2.3 (replayed on the\n"
                "repository). The result holds: aaaaaaaaaaaa is the one commit that the\n"
                "verdicts leave.\n"
                "\n"
                "To act on that (indented, so that nothing is triggered yet):\n"
                "    Fixes: aaaaaaaaaaaa (\"net: Add a queue\")\n");
}

TEST(MailReport, RepeatsASubjectThatIsAReplyAlready) {
  Report report = holding();
  report.log.mail = MailFacts{"", "Re: it fails", "A U Thor", ""};
  EXPECT_THAT(to_mail(report, kTool), StartsWith("Subject: Re: it fails\n\n> the first bad"));
}

TEST(MailReport, LeavesOutAMessageIdThatCannotStandOnALine) {
  Report report = holding();
  for (const std::string& id :
       {"<" + std::string(70, 'x') + ">", std::string("<a b@example.com>"), std::string()}) {
    report.log.mail = MailFacts{id, "it fails", "", ""};
    EXPECT_THAT(to_mail(report, kTool), Not(HasSubstr("In-Reply-To")));
  }
}

TEST(MailReport, SuggestsWhatFitsTheResult) {
  Report fix = holding();
  fix.log.format = LogFormat::syzbot;
  fix.log.aim = Aim::fix;
  EXPECT_THAT(to_mail(fix, kTool), HasSubstr("> syzbot suspects this issue was fixed by commit:\n"));
  EXPECT_THAT(to_mail(fix, kTool), HasSubstr("\n    #syz fix:\n    net: Add a queue\n"));
  Report untitled = holding();
  untitled.descriptions.clear();
  untitled.log.claim->text.clear();
  EXPECT_THAT(to_mail(untitled, kTool), Not(HasSubstr("Fixes:")));
  Report doubtful = holding();
  doubtful.conclusion = Conclusion::doubtful;
  EXPECT_THAT(to_mail(doubtful, kTool), Not(HasSubstr("Fixes:")));
  doubtful.log.format = LogFormat::syzbot;
  doubtful.log.steps[2].role = StepRole::release;
  doubtful.log.steps[2].release = "v5.11";
  doubtful.disputes = {{2, "d", DisputeKind::false_good, 0.6, {}, {}, 0, {}, 0}};
  EXPECT_THAT(to_mail(doubtful, kTool), HasSubstr("\n    #syz test:\n    git://git.kernel.org/"));
  EXPECT_THAT(to_mail(doubtful, kTool), HasSubstr("\n    v5.11\n"));
}

TEST(MailReport, AddsUpTheTestsOfACommit) {
  Report report = holding();
  report.plan = std::vector<PlanPart>{{kCommit, 2, 0.5}, {std::string(40, 'b'), 1, 0.3}, {kCommit, 3, 0.1}};
  EXPECT_THAT(
      to_mail(report, kTool),
      HasSubstr("What would settle it:\n  5 more runs of aaaaaaaaaaaa\n  1 more run of bbbbbbbbbbbb\n"));
}

}  // namespace
}  // namespace rebisect
