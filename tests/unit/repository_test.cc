// Which repositories are opened, what a text names in them, and how their commits are described.
#include "adapters/git/repository.h"

#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/types.h>

#include "adapters/git/describe.h"
#include "adapters/git/history_reader.h"
#include "adapters/git/sha1.h"
#include "engine/base/rng.h"
#include "tests/support/generate.h"
#include "tests/support/read_history.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using ::testing::ElementsAre;
using testing::git_in;
using ::testing::HasSubstr;
using testing::random_history;
using testing::RepoOptions;
using testing::TempDirectory;
using testing::TempRepo;

constexpr const char* kSketch = "a; b: a; c: a; d: b c; e: d";

// "missing", "ambiguous", or the commit's name.
std::string meaning(const TempRepo& repo, const std::string& text) {
  const Result<History> history = testing::read_history({repo.path()}, {.ends = {text}});
  if (!history) return history.error().message;
  if (!history->missing.empty()) return "missing";
  if (!history->ambiguous.empty()) return "ambiguous";
  return repo.name(history->names.at(text));
}

std::string in_capitals(std::string text) {
  for (char& c : text) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

TEST(Resolving, ATextNamesWhatItNamesForGit) {
  const TempRepo repo = TempRepo::from_sketch(kSketch, {.tags = {"a"}, .annotated_tags = {"b"}});
  repo.git({"tag", "v5.12-rc1", repo.id("c").hex()});
  repo.git({"tag", "-a", "-m", "x", "nested", repo.git({"rev-parse", "b"}).substr(0, 40)});
  repo.git({"branch", "topic/one", repo.id("d").hex()});
  repo.git({"tag", repo.id("a").hex().substr(0, 7), repo.id("c").hex()});
  repo.git({"tag", "tree", "HEAD^{tree}"});
  struct Row {
    const char* why;
    std::string text;
    std::string meaning;
  };
  const Row rows[] = {
      {"HEAD", "HEAD", "e"},
      {"a lightweight tag", "a", "a"},
      {"an annotated tag", "b", "b"},
      {"a tag of a tag", "nested", "b"},
      {"a kernel's tag", "v5.12-rc1", "c"},
      {"a branch", "topic/one", "d"},
      {"a whole ref", "refs/heads/topic/one", "d"},
      {"an id", repo.id("c").hex(), "c"},
      {"an id in capitals", in_capitals(repo.id("c").hex()), "c"},
      {"a short id", repo.id("d").hex().substr(0, 9), "d"},
      {"a ref that looks like a short id goes first", repo.id("a").hex().substr(0, 7), "c"},
      {"the id of a tag object", repo.git({"rev-parse", "b"}).substr(0, 40), "b"},
      {"the short id of a tag object", repo.git({"rev-parse", "b"}).substr(0, 12), "b"},
      {"what git describe prints", "v5.12-rc1-2-g" + repo.id("e").brief(), "e"},
      {"first parents", "HEAD~2", "b"},
      {"a second parent", "HEAD^^2", "c"},
      {"itself", "nested^{}", "b"},
      {"HEAD in short", "@", "e"},
      {"itself as an object", "nested^{object}", "b"},
      {"the reflog", "HEAD@{1}", "missing"},
      {"itself as a commit", "b^{commit}^0", "b"},
      {"a parent of a short id", repo.id("e").brief() + "^", "d"},
      {"beyond the root", "HEAD~9", "missing"},
      {"a third parent of two", "HEAD~1^3", "missing"},
      {"not a climb", "HEAD~x", "missing"},
      {"a tag of a tree", "tree", "missing"},
      {"a tree's id", repo.git({"rev-parse", "HEAD^{tree}"}).substr(0, 40), "missing"},
      {"nothing", "", "missing"},
      {"no such ref", "v9.9", "missing"},
      {"no ref at all", "a..b: ?*[", "missing"},
      {"an id that is not there", std::string(40, '7'), "missing"},
      {"a short id that is not there", "7777777", "missing"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(meaning(repo, row.text), row.meaning);
  }
}

TEST(Resolving, ACommitNeedsNoRefToBeFound) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a");
  const std::string tree = repo.git({"rev-parse", "HEAD^{tree}"}).substr(0, 40);
  const std::string lost =
      repo.git({"commit-tree", "-m", "lost", "-p", repo.id("a").hex(), tree}).substr(0, 40);
  for (const std::string& text : {lost, lost.substr(0, 10)}) {
    const Result<History> history = testing::read_history({repo.path()}, {.ends = {text}});
    ASSERT_TRUE(history);
    EXPECT_EQ(history->names, (std::map<std::string, Oid>{{text, *Oid::from_hex(lost)}}));
  }
}

// Writes a blob whose id starts as the given one does, in four digits.
void write_blob_like(const TempRepo& repo, const Oid& id) {
  for (std::uint32_t number = 0;; ++number) {
    const std::string content = std::to_string(number);
    const std::string object = "blob " + std::to_string(content.size()) + std::string(1, '\0') + content;
    const Oid blob = sha1(std::vector<std::uint8_t>(object.begin(), object.end()));
    if (blob.hex().substr(0, 4) != id.hex().substr(0, 4)) continue;
    repo.git({"hash-object", "-w", "--stdin"}, content);
    return;
  }
}

TEST(Resolving, AShortIdIsAmbiguousOnlyAmongCommits) {
  // With this seed, some of the commits share their first four digits.
  Rng rng(5);
  const TempRepo repo =
      TempRepo::from_list(random_history(rng, {.commits = 600}), {.trees = RepoOptions::Trees::empty});
  std::map<std::string, int> starts;
  for (const auto& [name, id] : repo.ids()) ++starts[id.hex().substr(0, 4)];
  std::string shared;
  std::string lone;
  for (const auto& [start, count] : starts) (count > 1 ? shared : lone) = start;
  ASSERT_NE(shared, "");

  EXPECT_EQ(meaning(repo, shared), "ambiguous");
  const std::string name = meaning(repo, lone);
  EXPECT_EQ(repo.id(name).hex().substr(0, 4), lone);
  write_blob_like(repo, repo.id(name));
  EXPECT_EQ(meaning(repo, lone), name);
}

TEST(OpeningARepository, SaysWhatIsWrong) {
  const TempDirectory directory;
  directory.write("plain/file", "");
  git_in(directory.path(), {"init", "--quiet", "--bare", "--object-format=sha256", "sha256.git"});
  git_in(directory.path(), {"init", "--quiet", "--bare", "future.git"});
  git_in(directory.path("future.git"), {"config", "core.repositoryFormatVersion", "9"});
  struct Row {
    const char* why;
    std::string path;
    std::string message;
  };
  const Row rows[] = {
      {"no such directory", directory.path("absent"), "there is no such directory"},
      {"no repository there or above", directory.path("plain"),
       directory.path("plain") + " is not in a git repository; name a clone or a folder in it"},
      {"SHA-256", directory.path("sha256.git"),
       "unsupported: its object ids are SHA-256, and only SHA-1 can be read"},
      {"a later format", directory.path("future.git"), "version"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Result<Repository> repository = Repository::open(row.path);
    ASSERT_FALSE(repository);
    EXPECT_EQ(repository.error().code, ErrorCode::repository);
    EXPECT_THAT(repository.error().message, HasSubstr(row.message));
    EXPECT_THAT(repository.error().message, HasSubstr(row.path));
  }
}

TEST(OpeningARepository, DoesNotAskWhoOwnsIt) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const TempRepo repo = TempRepo::from_sketch("a; b: a");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(repo.path())) {
    ASSERT_EQ(::chown(entry.path().c_str(), 12345, 12345), 0);
  }
  ASSERT_EQ(::chown(repo.path().c_str(), 12345, 12345), 0);
  EXPECT_EQ(meaning(repo, "HEAD"), "b");
}

