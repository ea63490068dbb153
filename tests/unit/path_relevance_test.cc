#include "adapters/git/path_relevance.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/git/history_reader.h"
#include "tests/support/read_history.h"
#include "tests/support/written_repo.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;
using testing::WrittenRepo;

History history_of(const std::string& path, const Oid& tip) {
  return *testing::read_history({path}, {.ends = {tip.hex()}, .extent = HistoryRequest::Extent::all});
}

TEST(PathRelevance, IsHowNearEachCommitComes) {
  const WrittenRepo repo({
      {"root",
       {},
       "root",
       {{"fs/open.c", "1\n"}, {"fs/namei.c", "1\n"}, {"net/a.c", "1\n"}, {"arch/arm/x.c", "1\n"}}},
      {"file", {"root"}, "file", {{"fs/xattr.c", "2\n"}, {"net/a.c", "2\n"}}},
      {"directory", {"file"}, "directory", {{"fs/splice.c", "2\n"}}},
      {"far", {"directory"}, "far", {{"net/a.c", "3\n"}}},
      {"arm", {"far"}, "arm", {{"arch/arm/x.c", "2\n"}, {"Documentation/x", "2\n"}}},
      {"empty", {"arm"}, "empty"},
      {"side", {"root"}, "side", {{"fs/side.c", "2\n"}}},
      {"merge", {"empty", "side"}, "merge", {{"fs/side.c", "2\n"}}},
      {"evil", {"merge", "root"}, "evil", {{"fs/xattr.c", "3\n"}}},
  });
  const CommitSources sources = *CommitSources::open({repo.path()}, "");
  const History history = history_of(repo.path(), repo.id("evil"));
  RelevanceRequest request{{{"fs/xattr.c", 3}, {"mm/slub.c", 9}}, "x86", 100};
  const Result<PathRelevance> read =
      read_path_relevance(sources, request, history.graph, CommitSet::all(history.graph.size()));
  ASSERT_TRUE(read.has_value());
  const auto of = [&](const char* name) {
    const std::uint32_t at = place(*history.graph.find(repo.id(name)));
    constexpr const char* kWords[] = {"unread", "none", "directory", "file"};
    return std::string(kWords[static_cast<std::size_t>(read->nearness[at])]) +
           (read->cannot_affect[at] ? ", cannot affect" : "");
  };
  EXPECT_EQ(of("file"), "file");
  EXPECT_EQ(of("directory"), "directory");
  EXPECT_EQ(of("far"), "none");
  EXPECT_EQ(of("arm"), "none, cannot affect");
  EXPECT_EQ(of("empty"), "none, cannot affect");
  EXPECT_EQ(of("side"), "directory");
  EXPECT_EQ(of("merge"), "none");  // changes nothing itself
  EXPECT_EQ(of("evil"), "file");
  request.most_commits = 8;
  EXPECT_THAT(read_path_relevance(sources, request, history.graph, CommitSet::all(history.graph.size()))
                  .error()
                  .message,
              HasSubstr("9 commits are more than the 8"));
}

TEST(PathRelevance, NeedsTrees) {
  const WrittenRepo repo({{"a", {}, "a", {{"x", "1\n"}}}, {"b", {"a"}, "b", {{"x", "2\n"}}}});
  repo.git({"config", "uploadpack.allowFilter", "true"});
  const std::string clone = repo.directory().path("treeless");
  testing::git_in(repo.directory().path(),
                  {"clone", "--quiet", "--bare", "--filter=tree:0", "file://" + repo.path(), clone});
  const History history = history_of(clone, repo.id("b"));
  const auto error_of = [&](const CommitSources& sources) {
    return read_path_relevance(sources, {{}, "x86", 10}, history.graph, CommitSet::all(2)).error().message;
  };
  EXPECT_THAT(error_of(*CommitSources::open({clone}, "")), HasSubstr("nothing is fetched"));
  EXPECT_THAT(error_of(*CommitSources::open({}, "")), HasSubstr("name a repository"));
}

}  // namespace
}  // namespace rebisect
