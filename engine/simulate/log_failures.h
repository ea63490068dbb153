// What a log's tests showed beside crashes and clean runs: kernels that did not build or boot, lost machines.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/commit_graph.h"
#include "engine/model/history.h"
#include "engine/simulate/world.h"

namespace rebisect {

// Of one test.
struct TestFailures {
  CommitIndex commit{};
  bool release = false;
  bool build_failed = false;
  std::uint32_t runs = 0;  // all of them
  std::uint32_t boot_failed = 0;
  std::uint32_t infra = 0;

  friend bool operator==(const TestFailures&, const TestFailures&) = default;
};

// Of each step of the log whose commit is in the history and that was tested.
std::vector<TestFailures> test_failures(const History& history, const BisectionLog& log);

// The failures as stretches: those of tested commits as they were seen, those of others as often as in the
// log's tests of commits within the range.
std::vector<Stretch> failure_stretches(const CommitGraph& graph, const std::vector<TestFailures>& failures);

}  // namespace rebisect
