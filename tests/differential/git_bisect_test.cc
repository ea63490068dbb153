// The engine against the installed git: random histories as real repositories, bisected by both. Every commit
// proposed, every number and every ending must be the same.
//
// REBISECT_DIFFERENTIAL=600 asks for that many bisections (default 64), REBISECT_SEED for other histories.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "adapters/git/path_changes.h"
#include "adapters/process/system_git.h"
#include "engine/base/ensure.h"
#include "engine/base/rng.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/path_limit.h"
#include "tests/support/bisect_script.h"
#include "tests/support/generate.h"
#include "tests/support/read_history.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using testing::HistoryShape;
using testing::TempRepo;

constexpr std::uint64_t kBisectionsPerHistory = 4;

std::uint64_t number_from_environment(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// One of some kinds of history in turn: with ties, with wrong clocks, with many merges, nearly linear.
HistoryShape shape_of(std::uint64_t number, Rng& rng) {
  HistoryShape shape;
  shape.commits = static_cast<std::uint32_t>(5 + rng.below(60));
  shape.reach = static_cast<std::uint32_t>(2 + rng.below(12));
  shape.merge_rate = 0.1 + 0.2 * static_cast<double>(rng.below(4));
  shape.octopus_rate = 0.1;
  shape.duplicate_parent_rate = 0.05;
  shape.roots = rng.chance(0.2) ? 2 : 1;
  if (number % 3 == 0) shape.equal_date_rate = 0.6;
  if (number % 3 == 1) shape.skew_rate = 0.4;
  return shape;
}

struct Scenario {
  CommitIndex bad;
  std::vector<CommitIndex> goods;
  CommitIndex culprit;
  double skip_rate;
  double out_of_turn_rate;
  BisectOptions options;
  std::vector<std::string> paths;  // of repositories with RepoOptions::Trees::shared
};

// What a bisection is limited to, now and then.
constexpr const char* kPaths[] = {"d0",           "d1/f3", "d0/f0",       "d1",  "*f2",
                                  ":(exclude)d1", ":!*f1", ":(glob)d0/*", "none"};

Scenario draw_scenario(const CommitGraph& graph, Rng& rng) {
  const auto draw = [&] { return CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size()))); };
  Scenario scenario{};
  scenario.bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1 - rng.below(graph.size() / 4 + 1)));
  const std::vector<CommitIndex> candidates = graph.ancestors(scenario.bad).members();
  scenario.culprit = candidates[rng.below(candidates.size())];
  scenario.goods.push_back(candidates[rng.below(candidates.size() / 4 + 1)]);
  while (rng.chance(0.3)) scenario.goods.push_back(draw());  // on other branches, or where the bug is
  std::erase(scenario.goods, scenario.bad);
  if (scenario.goods.empty()) scenario.goods.push_back(CommitIndex(0));
  scenario.skip_rate = 0.2 * static_cast<double>(rng.below(3));
  scenario.out_of_turn_rate = rng.chance(0.3) ? 0.3 : 0;
  scenario.options.first_parent = rng.chance(0.15);
  while (rng.chance(0.4)) scenario.paths.emplace_back(kPaths[rng.below(std::size(kPaths))]);
  return scenario;
}

// A session of the installed git in a repository.
class RealSession {
 public:
  RealSession(const TempRepo& repo, const Scenario& scenario)
      : repo_(repo), first_parent_(scenario.options.first_parent), paths_(scenario.paths) {}

  std::string start(CommitIndex bad, const std::vector<CommitIndex>& goods) {
    std::vector<std::string> arguments{"start"};
    if (first_parent_) arguments.emplace_back("--first-parent");
    arguments.push_back(hex(bad));
    for (const CommitIndex good : goods) arguments.push_back(hex(good));
    if (!paths_.empty()) arguments.emplace_back("--");
    arguments.insert(arguments.end(), paths_.begin(), paths_.end());
    return bisect(arguments);
  }
  std::string mark(Verdict verdict, const std::vector<CommitIndex>& commits) {
    std::vector<std::string> arguments{std::string(to_text(verdict))};
    for (const CommitIndex commit : commits) arguments.push_back(hex(commit));
    return bisect(arguments);
  }
  std::string skip_ranges(const std::vector<SkipRange>& ranges, const std::vector<CommitIndex>& commits) {
    std::vector<std::string> arguments{"skip"};
    for (const SkipRange& range : ranges) arguments.push_back(hex(range.low) + ".." + hex(range.high));
    for (const CommitIndex commit : commits) arguments.push_back(hex(commit));
    return bisect(arguments);
  }

