// --cross-check on repositories of every kind, with the installed git as it is.
#include "adapters/cli/cross_check.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/cli/inputs.h"
#include "adapters/process/bisect_with_git.h"
#include "adapters/process/system_git.h"
#include "config/settings.h"
#include "tests/support/temp_repo.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

namespace fs = std::filesystem;
using ::rebisect::testing::git_in;
using ::rebisect::testing::RepoOptions;
using ::rebisect::testing::TempDirectory;
using ::rebisect::testing::TempRepo;
using ::rebisect::testing::told;
using ::testing::HasSubstr;

constexpr const char* kBranchy =
    "a; b: a; c: b; d: c; e: b; f: e; g: f d; h: g; i: h; j: i; k: j; l: k; m: l; n: m; o: n; p: o";

// told(), with the ids of the repository for the names.
BisectionLog log_of(const TempRepo& repo, const std::string& text) {
  BisectionLog log = told(text);
  const auto name_by_id = [&](Revision& revision) {
    if (repo.ids().contains(revision.text)) revision.text = repo.id(revision.text).hex();
  };
  for (GitCommand& command : log.commands) {
    for (Revision& revision : command.revisions) name_by_id(revision);
  }
  for (Step& step : log.steps) name_by_id(step.commit);
  return log;
}

// The cross-check that the program makes with these repositories.
CrossCheck checked(const BisectionLog& log, const std::vector<std::string>& repositories) {
  CommonOptions options;
  options.repositories = repositories;
  options.cross_check = true;
  const auto ask = [&]() -> Result<CrossCheck> {
    REBISECT_TRY(const Settings settings, default_settings());
    REBISECT_TRY(Inputs inputs, open_inputs(options, settings));
    return with_enough_history(inputs, log, [&](const History& history) -> Result<CrossCheck> {
      return cross_check(inputs, log, history);
    });
  };
  const Result<CrossCheck> check = ask();
  if (check) return *check;
  ADD_FAILURE() << check.error().message;
  return {};
}

void expect_all_equal(const BisectionLog& log, const std::vector<std::string>& repositories) {
  const CrossCheck check = checked(log, repositories);
  EXPECT_EQ(check.compared, log.commands.size()) << summary(check);
  EXPECT_EQ(check.equal, log.commands.size()) << summary(check);
  EXPECT_EQ(check.first_difference, std::nullopt);
  EXPECT_EQ(check.end, CrossCheck::End::complete) << check.why;
}

// Every file below a folder with its content, which is how a change would show.
std::string all_of(const std::string& folder) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    files.push_back(entry.path().string() + "\n" + content.str());
  }
  std::ranges::sort(files);
  return fmt::format("{}", fmt::join(files, "\n"));
}

// The folder for temporary files for as long as it lives: other tests use the system's at the same time.
class OwnTemporaryFolder {
 public:
  OwnTemporaryFolder() { ::setenv("TMPDIR", folder_.path().c_str(), 1); }
  OwnTemporaryFolder(const OwnTemporaryFolder&) = delete;
  OwnTemporaryFolder(OwnTemporaryFolder&&) = delete;
  OwnTemporaryFolder& operator=(const OwnTemporaryFolder&) = delete;
  OwnTemporaryFolder& operator=(OwnTemporaryFolder&&) = delete;
  ~OwnTemporaryFolder() { ::unsetenv("TMPDIR"); }

  bool is_empty() const { return fs::is_empty(folder_.path()); }

 private:
  TempDirectory folder_;
};

