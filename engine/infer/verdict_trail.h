// The tests of a log as one line of verdicts, in the order they were made: what the reliability of its claim
// is read from when there is no history.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/judge/evidence.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// A test that said something: skips, builds without runs and tests of a person's own are left out.
struct TrailPoint {
  enum class Phase : std::uint8_t { start, release, search };

  std::size_t step = 0;  // in BisectionLog::steps
  Phase phase = Phase::start;
  bool present = false;  // by the logged verdict; where none was told to git, by the runs
  std::uint32_t crashes = 0;
  std::uint32_t informative = 0;                            // runs
  bool own_title = false;                                   // a run crashed with a title of the target's
  TitleSimilarity best_title = TitleSimilarity::unrelated;  // where it crashed
  // Of a test in the search: how many commits the verdict took out of it if present is a mistake (all that
  // were left), or set aside if absent is one. By git's printed numbers; at least 1.
  std::int64_t commits_at_stake = 1;

  bool foreign() const { return present && crashes > 0 && !own_title; }

  friend bool operator==(const TrailPoint&, const TrailPoint&) = default;
};

using VerdictTrail = std::vector<TrailPoint>;

// `evidence` is that of `log`. Linear in the steps.
VerdictTrail verdict_trail(const BisectionLog& log, const CrashEvidence& evidence);

}  // namespace rebisect
