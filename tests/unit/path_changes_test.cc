#include "adapters/git/path_changes.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "tests/support/generate.h"
#include "tests/support/read_history.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::RepoOptions;
using testing::TempRepo;

Result<PathsRead> read_all(const TempRepo& repo, const std::vector<std::string>& paths, bool dashes = true) {
  return read_path_changes(testing::open_sources({repo.path()}), {paths, dashes}, repo.graph(),
                           CommitSet::all(repo.graph().size()));
}

// "b d/2": the commits that change something, and against which parent where it is not the first.
std::string changed(const TempRepo& repo, const PathChanges& changes) {
  std::string text;
  for (std::uint32_t i = 0; i < repo.graph().size(); ++i) {
    const auto commit = CommitIndex(i);
    for (std::size_t parent = 0; parent < changes.count(commit); ++parent) {
      if (changes.change(commit, parent) != PathChanges::Change::some) continue;
      text += (text.empty() ? "" : " ") + repo.name(repo.graph().id(commit));
      if (parent > 0) text += fmt::format("/{}", parent + 1);
    }
  }
  return text;
}

// The same from git itself.
std::string changed_by_git(const TempRepo& repo, const std::vector<std::string>& paths) {
  std::string text;
  for (std::uint32_t i = 0; i < repo.graph().size(); ++i) {
    const auto commit = CommitIndex(i);
    const auto parents = repo.graph().parents(commit);
    for (std::size_t parent = 0; parent < std::max<std::size_t>(parents.size(), 1); ++parent) {
      const std::string empty_tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
      std::vector<std::string> arguments{
          "diff-tree",
          "-r",
          "--name-only",
          parents.empty() ? empty_tree : repo.graph().id(parents[parent]).hex(),
          repo.graph().id(commit).hex(),
          "--"};
      arguments.insert(arguments.end(), paths.begin(), paths.end());
      if (repo.git(arguments).empty()) continue;
      text += (text.empty() ? "" : " ") + repo.name(repo.graph().id(commit));
      if (parent > 0) text += fmt::format("/{}", parent + 1);
    }
  }
  return text;
}

TEST(PathChanges, AreReadForEveryParentAndForRootsAgainstNothing) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: a; d: b c");  // each adds NAME.txt
  EXPECT_EQ(changed(repo, read_all(repo, {"a.txt"})->as_given), "a");
  EXPECT_EQ(changed(repo, read_all(repo, {"b.txt"})->as_given), "b d/2");
  EXPECT_EQ(changed(repo, read_all(repo, {"c.txt"})->as_given), "c d/2");
  EXPECT_EQ(changed(repo, read_all(repo, {"nothing"})->as_given), "");
}

TEST(PathChanges, AreThoseOfGitInRandomHistories) {
  const std::vector<std::vector<std::string>> lists = {
      {"d0"}, {"d1/f3", "d0/f0"}, {"*f2"}, {":(exclude)d0"}, {":(glob)*/f1", ":!d1"}, {":(icase)D1"}};
  for (std::uint64_t seed = 0; seed < lists.size(); ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    testing::HistoryShape shape;
    shape.commits = 20;
    shape.roots = 2;
    const TempRepo repo =
        TempRepo::from_list(testing::random_history(rng, shape), {.trees = RepoOptions::Trees::shared});
    EXPECT_EQ(changed(repo, read_all(repo, lists[seed])->as_given), changed_by_git(repo, lists[seed]));
  }
}

TEST(PathChanges, TheDashesAreReadWhereTheyMatter) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: b");
  EXPECT_EQ(read_all(repo, {"a.txt"})->with_dashes, std::nullopt);
  EXPECT_EQ(read_all(repo, {":!a.txt"}, /*dashes=*/false)->with_dashes, std::nullopt);
  const PathsRead excluding = *read_all(repo, {":!a.txt"});
  EXPECT_EQ(changed(repo, excluding.as_given), "b c");
  ASSERT_NE(excluding.with_dashes, std::nullopt);
  EXPECT_EQ(changed(repo, *excluding.with_dashes), "");
}