TEST(CrossCheckWithGit, AgreesOnEveryKindOfAnswer) {
  const TempRepo repo = TempRepo::from_sketch(kBranchy);
  struct Row {
    const char* why;
    const char* log;
  };
  const Row rows[] = {
      {"to the end", "start p a; good h; bad l; good j; bad k"},
      {"ends named one by one", "start; bad p; good a; good h"},
      {"a verdict before any start", "bad p; good a"},
      {"elsewhere than git proposed", "start p a; good c; bad n; good f"},
      {"skips, with all that is left in the end", "start f a; skip e; skip b"},
      {"several commits in one command", "start p a; skip h i j; good k"},
      {"a merge base is asked for", "start d f; good b"},
      {"a merge base is bad", "start d f; bad b"},
      {"a merge base is skipped", "start d f; skip b; good c"},
      {"the ends are swapped", "start a p"},
      {"both good and bad", "start p a; good p"},
      {"several good ends", "start p d f; good i"},
      {"beyond the end", "start c b; bad c; good b"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    expect_all_equal(log_of(repo, row.log), {repo.path()});
  }
}

TEST(CrossCheckWithGit, HeedsFirstParent) {
  const TempRepo repo = TempRepo::from_sketch(kBranchy);
  BisectionLog log = log_of(repo, "start p a; bad h; bad g; bad f");
  log.options.first_parent = true;
  expect_all_equal(log, {repo.path()});
}

TEST(CrossCheckWithGit, SaysWhatItCannotCompare) {
  const TempRepo repo = TempRepo::from_sketch(kBranchy);
  BisectionLog swapped = log_of(repo, "start a p; good b");
  const CrossCheck over = checked(swapped, {repo.path()});
  EXPECT_EQ(over.end, CrossCheck::End::session_over);
  EXPECT_EQ(over.compared, 1U);
  EXPECT_EQ(over.equal, 1U);

  const CrossCheck missing = checked(log_of(repo, "start p a; good 0123456789ab; bad k"), {repo.path()});
  EXPECT_EQ(missing.end, CrossCheck::End::inexact);
  EXPECT_EQ(missing.why, "0123456789ab is not in the repository");
  EXPECT_EQ(missing.equal, 1U);

  const CrossCheck nothing = checked(BisectionLog{}, {repo.path()});
  EXPECT_EQ(nothing.end, CrossCheck::End::unavailable);
}

TEST(CrossCheckWithGit, WorksInRepositoriesOfEveryKind) {
  const TempRepo repo = TempRepo::from_sketch(kBranchy, {.kind = RepoOptions::Kind::with_work_tree});
  const BisectionLog log = log_of(repo, "start p a; good h; bad l; good j; bad k");
  const std::string worktree = repo.beside("linked");
  repo.git({"worktree", "add", "--quiet", "--detach", worktree});
  const std::string borrowing = repo.beside("borrowing");
  git_in(repo.directory().path(), {"clone", "--quiet", "--shared", repo.path(), borrowing});
  const std::string odd = repo.beside("an \"odd\"\nname\\n");
  git_in(repo.directory().path(), {"clone", "--quiet", "--bare", repo.path(), odd});
  repo.git({"bisect", "start", repo.id("p").hex(), repo.id("b").hex()});  // one of the user's is under way
  for (const std::string& path : {repo.path(), repo.path() + "/.git", worktree, borrowing, odd}) {
    SCOPED_TRACE(path);
    const std::string before = all_of(repo.directory().path());
    expect_all_equal(log, {path});
    EXPECT_EQ(all_of(repo.directory().path()), before);
  }
}

TEST(CrossCheckWithGit, WorksInAShallowCloneAndBesideAWholeOne) {
  const TempRepo repo = TempRepo::from_sketch(kBranchy);
  const BisectionLog log = log_of(repo, "start p i; good m; bad o");
  const std::string shallow = repo.beside("shallow.git");
  git_in(repo.directory().path(),
         {"clone", "--quiet", "--bare", "--depth=9", "file://" + repo.path(), shallow});
  ASSERT_TRUE(fs::exists(shallow + "/shallow"));
  expect_all_equal(log, {shallow});
  // The whole one continues where the shallow one ends.
  const BisectionLog longer = log_of(repo, "start p a; good d; good f; bad l");
  expect_all_equal(longer, {shallow, repo.path()});
  expect_all_equal(longer, {repo.path(), shallow});
}

TEST(CrossCheckWithGit, NeedsNoTrees) {
  const TempRepo repo = TempRepo::from_sketch(kBranchy);
  std::istringstream objects(repo.git({"cat-file", "--batch-all-objects", "--batch-check"}));
  std::size_t removed = 0;
  for (std::string id, type, size; objects >> id >> type >> size;) {
    if (type == "commit") continue;
    removed += fs::remove(repo.path() + "/objects/" + id.substr(0, 2) + "/" + id.substr(2)) ? 1U : 0U;
  }
  ASSERT_EQ(removed, 32U);  // a file and a tree for each commit
  expect_all_equal(log_of(repo, "start p a; good h; bad l; good j; bad k"), {repo.path()});
}

TEST(CrossCheckWithGit, UnitesRepositories) {
  const TempRepo upstream = TempRepo::from_sketch("a; b: a; c: b; d: c; e: d; f: e; g: f; h: g");
  // The second half of the history in a repository that borrows nothing: its packs hold h and g alone.
  const std::string half = upstream.beside("half.git");
  git_in(upstream.directory().path(), {"init", "--quiet", "--bare", half});
  for (const char* name : {"e", "f", "g", "h"}) {
    const std::string id = upstream.id(name).hex();
    const std::string object = "/objects/" + id.substr(0, 2) + "/" + id.substr(2);
    fs::create_directories(fs::path(half + object).parent_path());
    fs::rename(upstream.path() + object, half + object);
  }
  expect_all_equal(log_of(upstream, "start h a; good d; bad f; bad e"), {half, upstream.path()});
}

TEST(CrossCheckWithGit, SeesReplacedParentsAsGitDoes) {
  for (const bool packed : {false, true}) {
    const TempRepo repo = TempRepo::from_sketch(kBranchy);
    repo.git({"replace", "--graft", repo.id("k").hex(), repo.id("d").hex()});
    if (packed) repo.git({"pack-refs", "--all"});
    expect_all_equal(log_of(repo, "start p a; good d; good l"), {repo.path()});
  }
  const TempRepo grafted = TempRepo::from_sketch(kBranchy);
  fs::create_directories(grafted.path() + "/info");
  std::ofstream(grafted.path() + "/info/grafts") << grafted.id("k").hex() << " " << grafted.id("d").hex();
  expect_all_equal(log_of(grafted, "start p a; good d; good l"), {grafted.path()});
}

TEST(CrossCheckWithGit, LeavesNothingBehind) {
  const TempRepo repo = TempRepo::from_sketch(kBranchy);
  const OwnTemporaryFolder folder;
  const BisectionLog log = log_of(repo, "start p a; good h; bad l");
  expect_all_equal(log, {repo.path()});
  checked(log_of(repo, "start a p; good b"), {repo.path()});
  EXPECT_TRUE(folder.is_empty());
}

TEST(CrossCheckWithGit, ADeadlineThatHasPassedKeepsNoAnswer) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: b");
  const OwnTemporaryFolder folder;
  GitScript script;
  script.log_commands = 1;
  script.commands.push_back(
      {GitCommand::Kind::start, Verdict::bad, {repo.id("c"), repo.id("a")}, {}, {}, {}});
  const GitAnswers answers =
      bisect_with_git(script, {{repo.path()}, {}}, "2.39.5", std::chrono::steady_clock::time_point());
  EXPECT_EQ(answers.end, GitAnswers::End::deadline);
  EXPECT_EQ(answers.replies, std::vector<GitReply>());
  EXPECT_TRUE(folder.is_empty());
}

TEST(CrossCheckWithGit, TellsWhatGitSaidWhereItCannotGoOn) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: b");
  GitScript script;
  script.log_commands = 1;
  const Oid nowhere = *Oid::from_hex(std::string(Oid::kDigits, '7'));
  script.commands.push_back({GitCommand::Kind::start, Verdict::bad, {nowhere, repo.id("a")}, {}, {}, {}});
  const auto soon = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  const GitAnswers answers = bisect_with_git(script, {{repo.path()}, {}}, "2.39.5", soon);
  EXPECT_EQ(answers.end, GitAnswers::End::failed);
  EXPECT_THAT(answers.why, HasSubstr("git then said: "));
}

}  // namespace
}  // namespace rebisect