 private:
  std::string hex(CommitIndex commit) const { return repo_.graph().id(commit).hex(); }

  std::string bisect(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "bisect");
    const Result<GitRun> run = run_git({.arguments = arguments, .directory = repo_.path()});
    ENSURE(run.has_value());
    return warnings_of(run->errors) + outcome_of(*run);
  }

  // The commit that the warning names can be wrong before git 2.55.0; only that there is one counts.
  static std::string warnings_of(const std::string& errors) {
    const std::regex warning(R"(the merge base between [0-9a-f]{40} and \[[^\]]*\] must be skipped)");
    const auto count = std::distance(std::sregex_iterator(errors.begin(), errors.end(), warning), {});
    return fmt::format("{} warnings, ", count);
  }

  // In the words of testing::to_text().
  static std::string outcome_of(const GitRun& run) {
    const std::string& out = run.output;
    std::smatch match;
    const std::regex test(R"(Bisecting: (-?[0-9]+) revisions? left to test after this )"
                          R"(\(roughly ([0-9]+) steps?\)\n\[([0-9a-f]{40})\])");
    if (std::regex_search(out, match, test)) {
      return fmt::format("test {} ({}, {})", match[3].str(), match[1].str(), match[2].str());
    }
    if (std::regex_search(out, match, std::regex(R"(a merge base must be tested\n\[([0-9a-f]{40})\])"))) {
      return "merge base " + match[1].str();
    }
    if (std::regex_search(out, match, std::regex("(^|\n)([0-9a-f]{40}) is the first '?bad'? commit"))) {
      return "first bad " + match[2].str();
    }
    if (out.find("There are only 'skip'ped commits left to test.") != std::string::npos) {
      return "only skipped" + ids_on_lines(out);
    }
    const bool base_is_bad = run.errors.find("The merge base ") != std::string::npos;
    if (base_is_bad && run.status == 3) return "merge base is bad";
    if (run.errors.find("not ancestors of the") != std::string::npos) return "not ancestors";
    if (out.find("was both") != std::string::npos) return "both good and bad";
    if (run.errors.find("No testable commit found.") != std::string::npos) return "no testable";
    return fmt::format("unknown: {}{}", out, run.errors);
  }

  static std::string ids_on_lines(const std::string& text) {
    std::string ids;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (Oid::from_hex(line)) ids += " " + line;
    }
    return ids;
  }

  const TempRepo& repo_;
  const bool first_parent_;
  const std::vector<std::string> paths_;
};

// What the scenario's paths change; nothing where it has none.
std::optional<PathsRead> read_paths(const TempRepo& repo, const Scenario& scenario) {
  if (scenario.paths.empty()) return std::nullopt;
  Result<PathsRead> paths =
      read_path_changes(testing::open_sources({repo.path()}), {scenario.paths, /*dashes=*/true}, repo.graph(),
                        CommitSet::all(repo.graph().size()));
  ENSURE(paths.has_value());
  return *std::move(paths);
}

// The engine's answer in the words of RealSession.
std::string in_words(const CommitGraph& graph, BisectAnswer answer) {
  const std::size_t warnings = answer.skipped_merge_bases.size();
  answer.skipped_merge_bases.clear();
  const bool base_is_bad = std::holds_alternative<MergeBaseIsBad>(answer.outcome);
  const std::string text =
      base_is_bad ? "merge base is bad"
                  : testing::to_text(answer, [&](CommitIndex commit) { return graph.id(commit).hex(); });
  return fmt::format("{} warnings, {}", warnings, text);
}

struct Pair {
  std::string ours;
  std::string gits;
};

class Bisection {
 public:
  Bisection(const TempRepo& repo, const Scenario& scenario, const GitRules& rules)
      : graph_(repo.graph()),
        scenario_(scenario),
        ours_(repo.graph(), rules, scenario.options),
        gits_(repo, scenario) {}

  Pair start() {
    return {in_words(graph_, remember(ours_.start(scenario_.bad, scenario_.goods))),
            gits_.start(scenario_.bad, scenario_.goods)};
  }

  bool ended() const { return !proposed_; }

