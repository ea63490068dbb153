#include "tests/support/temp_repo.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "tests/support/generate.h"

namespace rebisect::testing {
namespace {

constexpr const char* kDiamond = "a; b: a; c: a; d: b c; e: d";

TEST(TempRepo, HoldsTheSketch) {
  const TempRepo repo = TempRepo::from_sketch(kDiamond);
  EXPECT_EQ(repo.names(repo.rev_list({"HEAD"})), "a b c d e");
  EXPECT_EQ(repo.git({"log", "--format=%s %ct", "-1", repo.id("b").hex()}), "b 1000000060\n");
  EXPECT_EQ(repo.git({"rev-parse", repo.id("d").hex() + "^@"}),
            repo.id("b").hex() + "\n" + repo.id("c").hex() + "\n");
  EXPECT_EQ(repo.git({"for-each-ref", "--format=%(refname)"}), "refs/heads/e\n");
}

TEST(TempRepo, KeepsAParentThatIsNamedTwice) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: b b a");
  const std::string parents = repo.git({"log", "--format=%P", "-1", repo.id("c").hex()});
  EXPECT_EQ(parents, repo.id("b").hex() + " " + repo.id("b").hex() + " " + repo.id("a").hex() + "\n");
}

TEST(TempRepo, KnowsItsGraphUnderTheRealIds) {
  const TempRepo repo = TempRepo::from_sketch("a; b; c: b a");
  EXPECT_EQ(repo.graph().id(repo.at("c")), repo.id("c"));
  EXPECT_THAT(repo.graph().parents(repo.at("c")), ::testing::ElementsAre(repo.at("b"), repo.at("a")));
}

TEST(TempRepo, WritesWhatTheOptionsSay) {
  const TempRepo repo =
      TempRepo::from_sketch(kDiamond, {.kind = RepoOptions::Kind::with_work_tree,
                                       .trees = RepoOptions::Trees::file_each,
                                       .commit_graph_file = RepoOptions::CommitGraphFile::single,
                                       .tags = {"a"},
                                       .annotated_tags = {"b"}});
  EXPECT_TRUE(std::filesystem::exists(repo.path() + "/d.txt"));
  EXPECT_EQ(repo.git({"status", "--porcelain"}), "");
  EXPECT_EQ(repo.git({"commit-graph", "verify"}), "");
  EXPECT_EQ(repo.git({"cat-file", "-t", "a"}), "commit\n");
  EXPECT_EQ(repo.git({"cat-file", "-t", "b"}), "tag\n");
}

TEST(TempRepo, IsRemovedInTheEnd) {
  std::string path;
  {
    const TempRepo repo = TempRepo::from_sketch("a");
    path = repo.path();
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(RandomHistory, IsTheSameFromTheSameSeedAndBuildsARepository) {
  const HistoryShape shape{
      .commits = 300, .roots = 2, .octopus_rate = 0.3, .duplicate_parent_rate = 0.1, .skew_rate = 0.2};
  Rng rng(7);
  Rng again(7);
  const CommitList list = random_history(rng, shape);
  EXPECT_EQ(list.ids, random_history(again, shape).ids);
  const TempRepo repo = TempRepo::from_list(list, {.trees = RepoOptions::Trees::empty});
  EXPECT_EQ(repo.graph().size(), 300U);
  EXPECT_EQ(repo.rev_list({"--all"}).size(), 300U);
}

}  // namespace
}  // namespace rebisect::testing
