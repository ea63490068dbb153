#include "adapters/logs/printed_commit.h"

#include <initializer_list>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using Paths = std::vector<PrintedPath>;

Paths paths_in(std::string_view line) {
  PrintedCommit commit;
  read_printed_commit(line, commit);
  return commit.paths;
}

TEST(PrintedCommit, HasThePathsOfEveryShape) {
  struct Row {
    std::string_view line;
    Paths expected;
  };
  const Row rows[] = {
      {" net/ipv4/tcp.c    | 12 ++++----", {{"net/ipv4/tcp.c", false, false}}},
      {" logo.png | Bin 0 -> 12 bytes", {{"logo.png", false, false}}},
      {" .../ethernet/intel/ice/ice.h | 2 +-", {{"ethernet/intel/ice/ice.h", false, true}}},
      {" fs/{ => xfs}/a.c | 0", {{"fs/xfs/a.c", false, false}}},
      {" fs/{xfs => }/a.c | 0", {{"fs/a.c", false, false}}},
      {" fs/{a.c => b.c} | 4 ++--", {{"fs/b.c", false, false}}},
      {" a.c => b.c | 0", {{"b.c", false, false}}},
      {":040000 040000 1111 2222 M\tnet", {{"net", true, false}}},
      {":100644 100644 1111 2222 M\tMAINTAINERS", {{"MAINTAINERS", false, false}}},
      {" 2 files changed, 3 insertions(+)", {}},
      {" create mode 100644 net/x.c", {}},
      {"    a message | 3", {}},
      {"commit 1111", {}},
      {"", {}},
  };
  for (const Row& row : rows) EXPECT_EQ(paths_in(row.line), row.expected) << row.line;
}

TEST(PrintedCommit, HasSubjectAndParents) {
  PrintedCommit commit;
  commit.parents = 1;
  for (const char* line : {"commit 1111", "Merge: 2222 3333", "Author: A <a@b.c>", "", "    the subject",
                           "    ", "    more text"}) {
    read_printed_commit(line, commit);
  }
  EXPECT_EQ(commit.subject, "the subject");
  EXPECT_EQ(commit.parents, 2U);
}

TEST(PrintedCommit, IsKeptByTheReaderOfSyzbotsLogs) {
  const BisectionLog log = testing::read_log(
      "bisecting cause commit starting from $a\nbuilding syzkaller on $f\ntesting commit $a\n"
      "all runs: crashed: WARNING in x\ntesting release v5.1\ntesting commit $b\nall runs: OK\n"
      "# git bisect start $a $b\nBisecting: 0 revisions left to test after this (roughly 0 steps)\n[$c] y\n\n"
      "testing commit $c\nall runs: crashed: WARNING in x\n# git bisect bad $c\n$c is the first bad commit\n"
      "commit $c\nAuthor: A <a@b.c>\nDate:   Mon Jan 1 00:00:00 2021 +0000\n\n    net: y\n\n"
      " net/x.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n"
      "revisions tested: 3, total time: 1h0m0s (build: 1m0s, test: 1m0s)\nfirst bad commit: $c net: y\n");
  ASSERT_TRUE(log.printed_culprit.has_value());
  EXPECT_EQ(log.printed_culprit->commit, log.claim->commits.front());
  EXPECT_EQ(log.printed_culprit->parents, 1U);
  EXPECT_EQ(log.printed_culprit->subject, "net: y");
  EXPECT_EQ(log.printed_culprit->paths, (Paths{{"net/x.c", false, false}}));
}

}  // namespace
}  // namespace rebisect
