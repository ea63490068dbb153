// Strategies: ways to look for the culprit. One function and one row of all_strategies() each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/settings.h"
#include "engine/simulate/laboratory.h"

namespace rebisect {

struct Release {
  CommitIndex commit{};
  std::string tag;  // "v5.10", "v5.10.3"

  friend bool operator==(const Release&, const Release&) = default;
};

// What a strategy is told before it starts.
struct Task {
  CommitIndex bad{};               // where the bug was seen; of a fix bisection: the newest commit
  std::vector<CommitIndex> goods;  // without the bug; of a fix bisection: where it was seen. Can be empty
                                   // where `releases` are given: then a good one has to be found among them
  std::vector<Release> releases;   // of all the repository, in any order
  bool fix = false;                // looks for the commit that removed the bug
  std::string title;               // of the bug's crashes; empty: every crash counts

  // The rest is for syzkaller's walk.
  bool cross_tree = false;  // of a fix bisection: `bad` is the tip of another tree than that of goods[0]
  // The commit that the bug was seen on was rewritten and is gone; this one has its title.
  std::optional<CommitIndex> same_title;
  // The kernel of the commit that the bug was seen on, with another configuration, counts as a commit of its
  // own.
  std::optional<CommitIndex> baseline;        // with as little as possible
  std::optional<CommitIndex> smaller_config;  // what the minimiser offers; no image: the minimiser fails
};

struct Ending {
  enum class Kind : std::uint8_t {
    found,    // one commit
    several,  // it is one of these
    older,    // the bug is older than the range, whose end is reported (of a fix: not fixed in the newest
              // commit)
    failed,   // no answer: an error, or the budget is used up
  };
  Kind kind = Kind::failed;
  std::vector<CommitIndex> reported;
  double confidence = 0;           // what the strategy says of it itself; 0: nothing
  std::vector<std::string> flags;  // what it says beside it: "no-op", "release", "merge", "flaky"
  std::string error;               // why there is no answer

  friend bool operator==(const Ending&, const Ending&) = default;
};

// Numbers by name, as a suite file gives them. A strategy takes what its row declares; others are refused
// before it starts.
using Parameters = std::map<std::string, double, std::less<>>;

class Workspace;  // what strategies compute again and again, kept per thread (workspace.h)

struct Strategy {
  std::string_view name;
  std::string_view what;  // one line for people
  struct Parameter {
    std::string_view name;
    double standard;
    std::string_view what;
  };
  std::vector<Parameter> parameters;
  // Deterministic: the same task and the same outcomes give the same tests and the same ending.
  Ending (*run)(Laboratory& laboratory, const Task& task, const Parameters& parameters, Workspace& workspace);
};

std::span<const Strategy> all_strategies();
const Strategy* find_strategy(std::string_view name);

}  // namespace rebisect
