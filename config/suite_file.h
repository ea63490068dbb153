// Suite files: histories, worlds on them, and the strategies to be compared there (docs/suites.md).
//
// What a suite says of commits is text here; who reads the histories turns it into commits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/simulate/evaluate.h"
#include "engine/simulate/strategy.h"
#include "engine/simulate/world.h"

namespace rebisect {

// A commit as the file names it, with the place for messages: "FILE:LINE: PATH".
struct SuiteCommit {
  std::string text;
  std::string where;
};

// Where commits come from; exactly one of the three.
struct SuiteGraph {
  std::string sketch;  // engine/model/sketch.h
  struct KernelLike {
    std::uint32_t history = 0;  // commits
    std::uint32_t range = 0;    // of these, about: between the good end and the tip
    std::uint64_t seed = 1;
  };
  std::optional<KernelLike> kernel_like;
  struct Repository {
    std::vector<std::string> directories;  // paths as the file has them: relative to its folder
    std::string commit_graph;              // a file likewise
    std::string log;                       // a bisection log likewise; empty: none
  };
  std::optional<Repository> repository;
  std::string where;
};

// Some commits: each a name, or "A..B", which is what B reaches and A does not.
struct SuiteStretch {
  DrawnStretch drawn;                // `what` without commits
  std::vector<SuiteCommit> commits;  // none: the stretches are drawn
};

struct SuiteWorld {
  WorldRecipe recipe;  // without commits, stretches and the numbers of the model
  bool of_model = false;
  bool of_log = false;  // of the posterior of the graph's log, which says what the task is, too
  std::optional<SuiteCommit> introduced;
  std::optional<SuiteCommit> fixed;
  std::vector<SuiteStretch> stretches;
};

struct SuiteRelease {
  std::string tag;
  SuiteCommit commit;
};

struct SuiteTask {
  std::optional<SuiteCommit> bad;                 // absent: a generated history's tip
  std::optional<std::vector<SuiteCommit>> goods;  // absent: the good end of a generated history, or none
  std::vector<SuiteRelease> releases;
  bool fix = false;
  std::string title;  // of the bug, where the strategies are told it
  bool cross_tree = false;
  std::optional<SuiteCommit> same_title;
  std::optional<SuiteCommit> baseline;
  std::optional<SuiteCommit> smaller_config;
};

struct SuiteExpected {
  Expected expected;  // without `reported`
  std::optional<std::vector<SuiteCommit>> reported;
  std::string where;
};

struct SuiteScenario {
  std::string name;
  std::string why;
  std::string graph;  // a key of Suite::graphs
  SuiteTask task;
  SuiteWorld world;
  Budget budget;
  std::uint64_t seed = 1;
  std::uint32_t trials = 1000;
  std::vector<std::string> strategies;  // names of Suite::contestants, in the order of the scenario
  std::vector<SuiteExpected> expected;
  // Equal for scenarios that are played on the same: of the graph, the task, the world and the budget.
  std::uint64_t fingerprint = 0;
};

struct Suite {
  std::string name;  // the file's, without folder and ending
  std::string why;
  std::map<std::string, SuiteGraph> graphs;
  std::vector<Contestant> contestants;
  std::vector<SuiteScenario> scenarios;
};

// `strategies` are those that the file may name; they must outlive the suite. Fails (malformed, naming file,
// line and key) for whatever docs/suites.md does not describe.
Result<Suite> parse_suite(std::string_view text, const std::string& file,
                          std::span<const Strategy> strategies);

}  // namespace rebisect
