#include "adapters/git/commit_graph_file.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/rng.h"
#include "tests/support/generate.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using testing::bytes_of;
using ::testing::HasSubstr;
using testing::random_history;
using testing::RepoOptions;
using testing::TempRepo;

constexpr const char* kSketch = "a; b: a; c: a; d: a; m: b c d; n: m b b; o: n";
const RepoOptions kWithFile{.trees = RepoOptions::Trees::empty,
                            .commit_graph_file = RepoOptions::CommitGraphFile::single};

std::string file_of(const TempRepo& repo) {
  return repo.path() + "/objects/info/commit-graph";
}

// "PARENT PARENT @TIME" of each commit; what git's objects and the file both say.
std::vector<std::string> content(const CommitGraph& graph) {
  std::vector<std::string> lines;
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    std::string line = graph.id(CommitIndex(i)).hex() + ":";
    for (const CommitIndex parent : graph.parents(CommitIndex(i))) line += " " + graph.id(parent).hex();
    lines.push_back(line + " @" + std::to_string(graph.time(CommitIndex(i))));
  }
  std::ranges::sort(lines);
  return lines;
}

// Nothing where the file points outside of itself.
std::optional<std::vector<std::string>> content(const CommitGraphFile& file) {
  std::vector<std::string> lines;
  for (std::uint32_t i = 0; i < file.size(); ++i) {
    const auto parents = file.parents(GraphPosition(i));
    if (!parents) return std::nullopt;
    std::string line = file.id(GraphPosition(i)).hex() + ":";
    for (const GraphPosition parent : *parents) line += " " + file.id(parent).hex();
    lines.push_back(line + " @" + std::to_string(file.time(GraphPosition(i))));
  }
  std::ranges::sort(lines);
  return lines;
}

TEST(CommitGraphFile, SaysWhatTheObjectsSay) {
  Rng rng(1);
  const CommitList list = random_history(rng, {.commits = 300,
                                               .roots = 3,
                                               .octopus_rate = 0.3,
                                               .duplicate_parent_rate = 0.2,
                                               .skew_rate = 0.2,
                                               .skew = 100'000});
  const TempRepo repo = TempRepo::from_list(list, kWithFile);
  const auto file = CommitGraphFile::open(file_of(repo));
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(content(*file), content(repo.graph()));
  EXPECT_TRUE(file->check_content());
}

TEST(CommitGraphFile, FindsIdsAndPrefixes) {
  const TempRepo repo = TempRepo::from_sketch(kSketch, kWithFile);
  const auto file = CommitGraphFile::open(file_of(repo));
  ASSERT_TRUE(file) << file.error().message;
  for (const auto& [name, id] : repo.ids()) {
    SCOPED_TRACE(name);
    const auto position = file->find(id);
    ASSERT_TRUE(position);
    EXPECT_EQ(file->id(*position), id);
    EXPECT_THAT(file->find(*OidPrefix::from_hex(id.brief())), ::testing::ElementsAre(*position));
  }
  EXPECT_EQ(file->find(Oid()), std::nullopt);
  EXPECT_EQ(file->find(*Oid::from_hex(std::string(40, 'f'))), std::nullopt);
}

TEST(CommitGraphFile, ReadsAChain) {
  const TempRepo repo = TempRepo::from_sketch(kSketch, {.trees = RepoOptions::Trees::empty});
  for (const char* newest : {"b", "m", "o"}) {
    repo.git({"commit-graph", "write", "--stdin-commits", "--split=no-merge"}, repo.id(newest).hex() + "\n");
  }
  const std::string chain = repo.path() + "/objects/info/commit-graphs/commit-graph-chain";
  ASSERT_EQ(bytes_of(chain).size(), 3 * 41U);
  const auto file = CommitGraphFile::open(chain);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(content(*file), content(repo.graph()));
  EXPECT_TRUE(file->check_content());
  EXPECT_NE(file->find(repo.id("a")), std::nullopt);

  const auto found = CommitGraphFile::open_in(repo.path() + "/objects");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->size(), 7U);
}

TEST(CommitGraphFile, AFolderMayHaveNone) {
  const TempRepo repo = TempRepo::from_sketch("a");
  const auto found = CommitGraphFile::open_in(repo.path() + "/objects");
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
}

TEST(CommitGraphFile, SaysWhyItCannotBeRead) {
  const testing::TempDirectory directory;
  struct Row {
    const char* why;
    std::string content;
    ErrorCode code;
    const char* message;
  };
  const Row rows[] = {
      {"empty", "", ErrorCode::malformed, "not a commit-graph file"},
      {"something else", "PACK....", ErrorCode::malformed, "not a commit-graph file"},
      {"cut short", "CGPH\1\1", ErrorCode::malformed, "it ends in its header"},
      {"SHA-256", std::string("CGPH\1\2\0\0", 8) + std::string(80, '\0'), ErrorCode::malformed,
       "unsupported: it belongs to a SHA-256 repository"},
      {"a later format", std::string("CGPH\7\1\0\0", 8) + std::string(80, '\0'), ErrorCode::malformed,
       "version 7 is unsupported"},
      {"no chunks", std::string("CGPH\1\1\0\0", 8) + std::string(80, '\0'), ErrorCode::malformed,
       "chunk OIDF has 0 bytes instead of 1024"},
      {"a chain without its files", std::string(40, 'a') + "\n", ErrorCode::not_readable, "cannot read"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const auto file = CommitGraphFile::open(directory.write("file", row.content));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, row.code);
    EXPECT_THAT(file.error().message, HasSubstr(row.message));
    EXPECT_THAT(file.error().message, HasSubstr(directory.path()));
  }
  const auto absent = CommitGraphFile::open(directory.path("absent"));
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error(), (Error{ErrorCode::not_readable, "cannot read " + directory.path("absent") +
                                                                ": No such file or directory"}));
}

