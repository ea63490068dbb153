// LogWorlds: worlds in which a log could have come out as it did, as often as the belief gives them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/infer/belief.h"
#include "engine/infer/belief_input.h"
#include "engine/model/commit_graph.h"
#include "engine/model/settings.h"
#include "engine/simulate/log_failures.h"
#include "engine/simulate/model_range.h"
#include "engine/simulate/world.h"

namespace rebisect {

// docs/simulate.md tells what is drawn given what was seen, and what is not. Safe to share between threads.
class LogWorlds {
 public:
  // `input` has tests on a graph, not on a line. `titles` are those of its foreign groups. The cost of
  // posterior().
  LogWorlds(const CommitGraph& graph, BeliefInput input, std::vector<std::string> titles,
            const std::vector<TestFailures>& failures, const BeliefSettings& settings);

  // A pure function, safe to call from several threads. O(tests * points of the rate grid), and the cost of
  // ModelRange::world_of(), for each group of titles that is another bug once more.
  World draw(Luck luck) const;
  const ModelRange& range() const { return range_; }

 private:
  struct Hypothesis {
    std::size_t part = 0;        // in posterior_.parts
    std::size_t hypothesis = 0;  // a class, or behind the classes: older, newer, mixed
  };
  // The tests as one choice for the titles has them.
  struct Reading {
    std::vector<std::uint32_t> crashes;  // of the bug, by test
    std::vector<std::size_t> others;     // groups that are other bugs
  };

  Hypothesis draw_hypothesis(Rng& rng) const;
  Reading draw_reading(Rng& rng, std::uint32_t same) const;
  HiddenTruth::Kind kind_of(std::size_t hypothesis) const;
  CommitIndex draw_culprit(Rng& rng, std::size_t of_class) const;
  std::vector<bool> draw_present(Rng& rng, const Hypothesis& drawn) const;
  void draw_rate_and_blind(Rng& rng, const Reading& reading, const std::vector<bool>& present,
                           HiddenTruth& truth, std::vector<KnownRate>& known) const;
  void draw_loud(Rng& rng, const Reading& reading, const std::vector<bool>& present, HiddenTruth& truth,
                 std::vector<KnownRate>& known) const;
  void add_other_bug(Rng& rng, std::size_t group, World& world) const;

  BeliefInput input_;
  BeliefSettings settings_;
  std::vector<std::string> titles_;
  Posterior posterior_;
  std::vector<double> up_to_;  // probability of the hypotheses before and with each one, part by part
  std::vector<std::vector<CommitIndex>> members_;  // of each class
  std::vector<std::vector<double>> member_weights_;
  std::vector<std::size_t> order_;  // tests along the history
  std::vector<Stretch> failures_;   // the same in all worlds
  ModelRange range_;
};

}  // namespace rebisect
