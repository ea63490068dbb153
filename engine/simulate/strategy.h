// Strategies: ways to look for the culprit. One function and one row of all_strategies() each.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/settings.h"
#include "engine/simulate/laboratory.h"

namespace rebisect {

// What a strategy is told before it starts.
struct Task {
  CommitIndex bad;                    // of a fix bisection: the newest commit
  std::vector<CommitIndex> goods;     // empty: the strategy has to find one by itself, among `releases`
  std::vector<CommitIndex> releases;  // newest first; for strategies that walk back through them
  bool fix = false;                   // looks for the commit that removed the bug
};

struct Ending {
  enum class Kind {
    found,    // one commit
    several,  // it is one of these
    older,    // the bug is older than the range (of a fix: newer)
    failed,   // no answer: an error, or the budget is used up
  };
  Kind kind = Kind::failed;
  std::vector<CommitIndex> reported;
  double confidence = 0;           // what the strategy says of it itself; 0: nothing
  std::vector<std::string> flags;  // what it says beside it: "no-op", "release", "merge", "flaky"
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
