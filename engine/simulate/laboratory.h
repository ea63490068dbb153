// Laboratory: all that a strategy can see of a world. It tests commits there, and keeps the account.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/step.h"
#include "engine/simulate/world.h"

namespace rebisect {

// What one bisection may use up. A build counts as one, whether it fails or not.
struct Budget {
  std::uint32_t runs = 100000;
  std::uint32_t builds = 1000;
};

struct Account {
  std::uint32_t runs = 0;
  std::uint32_t builds = 0;
  std::uint32_t tests = 0;  // calls of Laboratory::test()
  double cost = 0;

  friend bool operator==(const Account&, const Account&) = default;
};

// The same world, luck and commit give the same runs in the same order, whatever was tested before: run k on
// a commit is a pure function of (seed, world, commit, k). So two strategies meet the same luck.
class Laboratory {
 public:
  // All must outlive the laboratory.
  Laboratory(const CommitGraph& graph, const World& world, Luck luck, Budget budget);

  const CommitGraph& graph() const;
  // The next `runs` runs on the commit; builds it at the first. Fewer where the budget ends; none where the
  // commit does not build.
  std::span<const RunOutcome> test(CommitIndex commit, std::uint32_t runs);
  // Of the kernel image, equal for equal images; builds the commit. Empty where it does not build.
  std::string signature(CommitIndex commit);
  bool exhausted() const;  // the budget is used up
  const Account& account() const;
};

}  // namespace rebisect
