#include "adapters/process/system_git.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

TEST(SystemGit, TellsItsVersion) {
  const Result<std::string> version = git_version();
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_THAT(*version, MatchesRegex("[0-9]+\\.[0-9]+\\..*"));
}

TEST(SystemGit, PassesInputOutputAndStatusOn) {
  const Result<GitRun> run = run_git({.arguments = {"stripspace"}, .input = "a  \n\n\n\nb"});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->status, 0);
  EXPECT_EQ(run->output, "a\n\nb\n");
  EXPECT_EQ(run->errors, "");
}

TEST(SystemGit, AFailureOfGitIsAStatusNotAnError) {
  const Result<GitRun> run = run_git({.arguments = {"no-such-command"}});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->status, 1);
  EXPECT_THAT(run->errors, HasSubstr("no-such-command"));
}

TEST(SystemGit, ADirectoryThatIsNotThereIsNotPassedOver) {
  const Result<GitRun> run = run_git({.arguments = {"version"}, .directory = "/nonexistent"});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->status, 128);
}

TEST(SystemGit, MoreThanAPipeHoldsGoesBothWays) {
  std::string text;
  for (int line = 0; line < 200'000; ++line) text += "line " + std::to_string(line) + "\n";
  const Result<GitRun> run = run_git({.arguments = {"stripspace"}, .input = text});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->output, text);
}

TEST(SystemGit, GitMayLeaveItsInputUnread) {
  const Result<GitRun> run = run_git({.arguments = {"version"}, .input = std::string(1'000'000, 'x')});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->status, 0);
}

TEST(SystemGit, IsEndedWithItsChildrenAtTheDeadline) {
  const auto before = std::chrono::steady_clock::now();
  const Result<GitRun> run = run_git(
      {.arguments = {"-c", "alias.wait=!sleep 30", "wait"}, .deadline = std::chrono::milliseconds(100)});
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error(), (Error{ErrorCode::repository,
                                "git -c alias.wait=!sleep 30 wait took longer than 100 ms and was ended"}));
}

TEST(SystemGit, SeesNoConfigurationOfTheUserAndNoEnvironment) {
  ::setenv("GIT_CONFIG_COUNT", "1", 1);
  const Result<GitRun> run = run_git({.arguments = {"config", "--list"}, .directory = "/"});
  ::unsetenv("GIT_CONFIG_COUNT");
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->output, "");
}

}  // namespace
}  // namespace rebisect