TEST(CommitGraphFile, TheChecksumFindsEveryFlippedBit) {
  const TempRepo repo = TempRepo::from_sketch(kSketch, kWithFile);
  const std::vector<std::uint8_t> bytes = bytes_of(file_of(repo));
  Rng rng(2);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<std::uint8_t> changed = bytes;
    const std::size_t at = rng.below(changed.size());
    changed[at] ^= static_cast<std::uint8_t>(1U << rng.below(8));
    const auto file = CommitGraphFile::from_bytes(changed, "file");
    EXPECT_FALSE(file && file->check_content()) << at;
  }
}

TEST(CommitGraphFile, WithoutTheChecksumACorruptFileNeverLeadsOutsideOfItself) {
  const TempRepo repo = TempRepo::from_sketch(kSketch, kWithFile);
  const std::vector<std::uint8_t> bytes = bytes_of(file_of(repo));
  Rng rng(3);
  std::size_t refused = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    std::vector<std::uint8_t> changed = bytes;
    for (std::uint64_t flips = 1 + rng.below(4); flips > 0; --flips) {
      const std::size_t at = rng.below(changed.size());
      changed[at] = static_cast<std::uint8_t>(rng.below(256));
    }
    if (rng.chance(0.2)) changed.resize(rng.below(changed.size()));
    // In a block of its own size, so that a sanitizer sees the first byte behind it.
    const std::vector<std::uint8_t> exact(changed);
    const auto file = CommitGraphFile::from_bytes(exact, "file");
    if (!file) {
      EXPECT_EQ(file.error().code, ErrorCode::malformed);
      ++refused;
    } else {
      for (const auto& [name, id] : repo.ids()) static_cast<void>(file->find(id));
      const auto lines = content(*file);
      EXPECT_TRUE(!lines || lines->size() == file->size());
    }
  }
  EXPECT_GT(refused, 100U);
}

}  // namespace
}  // namespace rebisect
