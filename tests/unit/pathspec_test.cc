#include "adapters/git/pathspec.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;

constexpr const char* kFiles[] = {
    "Makefile", "a.c",         "dir/a.c",   "dir/sub/deep/a.c", "dir/sub/b.h", "dir2/a.c",
    "a*b/x",    "mm/slab/a.c", "mm/Slab.c", "dir/a[1].c",       "-/x",         "--",
};

const std::vector<std::vector<std::string>>& lists() {
  static const std::vector<std::vector<std::string>> kLists = {
      {"dir"},
      {"dir/"},
      {"Makefile/"},
      {"./dir//sub/../sub"},
      {"."},
      {"nowhere", "a.c"},
      {"*.c"},
      {"dir/*.c"},
      {"d?r/a.c"},
      {"d?r"},
      {"d*/"},
      {"a*b"},
      {"dir/a\\[1\\].c"},
      {"dir/a[1].c"},
      {"[!d-m]*"},
      {"[[:upper:]]*"},
      {":(literal)dir/a[1].c"},
      {":(literal)*.c"},
      {":(glob)*.c"},
      {":(glob)**/*.c"},
      {":(glob)dir/**"},
      {":(glob)dir/**/a.c"},
      {":(glob)dir/*/*.h"},
      {":(icase)MAKEFILE"},
      {":(icase)DIR/SUB"},
      {":(icase)*/slab*"},
      {":(top)dir"},
      {":/mm"},
      {":/"},
      {":(exclude)dir"},
      {":!*.c"},
      {":^dir", ":!mm"},
      {".", ":(exclude)dir/sub"},
      {"dir", ":(exclude,glob)dir/*.c"},
      {"dir", ":(exclude,icase)DIR/SUB"},
      {":!."},
      {"--", ":!dir"},
  };
  return kLists;
}

// The files of the last commit that git shows within the paths.
std::string shown_by_git(const testing::TempRepo& repo, const std::vector<std::string>& paths) {
  std::vector<std::string> arguments{"-c",     "core.quotePath=false", "diff-tree",   "-r",
                                     "--root", "--no-commit-id",       "--name-only", "HEAD",
                                     "--"};
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  return repo.git(arguments);
}

testing::TempRepo repository_of_files() {
  testing::TempRepo repo =
      testing::TempRepo::from_sketch("a", {.kind = testing::RepoOptions::Kind::with_work_tree});
  std::string stream = "commit refs/heads/files\ncommitter C <c@example.com> 1 +0000\ndata 0\n";
  for (const char* file : kFiles) stream += std::string("M 100644 inline ") + file + "\ndata 1\nx\n";
  repo.git({"fast-import", "--quiet"}, stream);
  repo.git({"symbolic-ref", "HEAD", "refs/heads/files"});
  return repo;
}

TEST(Pathspec, MatchesTheFilesThatGitDoes) {
  const testing::TempRepo repo = repository_of_files();
  std::vector<std::string> files(std::begin(kFiles), std::end(kFiles));
  std::ranges::sort(files);
  for (const std::vector<std::string>& paths : lists()) {
    SCOPED_TRACE(::testing::PrintToString(paths));
    const Result<Pathspec> pathspec = Pathspec::parse(paths);
    ASSERT_TRUE(pathspec.has_value()) << pathspec.error().message;
    std::string matching;
    for (const std::string& file : files) {
      if (pathspec->matches(file, Pathspec::Leaf::file)) matching += file + "\n";
    }
    EXPECT_EQ(matching, shown_by_git(repo, paths));
  }
}

TEST(Pathspec, RulesOutNoFolderThatHoldsAMatch) {
  for (const std::vector<std::string>& paths : lists()) {
    SCOPED_TRACE(::testing::PrintToString(paths));
    const Pathspec pathspec = *Pathspec::parse(paths);
    for (const std::string file : kFiles) {
      if (!pathspec.matches(file, Pathspec::Leaf::file)) continue;
      for (std::size_t slash = file.find('/'); slash != std::string::npos;
           slash = file.find('/', slash + 1)) {
        EXPECT_TRUE(pathspec.may_match_in(file.substr(0, slash))) << file;
      }
    }
  }
}

TEST(Pathspec, RulesOutFoldersBesideThePaths) {
  const Pathspec pathspec = *Pathspec::parse({"dir/sub", ":!dir/sub/deep"});
  EXPECT_TRUE(pathspec.may_match_in("dir"));
  EXPECT_TRUE(pathspec.may_match_in("dir/sub/other"));
  EXPECT_FALSE(pathspec.may_match_in("dir/sub/deep"));
  EXPECT_FALSE(pathspec.may_match_in("dir/subs"));
  EXPECT_FALSE(pathspec.may_match_in("dir2"));
}

TEST(Pathspec, ASlashBehindASubmoduleFitsIt) {
  const Pathspec pathspec = *Pathspec::parse({"lib/"});
  EXPECT_TRUE(pathspec.matches("lib", Pathspec::Leaf::submodule));
  EXPECT_FALSE(pathspec.matches("lib", Pathspec::Leaf::file));
}

TEST(Pathspec, RefusesByNameWhatIsNotSupported) {
  struct Row {
    const char* path;
    const char* why;
  };
  const Row rows[] = {
      {":(attr:binary)x", "magic word 'attr:binary'"},
      {":(prefix:2)x", "magic word 'prefix:2'"},
      {":(glob", "its magic words have no end"},
      {":(literal,glob)x", "literal and glob exclude each other"},
      {":%x", "magic sign '%'"},
      {":", "a colon alone"},
      {"", "it is empty"},
      {"/etc", "it starts at the root of the file system"},
      {"../x", "it lies outside of the work tree"},
      {"a[b", "its pattern"},
      {"a[[.x.]]", "its pattern"},
      {":(glob)a**/b", "its pattern"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.path);
    const Result<Pathspec> pathspec = Pathspec::parse({"mm", row.path});
    ASSERT_FALSE(pathspec.has_value());
    EXPECT_EQ(pathspec.error().code, ErrorCode::usage);
    EXPECT_EQ(pathspec.error().message,
              "the path '" + std::string(row.path) + "' is not supported: " + row.why);
  }
}

// Trying what each of them may take would outlive us.
TEST(Pathspec, ManyDoubleStarsAreNoMoreWorkThanOne) {
  std::string pattern = ":(glob)";
  std::string path;
  for (int i = 0; i < 40; ++i) pattern += "**/a/";
  for (int i = 0; i < 80; ++i) path += "a/";
  const auto pathspec = Pathspec::parse({pattern + "b"});
  ASSERT_TRUE(pathspec);
  EXPECT_TRUE(pathspec->matches(path + "b", Pathspec::Leaf::file));
  EXPECT_FALSE(pathspec->matches(path + "c", Pathspec::Leaf::file));
}

}  // namespace
}  // namespace rebisect