  // The next verdict: mostly on the proposed commit, at times a skip of more or of a range, or elsewhere.
  Pair go_on(Rng& rng) {
    ENSURE(proposed_.has_value());
    CommitIndex commit = *proposed_;
    if (rng.chance(scenario_.out_of_turn_rate)) {
      const std::vector<CommitIndex> pool = graph_.ancestors(scenario_.bad).members();
      commit = pool[rng.below(pool.size())];
    }
    if (!rng.chance(scenario_.skip_rate)) {
      const Verdict verdict = is_ancestor(graph_, scenario_.culprit, commit) ? Verdict::bad : Verdict::good;
      return mark(verdict, {commit});
    }
    std::vector<CommitIndex> others;
    while (rng.chance(0.3)) others.push_back(draw(rng));
    if (rng.chance(0.3) && !graph_.parents(commit).empty()) {
      std::vector<SkipRange> ranges{{graph_.parents(commit)[0], commit}};
      while (rng.chance(0.5)) ranges.push_back({draw(rng), draw(rng)});
      return {in_words(graph_, remember(ours_.skip_ranges(ranges, others))),
              gits_.skip_ranges(ranges, others)};
    }
    others.insert(others.begin(), commit);
    return mark(Verdict::skip, others);
  }

 private:
  CommitIndex draw(Rng& rng) const {
    return CommitIndex(static_cast<std::uint32_t>(rng.below(graph_.size())));
  }

  Pair mark(Verdict verdict, const std::vector<CommitIndex>& commits) {
    return {in_words(graph_, remember(ours_.mark(verdict, commits))), gits_.mark(verdict, commits)};
  }

  BisectAnswer remember(BisectAnswer answer) {
    proposed_.reset();
    if (const auto* test = std::get_if<TestCommit>(&answer.outcome)) proposed_ = test->commit;
    if (const auto* test = std::get_if<TestMergeBase>(&answer.outcome)) proposed_ = test->commit;
    return answer;
  }

  const CommitGraph& graph_;
  Scenario scenario_;
  BisectSession ours_;
  RealSession gits_;
  std::optional<CommitIndex> proposed_;
};

TEST(GitBisect, AnswersAsTheInstalledGitDoes) {
  const Result<std::string> version = git_version();
  ASSERT_TRUE(version.has_value()) << version.error().message;
  const GitRules* rules = find_git_rules(*version);
  ASSERT_NE(rules, nullptr) << *version;
  const std::uint64_t bisections = number_from_environment("REBISECT_DIFFERENTIAL", 64);
  const std::uint64_t seed = number_from_environment("REBISECT_SEED", 1);

  constexpr int kMostSteps = 60;
  std::uint64_t done = 0;
  std::uint64_t answers = 0;
  std::uint64_t limited = 0;
  for (std::uint64_t number = 0; done < bisections; ++number) {
    Rng rng(seed, number);
    const HistoryShape shape = shape_of(number, rng);
    testing::RepoOptions options{.trees = testing::RepoOptions::Trees::shared};
    const bool commit_graph = rng.chance(0.25);
    if (commit_graph) options.commit_graph_file = testing::RepoOptions::CommitGraphFile::single;
    const TempRepo repo = TempRepo::from_list(testing::random_history(rng, shape), options);
    for (std::uint64_t i = 0; i < kBisectionsPerHistory && done < bisections; ++i, ++done) {
      SCOPED_TRACE(fmt::format("REBISECT_SEED={}, history {}, bisection {}", seed, number, i));
      Scenario scenario = draw_scenario(repo.graph(), rng);
      scenario.options.commit_graph = commit_graph;
      const std::optional<PathsRead> paths = read_paths(repo, scenario);
      if (paths) scenario.options.paths = &changes_behind_dashes(*paths, *rules);
      Bisection bisection(repo, scenario, *rules);
      Pair pair = bisection.start();
      ASSERT_EQ(pair.ours, pair.gits);
      ++answers;
      limited += scenario.paths.empty() ? 0U : 1U;
      for (int step = 0; step < kMostSteps && !bisection.ended(); ++step, ++answers) {
        pair = bisection.go_on(rng);
        ASSERT_EQ(pair.ours, pair.gits) << "at step " << step;
      }
    }
  }
  std::cout << fmt::format("git {}: {} bisections, {} of them within paths, {} answers\n", *version, done,
                           limited, answers);
}

}  // namespace
}  // namespace rebisect
