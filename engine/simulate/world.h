// World: what is really true in a simulated bisection. Where the bug is, how often it shows, and what else
// can happen to a test.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/step.h"

namespace rebisect {

// Something that is so on some commits only.
struct Stretch {
  enum class Kind {
    blind,         // the bug, where it is, shows at `rate` instead of its own
    other_bug,     // a run crashes with `title` at `rate`, whether the bug is there or not
    boot_failed,   // a run does not boot, at `rate`
    infra,         // a run finds no machine, at `rate`
    build_failed,  // no image at all
    same_image,    // all its commits have one kernel image
    scripted,      // run k gives outcome k modulo the length of `script`
  };
  Kind kind = Kind::blind;
  CommitSet commits;
  double rate = 0;  // 0 to 1
  std::string title;
  std::vector<RunOutcome> script;
};

struct World {
  // The bug is in the commits that are `introduced` or descend from it, without `fixed` and its descendants.
  std::optional<CommitIndex> introduced;  // absent: every commit has it
  std::optional<CommitIndex> fixed;
  bool nowhere = false;  // no commit has it at all
  // A run where the bug is crashes at a rate that each commit draws from a Beta distribution of this mean,
  // with the weight of so many runs behind it (infinite: every commit has the mean).
  double mean_rate = 1;
  double rate_weight = std::numeric_limits<double>::infinity();
  double false_crash = 0;  // a run where the bug is not crashes with its title all the same
  std::string title = "the bug";
  std::vector<Stretch> stretches;  // the first that speaks for a run decides it

  double cost_of_build = 1;
  double cost_of_run = 1;
};

// Which world, and which luck in it.
struct Luck {
  std::uint64_t seed = 0;
  std::uint64_t world = 0;  // number of the world among those of the seed
};

}  // namespace rebisect
