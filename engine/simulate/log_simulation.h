// What else a log could have come out as: its flaky runs rolled again, in worlds drawn from its posterior,
// and each bisection followed to its end, off the logged path too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/judge/evidence.h"
#include "engine/judge/policy.h"
#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/model/settings.h"
#include "engine/replay/git_rules.h"
#include "engine/replay/replay.h"
#include "engine/simulate/log_worlds.h"
#include "engine/simulate/statistics.h"
#include "engine/simulate/strategy.h"

namespace rebisect {

// A log as it was read and replayed.
struct ReplayedLog {
  const History& history;
  const BisectionLog& log;
  const CrashEvidence& evidence;
  const Replay& replay;
  const GitRules& rules;  // that it was replayed by
};

// What a log leaves to be played again.
struct LogScenario {
  Task task;  // between the log's ends; the bug has the title of the worlds
  std::shared_ptr<const LogWorlds> worlds;
};

// The graph of the history must outlive the scenario. Fails (malformed) where the log has no bad or no good
// end in the history, and (usage) where it was limited to paths.
Result<LogScenario> log_scenario(const ReplayedLog& replayed, const BeliefSettings& settings);

struct LogSimulationOptions {
  const Policy* policy = nullptr;      // of the log's own way; nullptr: the one in force
  const Strategy* strategy = nullptr;  // nullptr: the log's own way
  std::uint64_t seed = 1;
  std::uint32_t trials = 1000;  // at least 1
  std::size_t threads = 1;      // the result does not depend on it
};

// The way that the log was made: git's halving between its ends by its git rules, so many runs of each
// commit, and a verdict by a policy.
struct OwnWay {
  const GitRules* rules = nullptr;
  bool first_parent = false;
  std::uint32_t runs = 0;
  const Policy* policy = nullptr;
  bool flaky = false;  // the reproducer was marked flaky before the search began
};

// One ending, and how often it came.
struct SimulatedEnding {
  Ending::Kind kind = Ending::Kind::failed;
  std::vector<CommitIndex> reported;  // `found` and `several`
  std::string error;                  // `failed`
  std::uint64_t count = 0;
  Estimate share;
};

struct LogSimulation {
  std::optional<OwnWay> own_way;       // where no strategy was asked for
  const Strategy* strategy = nullptr;  // the one that was
  std::uint64_t seed = 0;
  std::uint32_t trials = 0;
  std::vector<SimulatedEnding> endings;  // the most frequent first; equals by their commits
  // The log's own claim, or what its verdicts lead git to; absent where that is no commit of the history.
  std::optional<Estimate> claim_again;
  // Against the worlds that were played in.
  Estimate right;
  Estimate wrong;
  Estimate no_answer;
  Spread tests;
  Spread runs;
  Spread builds;
};

// `before_trial` is called before each, by any thread. Fails as log_scenario() does, and (history_too_short)
// where a bisection left what was read of the history.
Result<LogSimulation> simulate_log(const ReplayedLog& replayed, const Settings& settings,
                                   const LogSimulationOptions& options,
                                   const std::function<void()>& before_trial = {});

// How the log was made, as far as it tells: the number of runs that most of its tests in the range have. A
// log without runs is a person's: so many runs as a good verdict stands for, and one crash is enough.
OwnWay own_way_of(const ReplayedLog& replayed, const Policy* policy, const BeliefSettings& settings);

}  // namespace rebisect
