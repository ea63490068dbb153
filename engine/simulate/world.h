// World: what is really true in a simulated bisection. Where the bug is, how often it shows, and what else
// can happen to a test. A plain value; the laboratory (laboratory.h) makes the runs.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/step.h"

namespace rebisect {

// How often something happens: at `mean` of the runs (0 to 1). With a finite weight each commit has a rate of
// its own, from the Beta distribution of that mean that behaves as if so many runs had been seen before.
struct Rate {
  double mean = 0;
  double weight = std::numeric_limits<double>::infinity();  // more than 0

  friend bool operator==(const Rate&, const Rate&) = default;
};

// Something that is so on some commits only.
struct Stretch {
  enum class Kind : std::uint8_t {
    build_failed,  // no image at all
    same_image,    // all its commits have one kernel image
    scripted,      // run k ends as outcome k modulo the length of `script`
    boot_failed,   // a run does not boot, at `rate`
    infra,         // a run finds no machine, at `rate`
    other_bug,     // a run crashes with `title` at `rate`, whether the bug is there or not
    blind,         // the bug, where it is, shows at `rate` instead of its own
    false_crash,   // the bug's title shows at `rate` where the bug is not
  };
  Kind kind = Kind::blind;
  CommitSet commits;
  double share = 1;  // each of the commits is concerned with this probability (0 to 1)
  Rate rate;
  std::string title;
  std::vector<RunOutcome> script;  // not empty where scripted
};

// How often the bug's title shows on one commit, whether the bug is there or not, and whatever stretches say.
struct KnownRate {
  CommitIndex commit{};
  Rate crashes;

  friend bool operator==(const KnownRate&, const KnownRate&) = default;
};

// What a run gives is decided in this order: a script; a boot that fails, a machine that is lost and other
// bugs, in the order of `stretches`, the first that happens; then the bug. Of the blind stretches, and of
// those of false crashes, the first one with the commit is asked and no other.
struct World {
  // The bug is in `introduced` and all that descend from it, but for `fixed` and all that descend from that.
  std::optional<CommitIndex> introduced;  // absent: every commit has it
  std::optional<CommitIndex> fixed;
  bool nowhere = false;    // no commit has it at all
  bool scattered = false;  // each commit has it or not, by a fair coin: no one commit brought it

  Rate rate{1};                  // of crashes where the bug is
  std::vector<KnownRate> known;  // at most one for each commit
  double false_crash = 0;        // where it is not: of crashes with its title, outside of stretches
  std::string title = "the bug";
  std::vector<Stretch> stretches;

  double cost_of_build = 1;
  double cost_of_run = 1;
};

// Which world, and which luck in it.
struct Luck {
  std::uint64_t seed = 0;
  std::uint64_t world = 0;  // number of the world among those of the seed
};

}  // namespace rebisect