void remove_object(const TempRepo& repo, const Oid& id) {
  const std::string hex = id.hex();
  ASSERT_TRUE(std::filesystem::remove(repo.path() + "/objects/" + hex.substr(0, 2) + "/" + hex.substr(2)));
}

TEST(ABrokenHistory, IsAnErrorThatNamesTheCommit) {
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  remove_object(repo, repo.id("b"));
  const Result<History> history = testing::read_history({repo.path()}, {.ends = {"HEAD"}});
  ASSERT_FALSE(history);
  EXPECT_EQ(history.error(),
            (Error{ErrorCode::repository, "the history is broken: commit " + repo.id("d").hex() +
                                              " has the parent " + repo.id("b").hex() +
                                              ", which is not there; see git fsck, or name a second "
                                              "repository that has it"}));
}

TEST(ABrokenHistory, MayBeMendedByASecondRepository) {
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  repo.git({"clone", "--quiet", "--bare", "--no-hardlinks", repo.path(), repo.beside("whole.git")});
  remove_object(repo, repo.id("b"));
  const Result<History> history =
      testing::read_history({repo.path(), repo.beside("whole.git")}, {.ends = {"HEAD"}});
  ASSERT_TRUE(history) << history.error().message;
  EXPECT_EQ(history->graph.size(), 5U);
}

TEST(ABrokenHistory, IsExpectedOfAPartialClone) {
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  repo.git({"config", "remote.origin.promisor", "true"});
  remove_object(repo, repo.id("b"));
  const Result<History> history = testing::read_history({repo.path()}, {.ends = {"HEAD"}});
  ASSERT_TRUE(history) << history.error().message;
  EXPECT_EQ(history->graph.parents_known(*history->graph.find(repo.id("d"))), ParentsKnown::unread);
  EXPECT_THAT(history->notes, ElementsAre(HasSubstr(repo.id("b").hex() + " is not in the partial clone")));
}

TEST(ABrokenHistory, ACorruptObjectIsNamedWithItsRepository) {
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  const std::string hex = repo.id("b").hex();
  remove_object(repo, repo.id("b"));
  repo.directory().write("repo.git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2), "rubbish");
  const Result<History> history = testing::read_history({repo.path()}, {.ends = {"HEAD"}});
  ASSERT_FALSE(history);
  EXPECT_EQ(history.error().code, ErrorCode::repository);
  EXPECT_THAT(history.error().message, HasSubstr("cannot read commit " + hex + " of " + repo.path()));
}

TEST(Describing, GivesSubjectAndAuthorWhereAnObjectIsThere) {
  const TempRepo repo = TempRepo::from_sketch("a; b@1100000000: a");
  const Oid absent = *Oid::from_hex(std::string(40, '1'));
  const auto described =
      describe_commits(testing::open_sources({repo.path()}), {repo.id("a"), repo.id("b"), absent});
  ASSERT_TRUE(described);
  const CommitDescription a{.subject = "a", .author = "A U Thor", .author_time = 1000000000};
  const CommitDescription b{.subject = "b", .author = "A U Thor", .author_time = 1100000000};
  EXPECT_EQ(*described, (std::map<Oid, CommitDescription>{{repo.id("a"), a}, {repo.id("b"), b}}));
}

TEST(Describing, FollowsReplaceRefs) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a");
  repo.git({"replace", repo.id("b").hex(), repo.id("a").hex()});
  const auto described = describe_commits(testing::open_sources({repo.path()}), {repo.id("b")});
  ASSERT_TRUE(described);
  EXPECT_EQ(described->at(repo.id("b")).subject, "a");
}

}  // namespace
}  // namespace rebisect
