#include "adapters/git/culprit_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/written_repo.h"

namespace rebisect {
namespace {

using ::testing::ElementsAre;
using testing::git_in;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::WrittenCommit;
using testing::WrittenRepo;

constexpr const char* kBug = "0123456789abcdef0123";
constexpr const char* kReported = "Reported-by: syzbot+0123456789abcdef0123@syzkaller.appspotmail.com\n";

// The top of a linux tree, in small.
const std::vector<std::pair<std::string, std::string>> kLinux = {{"MAINTAINERS", "x\n"},
                                                                 {"arch/x86/Makefile", "x\n"},
                                                                 {"drivers/base/a.c", "int a;\n"},
                                                                 {"fs/splice.c", "1\n2\n3\n4\n"},
                                                                 {"include/x.h", "x\n"},
                                                                 {"kernel/fork.c", "x\n"},
                                                                 {"mm/mmap.c", "x\n"},
                                                                 {"Documentation/x", "x\n"}};

CulpritRequest about(const WrittenRepo& repo, std::string_view claim) {
  CulpritRequest request;
  request.claims = {repo.id(claim)};
  request.most_messages = 1000;
  request.most_contents = 10;
  request.most_crash_files = 5;
  return request;
}

CulpritFacts read(const std::string& path, const CulpritRequest& request) {
  const CommitSources sources = *CommitSources::open({path}, "");
  Result<CulpritFacts> facts = read_culprit_facts(sources, request);
  EXPECT_TRUE(facts.has_value()) << (facts ? "" : facts.error().message);
  return facts ? *std::move(facts) : CulpritFacts();
}

// "fs/a.c fs/b.c(comments)"; "unknown".
std::string changes(const ClaimedCommit& claim) {
  if (!claim.changes) return "unknown";
  std::string text;
  for (const ChangedFile& change : *claim.changes) {
    text += (text.empty() ? "" : " ") + change.path;
    if (change.comments_only) text += *change.comments_only ? "(comments)" : "(code)";
  }
  return text;
}

std::string changes_of(const WrittenRepo& repo, std::string_view commit) {
  return changes(read(repo.path(), about(repo, commit)).claims.at(0));
}

TEST(CulpritReader, ListsWhatACommitChanges) {
  const WrittenRepo repo({
      {"root", {}, "root", kLinux},
      {"code", {"root"}, "code", {{"fs/splice.c", "1\n2\nthree\n4\n"}, {"Documentation/x", "y\n"}}},
      {"comment", {"code"}, "comment", {{"drivers/base/a.c", "/* a */\nint a;\n"}}},
      {"new", {"comment"}, "new", {{"drivers/base/b.c", "int b;\n"}, {"fs/sub/deep/c.c", "int c;\n"}}},
      {"gone", {"new"}, "gone", {{"drivers/base/b.c", ""}, {"Makefile", "x\n"}}},
      {"empty", {"gone"}, "empty"},
      {"folder", {"empty"}, "a file becomes a folder", {{"Makefile", ""}, {"Makefile/x", "x\n"}}},
  });
  EXPECT_EQ(changes_of(repo, "code"), "Documentation/x fs/splice.c(code)");
  EXPECT_EQ(changes_of(repo, "comment"), "drivers/base/a.c(comments)");
  EXPECT_EQ(changes_of(repo, "new"), "drivers/base/b.c fs/sub/deep/c.c");
  EXPECT_EQ(changes_of(repo, "gone"), "Makefile drivers/base/b.c");
  EXPECT_EQ(changes_of(repo, "empty"), "");
  EXPECT_EQ(changes_of(repo, "folder"), "Makefile Makefile/x");
  const CulpritFacts root = read(repo.path(), about(repo, "root"));
  EXPECT_EQ(root.claims.at(0).changes->size(), kLinux.size());
  EXPECT_EQ(root.linux_tree, true);
  EXPECT_EQ(root.claims.at(0).parents, 0U);
  EXPECT_THAT(root.notes, IsEmpty());
}

TEST(CulpritReader, OfAMergeItListsWhatDiffersFromEveryParent) {
  const WrittenRepo repo({
      {"root", {}, "root", kLinux},
      {"left", {"root"}, "left", {{"fs/left.c", "l\n"}, {"fs/splice.c", "left\n"}}},
      {"right", {"root"}, "right", {{"mm/right.c", "r\n"}, {"fs/splice.c", "right\n"}}},
      {"clean", {"left", "right"}, "clean", {{"mm/right.c", "r\n"}}},
      {"evil",
       {"left", "right"},
       "evil",
       {{"mm/right.c", "r\n"}, {"fs/splice.c", "both\n"}, {"mm/new.c", "n\n"}}},
  });
  EXPECT_EQ(changes_of(repo, "clean"), "");
  EXPECT_EQ(changes_of(repo, "evil"), "fs/splice.c(code) mm/new.c");
  // As git sees it.
  EXPECT_EQ(repo.git({"diff-tree", "-c", "--name-only", "--no-commit-id", "-r", repo.id("evil").hex()}),
            "fs/splice.c\nmm/new.c\n");
  EXPECT_EQ(read(repo.path(), about(repo, "evil")).claims.at(0).parents, 2U);
}

TEST(CulpritReader, KnowsReleasesAndOtherProjects) {
  const WrittenRepo repo({{"a", {}, "a", {{"x", "1\n"}}}, {"b", {"a"}, "b", {{"x", "2\n"}}}});
  const std::string id = repo.id("b").hex();
  for (const char* tag : {"v5.4", "v5.4-rc1", "v5.4.3", "v5", "v5.4.3.2", "version", "v5.x", "v5.4."}) {
    if (std::string_view(tag) != "v5.4.") repo.git({"tag", "-a", "-m", tag, tag, id});
  }
  repo.git({"tag", "v4.19", repo.id("a").hex()});
  const CulpritFacts facts = read(repo.path(), about(repo, "b"));
  EXPECT_THAT(facts.claims.at(0).releases, ElementsAre("v5.4", "v5.4.3"));
  EXPECT_EQ(facts.linux_tree, false);
}

// "fix(bug): fixes culprit[1 2]; ...", newest first; steps are those that contain the target.
std::string later(const WrittenRepo& repo, const CulpritFacts& facts) {
  std::string text;
  for (const LaterCommit& commit : facts.later) {
    text += fmt::format("{}{}{}:", text.empty() ? "" : "; ", repo.name(commit.id),
                        commit.names_bug ? "(bug)" : "");
    for (const FixTarget& target : commit.fixes) {
      text += " fixes " + (target.commit ? repo.name(*target.commit) : target.text);
      for (const std::size_t step : target.steps) text += fmt::format("[{}]", step);
    }
    for (const Oid& id : commit.reverts) text += " reverts " + repo.name(id);
  }
  return text;
}

const std::vector<WrittenCommit> kStory = {
    {"old", {}, "old"},
    {"good", {"old"}, "good"},
    {"claim", {"good"}, "claim"},
    {"bad", {"claim"}, "bad"},
    {"other", {"bad"}, "other\n\nFixes: <old> (\"old\")\n"},
    {"fix", {"other"}, "fix it\n\nText.\n\nFixes: <claim> (\"claim\")\n"},
    {"revert", {"fix"}, "Revert \"claim\"\n\nThis reverts commit <<claim>>.\n"},
    {"reported", {"revert"}, std::string("really fix it\n\n") + kReported + "Fixes: <old> (\"old\")\n"},
    {"lost", {"reported"}, std::string("again\n\n") + kReported + "Fixes: 012345678901 (\"elsewhere\")\n"},
    {"side", {"old"}, "side\n\nFixes: <claim> (\"claim\")\n"},
};

TEST(CulpritReader, FindsWhatLaterCommitsSay) {
  const WrittenRepo repo(kStory);
  CulpritRequest request = about(repo, "claim");
  EXPECT_EQ(later(repo, read(repo.path(), request)),
            "side: fixes claim; revert: reverts claim; fix: fixes claim");
  request.bug_id = kBug;
  request.tested = {{repo.id("bad"), 0}, {repo.id("good"), 1}, {repo.id("claim"), 2}};
  const CulpritFacts facts = read(repo.path(), request);
  EXPECT_EQ(later(repo, facts),
            "side: fixes claim; lost(bug): fixes 012345678901; reported(bug): fixes old[0][1][2]; "
            "revert: reverts claim; fix: fixes claim");
  EXPECT_EQ(facts.later.back().subject, "fix it");
  EXPECT_THAT(facts.tested, ElementsAre(0, 1, 2));
  EXPECT_TRUE(facts.messages_read);
  EXPECT_FALSE(facts.messages_cut);
}

TEST(CulpritReader, MessagesAreReadOnlyAsFarAsAsked) {
  const WrittenRepo repo(kStory);
  CulpritRequest request = about(repo, "claim");
  request.most_messages = 3;
  const CulpritFacts cut = read(repo.path(), request);
  EXPECT_TRUE(cut.messages_cut);
  EXPECT_THAT(cut.notes, ElementsAre(HasSubstr("came later only 3 were")));
  request.later_commits = false;
  const CulpritFacts none = read(repo.path(), request);
  EXPECT_FALSE(none.messages_read);
  EXPECT_THAT(none.later, IsEmpty());
  EXPECT_THAT(none.notes, IsEmpty());
}

TEST(CulpritReader, ACopyIsFoundByWhatItIsACopyOf) {
  const WrittenRepo repo({{"old", {}, "old"},
                          {"up", {"old"}, "up"},
                          {"claim", {"old"}, std::string("up\n\ncommit <<up>> upstream.\n\n") + kReported},
                          {"fix", {"claim"}, "fix\n\nFixes: <up> (\"up\")\n"}});
  CulpritRequest request = about(repo, "claim");
  request.bug_id = kBug;
  const CulpritFacts facts = read(repo.path(), request);
  EXPECT_THAT(facts.claims.at(0).copy_of, ElementsAre(repo.id("up")));
  EXPECT_TRUE(facts.claims.at(0).names_bug);
  EXPECT_EQ(later(repo, facts), "fix: fixes up");
}

TEST(CulpritReader, SaysWhichGoodCommitsHaveTheLinesThatCrash) {
  const WrittenRepo repo({
      {"root", {}, "root", {{"fs/splice.c", "1\n2\n3\n4\n"}, {"fs/namei.c", "x\n"}}},
      {"good", {"root"}, "good", {{"fs/splice.c", "new\n1\n2\n3\n4\n"}}},
      {"claim", {"good"}, "claim", {{"fs/splice.c", "new\n1\n\t2\n3\nby claim\n4\n"}}},
      {"crash",
       {"claim"},
       "crash",
       {{"fs/splice.c", "more\nnew\n1\n  2\n3\nby claim\n4\n"}, {"fs/new.c", "y\n"}}},
  });
  CulpritRequest request = about(repo, "claim");
  request.crash_commit = repo.id("crash");
  request.goods = {{repo.id("root"), 1}, {repo.id("good"), 2}};
  const auto age = [&](const char* file, std::uint32_t line) {
    request.crash = {{file, line}};
    const CulpritFacts facts = read(repo.path(), request);
    EXPECT_THAT(facts.notes, IsEmpty());
    if (facts.ages.empty()) return std::string("not looked at");
    std::string text;
    for (const std::size_t step : facts.ages.front().steps) text += fmt::format("{} ", step);
    return text + (facts.ages.front().changed_by_claim.value_or(false) ? "claimed" : "");
  };
  EXPECT_EQ(age("fs/splice.c", 1), "");      // newer than all
  EXPECT_EQ(age("fs/splice.c", 2), "2 ");    // of the second good
  EXPECT_EQ(age("fs/splice.c", 4), "1 2 ");  // only indented anew
  EXPECT_EQ(age("fs/splice.c", 5), "1 2 ");
  EXPECT_EQ(age("fs/splice.c", 6), "claimed");
  EXPECT_EQ(age("fs/splice.c", 8), "not looked at");  // the file has no such line
  EXPECT_EQ(age("fs/new.c", 1), "");
  EXPECT_EQ(age("fs/none.c", 1), "not looked at");
  EXPECT_EQ(age("mm/slub.c", 1), "not looked at");  // says nothing of the bug
}

// Everything but messages is missing, or file contents alone.
TEST(CulpritReader, WhatIsNotInTheRepositoryIsANote) {
  const WrittenRepo repo({{"root", {}, "root", kLinux},
                          {"claim", {"root"}, "claim", {{"fs/splice.c", "1\n2\nthree\n4\n"}}},
                          {"fix", {"claim"}, "fix\n\nFixes: <claim> (\"claim\")\n"}});
  repo.git({"config", "uploadpack.allowFilter", "true"});
  CulpritRequest request = about(repo, "claim");
  request.crash = {{"fs/splice.c", 2}};
  request.crash_commit = repo.id("claim");
  request.goods = {{repo.id("root"), 0}};
  struct Row {
    const char* filter;
    const char* changes;
    const char* note;
  };
  for (const Row& row :
       {Row{"tree:0", "unknown", "what the reported commit changes is not known: tree "},
        Row{"blob:none", "fs/splice.c", "whether only comments change is not known: file content "}}) {
    SCOPED_TRACE(row.filter);
    const std::string clone = repo.directory().path(row.filter);
    git_in(repo.directory().path(), {"clone", "--quiet", "--bare", std::string("--filter=") + row.filter,
                                     "file://" + repo.path(), clone});
    const CulpritFacts facts = read(clone, request);
    EXPECT_EQ(changes(facts.claims.at(0)), row.changes);
    EXPECT_EQ(later(repo, facts), "fix: fixes claim");
    ASSERT_EQ(facts.notes.size(), 2U);
    EXPECT_THAT(facts.notes[0], HasSubstr(row.note));
    EXPECT_THAT(facts.notes[1], HasSubstr("how old the lines of the crash are is not known"));
    EXPECT_THAT(facts.ages, IsEmpty());
  }
}

TEST(CulpritReader, AShallowCommitHasNoChanges) {
  const WrittenRepo repo({{"root", {}, "root", kLinux},
                          {"claim", {"root"}, "claim", {{"fs/splice.c", "x\n"}}},
                          {"fix", {"claim"}, "fix\n\nFixes: <claim> (\"claim\")\n"}});
  const std::string clone = repo.directory().path("shallow");
  git_in(repo.directory().path(),
         {"clone", "--quiet", "--bare", "--depth=2", "--branch=fix", "file://" + repo.path(), clone});
  const CulpritFacts facts = read(clone, about(repo, "claim"));
  EXPECT_EQ(changes(facts.claims.at(0)), "unknown");
  EXPECT_THAT(facts.notes, ElementsAre(HasSubstr("the repository is shallow there")));
  EXPECT_EQ(later(repo, facts), "fix: fixes claim");
}

TEST(CulpritReader, AHistoryWithoutContentTellsNothing) {
  const WrittenRepo repo({{"a", {}, "a"}, {"b", {"a"}, "b"}});
  EXPECT_EQ(changes_of(repo, "b"), "unknown");
}

TEST(CulpritReader, WithoutAClaimOrARepositoryThereIsNothing) {
  const WrittenRepo repo({{"a", {}, "a"}});
  EXPECT_EQ(read(repo.path(), CulpritRequest()), CulpritFacts());
  EXPECT_EQ(*read_culprit_facts(*CommitSources::open({}, ""), about(repo, "a")), CulpritFacts());
  CulpritRequest unknown = about(repo, "a");
  unknown.claims = {*Oid::from_hex(std::string(40, '1'))};
  EXPECT_THAT(read(repo.path(), unknown).claims, IsEmpty());
}

}  // namespace
}  // namespace rebisect
