#include "adapters/git/commit_mentions.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

const std::string kWhole = "1234567890abcdef1234567890abcdef12345678";

// "fixes 1234567 copies 1234...".
std::string mentions(const std::string& message) {
  const CommitMentions found = parse_mentions("tree x\nauthor y\n\n" + message);
  std::string text;
  for (const OidPrefix& id : found.fixes) text += "fixes " + id.text() + " ";
  for (const OidPrefix& id : found.reverts) text += "reverts " + id.text() + " ";
  for (const Oid& id : found.copy_of) text += "copies " + id.brief() + " ";
  return text;
}

TEST(CommitMentions, AreReadAsDevelopersWriteThem) {
  struct Row {
    const char* why;
    std::string message;
    const char* expected;
  };
  const Row rows[] = {
      {"the usual line", "x: y\n\nText.\n\nFixes: 1234567890ab (\"a: b\")\n", "fixes 1234567890ab "},
      {"several", "x\n\nFixes: 1234567\nFixes: abcdef0123 (\"b\")", "fixes 1234567 fixes abcdef0123 "},
      {"with a word more, and in another case", "x\n\nfixes: commit ABCDEF0123AB (b)", "fixes abcdef0123ab "},
      {"a whole id", "x\n\nFixes: " + kWhole + "\n", "fixes 1234567890abcdef1234567890abcdef12345678 "},
      {"too short to be one commit", "x\n\nFixes: 123456 (\"b\")", ""},
      {"no id", "x\n\nFixes: a defect\nFixes: https://example.com/1234567", ""},
      {"a word that starts with digits", "x\n\nFixes: deadbeefs are many", ""},
      {"in prose", "x\n\nThis fixes 1234567890ab as well.", ""},
      {"a revert", "Revert \"x\"\n\nThis reverts commit " + kWhole + ".\n",
       "reverts 1234567890abcdef1234567890abcdef12345678 "},
      {"a revert over two lines", "Revert \"x\"\n\nThis reverts commit\n1234567890ab as it broke y.",
       "reverts 1234567890ab "},
      {"a short revert", "x\n\nThis reverts 1234567890ab.", "reverts 1234567890ab "},
      {"a copy in a stable tree", "x\n\ncommit " + kWhole + " upstream.\n\nText", "copies 1234567890ab "},
      {"another form of it", "x\n\n[ Upstream commit " + kWhole + " ]\n", "copies 1234567890ab "},
      {"a cherry-pick", "x\n\n(cherry picked from commit " + kWhole + ")\n", "copies 1234567890ab "},
      {"a commit named in prose", "x\n\ncommit " + kWhole + " broke it.\n", ""},
      {"nothing behind the header", "", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(mentions(row.message), row.expected) << row.why;
}

TEST(CommitMentions, ABugIsNamedByItsReporterOrItsPage) {
  const auto names = [](const std::string& message) {
    return names_bug("tree x\nauthor syzbot+0123456789abcdef@x\n\n" + message, "0123456789abcdef");
  };
  EXPECT_TRUE(names("x\n\nReported-by: syzbot+0123456789abcdef@syzkaller.appspotmail.com\n"));
  EXPECT_TRUE(names("x\n\nReported-and-tested-by: syzbot+0123456789abcdef@syzkaller.appspotmail.com"));
  EXPECT_TRUE(names("x\n\nCloses: https://syzkaller.appspot.com/bug?extid=0123456789abcdef"));
  EXPECT_TRUE(names("x\n\nLink: https://syzkaller.appspot.com/bug?id=0123456789abcdef\n"));
  EXPECT_FALSE(names("x\n\nTested-by: syzbot+0123456789abcdef@syzkaller.appspotmail.com"));
  EXPECT_FALSE(names("x\n\nReported-by: syzbot+0123456789abcdef01@syzkaller.appspotmail.com"));
  EXPECT_FALSE(names("x\n\n0123456789abcdef"));
  EXPECT_FALSE(names("x"));
}

}  // namespace
}  // namespace rebisect
