#include "adapters/process/git_reply.h"

#include <string>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

using Kind = GitReply::Kind;

const std::string kA(Oid::kDigits, 'a');
const std::string kB(Oid::kDigits, 'b');

std::vector<Oid> ids(const std::vector<std::string>& texts) {
  std::vector<Oid> result;
  result.reserve(texts.size());
  for (const std::string& text : texts) result.push_back(*Oid::from_hex(text));
  return result;
}

TEST(GitReply, IsReadFromWhatGitPrints) {
  struct Row {
    const char* why;
    GitRun run;
    GitReply reply;
  };
  const std::string warning =
      "Warning: the merge base between " + kA + " and [" + kB + "] must be skipped.\n";
  const Row rows[] = {
      {"a commit to test",
       {0, "Bisecting: 12 revisions left to test after this (roughly 4 steps)\n[" + kA + "] title\n", ""},
       {Kind::test, ids({kA}), 12, 4, 0}},
      {"in the singular",
       {0, "Bisecting: 1 revision left to test after this (roughly 1 step)\n[" + kA + "]\n", ""},
       {Kind::test, ids({kA}), 1, 1, 0}},
      {"less than nothing left, with paths",
       {0, "Bisecting: -1 revisions left to test after this (roughly 0 steps)\n[" + kA + "] title\n", ""},
       {Kind::test, ids({kA}), -1, 0, 0}},
      {"a skipped merge base was passed over",
       {0, "Bisecting: 1 revision left to test after this (roughly 1 step)\n[" + kA + "] title\n", warning},
       {Kind::test, ids({kA}), 1, 1, 1}},
      {"a merge base",
       {0, "Bisecting: a merge base must be tested\n[" + kB + "] title\n", ""},
       {Kind::merge_base, ids({kB}), {}, {}, 0}},
      {"the end, and the commit below it",
       {0, kA + " is the first bad commit\ncommit " + kA + "\nAuthor: A\n", ""},
       {Kind::first_bad, ids({kA}), {}, {}, 0}},
      {"the end, in the quotes of 2.55",
       {0, kA + " is the first 'bad' commit\n", ""},
       {Kind::first_bad, ids({kA}), {}, {}, 0}},
      {"the end, where the commit cannot be shown for lack of its tree",
       {128, kA + " is the first bad commit\n", "fatal: unable to read tree " + kB + "\n"},
       {Kind::first_bad, ids({kA}), {}, {}, 0}},
      {"skipped commits in git's order",
       {2,
        "There are only 'skip'ped commits left to test.\nThe first bad commit could be any of:\n" + kB +
            "\n" + kA + "\nWe cannot bisect more!\n",
        ""},
       {Kind::only_skipped, ids({kB, kA}), {}, {}, 0}},
      {"a bad merge base; which, git can get wrong",
       {3, "", "The merge base " + kA + " is bad.\nThis means the bug has been fixed between ...\n"},
       {Kind::merge_base_bad, {}, {}, {}, 0}},
      {"ends that do not fit",
       {1, "", "Some good revs are not ancestors of the bad rev.\ngit bisect cannot work properly\n"},
       {Kind::not_ancestors, {}, {}, {}, 0}},
      {"the same before 2.12",
       {1, "", "Some good revs are not ancestor of the bad rev.\n"},
       {Kind::not_ancestors, {}, {}, {}, 0}},
      {"two verdicts", {1, kA + " was both good and bad\n", ""}, {Kind::both_good_and_bad, {}, {}, {}, 0}},
      {"nothing to test",
       {4, "", "No testable commit found.\nMaybe you started with bad path arguments?\n"},
       {Kind::no_testable, {}, {}, {}, 0}},
      {"waiting, since 2.37",
       {0, "status: waiting for bad commit, 1 good commit known\n", ""},
       {Kind::waiting, {}, {}, {}, 0}},
      {"waiting, before", {0, "", ""}, {Kind::waiting, {}, {}, {}, 0}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(read_git_reply(row.run), row.reply);
  }
}

TEST(GitReply, IsNoneWhereGitGaveNone) {
  const GitRun rows[] = {
      {1, "", "You need to start by \"git bisect start\"\n"},
      {128, "", "fatal: bad object " + kA + "\n"},
      {0, "all is well\n", ""},
      {0, "Bisecting: many revisions left\n[" + kA + "] title\n", ""},
      {0, "Bisecting: 3 revisions left to test after this (roughly 1 step)\n", ""},
      {0, "Bisecting: 3 revisions left to test after this (roughly 1 step)\n[" + kA.substr(1) + "] x\n", ""},
      {0, "Bisecting: a merge base must be tested\n", ""},
      {2, "There are only 'skip'ped commits left to test.\n", ""},
      {0, "xyz is the first bad commit\n", ""},
      {137, "", ""},
  };
  for (const GitRun& run : rows) EXPECT_FALSE(read_git_reply(run).has_value()) << run.output << run.errors;
}

}  // namespace
}  // namespace rebisect
