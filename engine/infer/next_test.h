// The tests that would tell most about the culprit for what they cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/infer/belief.h"

namespace rebisect {

struct PlannedTest {
  std::optional<CommitIndex> commit;  // absent on a line
  std::optional<std::size_t> again;   // in BeliefInput::tests: where its commit was tested before
  std::uint32_t runs = 0;
  double gain_bits = 0;  // by how much the entropy is expected to fall
  double p_crash = 0;    // that one run crashes at least

  friend bool operator==(const PlannedTest&, const PlannedTest&) = default;
};

struct Plan {
  // Each is chosen as if those before it had given their most probable result, so the first is exact and the
  // others are what to expect. Ends where a suspect is sure enough, or where no test tells anything more.
  std::vector<PlannedTest> tests;
  double p_best = 0;  // of the most probable commit (or "older"), after those results
  // No strategy needs fewer runs on average to find one among so many candidates at this rate of crashes:
  // ((1 - d) log2 n - h(d)) / C, with C the capacity of a Z-channel.
  double fewest_runs = 0;
  double crash_rate = 0;  // that the bound was computed with: of the runs where the verdict is "present"

  friend bool operator==(const Plan&, const Plan&) = default;
};

// Bits per run: a run where the bug is crashes at this rate (0 to 1), one elsewhere never.
double z_channel_capacity(double crash_rate);

// How the belief would change by one more test.
struct Prospect {
  std::vector<double> outcomes;  // of 0, 1, ... runs that crash: how probable
  double entropy_bits = 0;       // expected
};
// The input with one more test of a candidate. Its runs are to be filled in.
BeliefInput with_test(const CommitGraph& graph, const BeliefInput& input, CommitIndex commit);
// The same for a commit that was tested before.
BeliefInput with_test_again(const BeliefInput& input, std::size_t test);
// Of the last test of the input, with so many runs. O(runs) beliefs.
Prospect prospect_of(const BeliefInput& input, std::uint32_t runs, const BeliefSettings& settings);

// `graph` is null where there is no history: then only tested commits are tested again. Crashes with other
// titles count as the belief reads them, as the bug or not at all.
Plan plan_tests(const CommitGraph* graph, const BeliefInput& input, const BeliefSettings& settings,
                const PlanSettings& plan);

}  // namespace rebisect
