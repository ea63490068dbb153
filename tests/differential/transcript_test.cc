// What a terminal shows of a bisection with the installed git, read and replayed: each commit that git named
// and each number that it printed must be the ones that the replay computes.
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "adapters/logs/parse_log.h"
#include "adapters/process/system_git.h"
#include "engine/base/ensure.h"
#include "engine/base/rng.h"
#include "engine/replay/replay.h"
#include "tests/support/generate.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using testing::TempRepo;

// `git bisect` in a repository, and the screen.
class Terminal {
 public:
  explicit Terminal(const TempRepo& repo) : repo_(repo) {}

  void type(const std::string& command) {
    std::vector<std::string> arguments{"bisect"};
    for (std::size_t at = 0; at != std::string::npos;) {
      const std::size_t end = command.find(' ', at);
      arguments.push_back(command.substr(at, end - at));
      at = end == std::string::npos ? end : end + 1;
    }
    const Result<GitRun> run = run_git({.arguments = arguments, .directory = repo_.path()});
    ENSURE(run.has_value());
    // Which stream comes first is chance; a terminal shows both.
    screen_ += fmt::format("me@here:~/linux$ git bisect {}\n{}{}", command, run->errors, run->output);
    proposes_ = run->output.find("Bisecting: ") != std::string::npos;
  }

  bool proposes() const { return proposes_; }
  const std::string& screen() const { return screen_; }
  CommitIndex under_test() const {
    return *repo_.graph().find(*Oid::from_hex(repo_.git({"rev-parse", "HEAD"}).substr(0, Oid::kDigits)));
  }

 private:
  const TempRepo& repo_;
  std::string screen_;
  bool proposes_ = false;
};

// The engine's answer as the reader has git's.
GitOutput as_printed(const CommitGraph& graph, const BisectAnswer& answer) {
  GitOutput output;
  const auto add = [&](CommitIndex commit) { output.commits.push_back({graph.id(commit).hex()}); };
  if (const auto* test = std::get_if<TestCommit>(&answer.outcome)) {
    output.kind = GitOutput::Kind::test;
    output.left = test->left;
    output.rounds = test->rounds;
    add(test->commit);
  } else if (const auto* base = std::get_if<TestMergeBase>(&answer.outcome)) {
    output.kind = GitOutput::Kind::merge_base;
    add(base->commit);
  } else if (const auto* found = std::get_if<FoundFirstBad>(&answer.outcome)) {
    output.kind = GitOutput::Kind::first_bad;
    add(found->commit);
  } else if (const auto* skipped = std::get_if<OnlySkippedLeft>(&answer.outcome)) {
    output.kind = GitOutput::Kind::only_skipped;
    for (const CommitIndex commit : skipped->commits) add(commit);
  } else if (std::holds_alternative<MergeBaseIsBad>(answer.outcome)) {
    output.kind = GitOutput::Kind::merge_base_bad;  // older git names another commit at times
  }
  return output;
}

std::string brief(const GitOutput& output) {
  std::string text = fmt::format("{} {} {}", static_cast<int>(output.kind), output.left.value_or(-9),
                                 output.rounds.value_or(0));
  if (output.kind == GitOutput::Kind::merge_base_bad) return text;
  for (const Revision& commit : output.commits) text += " " + commit.text;
  return text;
}

// The words behind `git bisect` for the commit that is checked out: often none, a range at times.
std::string draw_verdict(const CommitGraph& graph, CommitIndex tested, CommitIndex culprit, Rng& rng) {
  const std::string id = graph.id(tested).hex();
  if (rng.chance(0.6)) {
    const bool bad = is_ancestor(graph, culprit, tested);
    return (bad ? "bad" : "good") + (rng.chance(0.3) ? " " + id : std::string());
  }
  const auto low = [&] {
    CommitIndex commit = tested;
    while (!graph.parents(commit).empty() && rng.chance(0.6)) commit = graph.parents(commit)[0];
    return graph.id(commit).hex();
  };
  const std::string from = low();
  if (rng.chance(0.4)) return "skip " + from + "..";
  if (rng.chance(0.6)) return "skip " + from + ".." + id;
  return rng.chance(0.5) ? "skip" : "skip " + from + " " + id;
}

TEST(Transcript, IsReplayedAsTheInstalledGitAnswered) {
  const Result<std::string> version = git_version();
  ASSERT_TRUE(version.has_value()) << version.error().message;
  const GitRules* rules = find_git_rules(*version);
  ASSERT_NE(rules, nullptr) << *version;
  constexpr std::uint64_t kSessions = 24;
  constexpr int kMostSteps = 25;
  std::size_t ranges = 0;
  for (std::uint64_t number = 0; number < kSessions; ++number) {
    Rng rng(7, number);
    testing::HistoryShape shape;
    shape.commits = static_cast<std::uint32_t>(10 + rng.below(40));
    const TempRepo repo = TempRepo::from_list(
        testing::random_history(rng, shape),
        {.kind = testing::RepoOptions::Kind::with_work_tree, .trees = testing::RepoOptions::Trees::empty});
    const CommitGraph& graph = repo.graph();
    const auto bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
    const std::vector<CommitIndex> inside = graph.ancestors(bad).members();
    const CommitIndex culprit = inside[rng.below(inside.size())];
    Terminal terminal(repo);
    terminal.type("start");
    terminal.type("bad " + graph.id(bad).hex());
    terminal.type("good " + graph.id(inside.front()).hex());
    for (int step = 0; step < kMostSteps && terminal.proposes(); ++step) {
      terminal.type(draw_verdict(graph, terminal.under_test(), culprit, rng));
    }

    SCOPED_TRACE(fmt::format("session {}\n{}", number, terminal.screen()));
    const auto log = parse_log(terminal.screen());
    ASSERT_TRUE(log) << log.error().message;
    History history;
    history.graph = graph;
    for (const auto& [name, id] : repo.ids()) history.names.emplace(id.hex(), id);
    const auto replay = replay_on(history, *log, *rules);
    ASSERT_TRUE(replay) << replay.error().message;
    for (std::size_t i = 0; i < log->commands.size(); ++i) {
      const GitCommand& command = log->commands[i];
      const bool range = !command.revisions.empty() && command.revisions.back().is_range();
      ranges += range ? 1 : 0;
      EXPECT_TRUE(replay->commands[i].exact);
      EXPECT_EQ(brief(command.output), brief(as_printed(graph, replay->commands[i].answer)))
          << "command " << i;
    }
  }
  EXPECT_GT(ranges, kSessions);
}

}  // namespace
}  // namespace rebisect