TEST(PathChanges, SeeAFileThatBecomesAFolderAndAnotherMode) {
  const TempRepo repo = TempRepo::from_sketch("a", {.trees = RepoOptions::Trees::empty});
  const char* commits[] = {"M 100644 inline x\ndata 1\n1\n", "D x\nM 100644 inline x/y\ndata 1\n1\n",
                           "M 100755 inline x/y\ndata 1\n1\n", "M 100755 inline z\ndata 1\n1\n"};
  std::string stream;
  for (const char* commit : commits) {
    stream += "commit refs/heads/x\ncommitter C <c@example.com> 1 +0000\ndata 0\n";
    stream += commit;
  }
  repo.git({"fast-import", "--quiet"}, stream);
  CommitList list;
  const std::vector<Oid> ids = repo.rev_list({"--reverse", "x"});
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    list.add(ids[i], 1, i == 0 ? std::vector<std::uint32_t>() : std::vector<std::uint32_t>{i - 1});
  }
  const CommitGraph graph = *CommitGraph::build(list);
  const auto places = [&](const char* path) {
    const PathChanges changes = read_path_changes(testing::open_sources({repo.path()}), {{path}, true}, graph,
                                                  CommitSet::all(graph.size()))
                                    ->as_given;
    std::string text;
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      const CommitIndex commit = *graph.find(ids[i]);
      if (changes.change(commit, 0) == PathChanges::Change::some) text += fmt::format("{}", i);
    }
    return text;
  };
  EXPECT_EQ(places("x"), "012");
  EXPECT_EQ(places("x/"), "12");
  EXPECT_EQ(places("x/y"), "12");
}

TEST(PathChanges, OtherCommitsStayUnread) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a");
  CommitSet only(repo.graph().size());
  only.insert(repo.at("b"));
  const PathChanges changes =
      read_path_changes(testing::open_sources({repo.path()}), {{"a.txt"}, true}, repo.graph(), only)
          ->as_given;
  EXPECT_EQ(changes.change(repo.at("a"), 0), PathChanges::Change::unread);
  EXPECT_EQ(changes.change(repo.at("b"), 0), PathChanges::Change::none);
}

TEST(PathChanges, WithoutTreesOneLineSaysSo) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a", {.kind = RepoOptions::Kind::with_work_tree});
  const std::string treeless = repo.beside("treeless.git");
  repo.git({"config", "uploadpack.allowFilter", "true"});
  repo.git({"clone", "--quiet", "--bare", "--filter=tree:0", "--no-local", repo.path(), treeless});
  const auto missing = read_path_changes(testing::open_sources({treeless}), {{"a.txt"}, true}, repo.graph(),
                                         CommitSet::all(2));
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::repository);
  EXPECT_THAT(missing.error().message,
              AllOf(HasSubstr("tree "), HasSubstr(" is not in the repository, and nothing is fetched")));

  const auto alone = read_path_changes({}, {{"a.txt"}, true}, repo.graph(), CommitSet::all(2));
  ASSERT_FALSE(alone.has_value());
  EXPECT_THAT(alone.error().message, HasSubstr("--repo"));

  // A second repository can have them.
  EXPECT_TRUE(read_path_changes(testing::open_sources({treeless, repo.path()}), {{"a.txt"}, true},
                                repo.graph(), CommitSet::all(2))
                  .has_value());
}

TEST(PathChanges, FollowReplaceRefs) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: b; d: b");
  repo.git({"replace", repo.id("c").hex(), repo.id("d").hex()});
  EXPECT_EQ(changed(repo, read_all(repo, {"c.txt"})->as_given), "");
  EXPECT_EQ(changed(repo, read_all(repo, {"d.txt"})->as_given), "c d");
}

}  // namespace
}  // namespace rebisect
