// Evaluation: strategies side by side on one scenario, each in the same worlds with the same luck.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/simulate/log_worlds.h"
#include "engine/simulate/statistics.h"
#include "engine/simulate/strategy.h"
#include "engine/simulate/trials.h"
#include "engine/simulate/world_recipe.h"

namespace rebisect {

// A strategy with its parameters, under a name of its own.
struct Contestant {
  std::string name;
  const Strategy* strategy = nullptr;  // outlives the contest
  Parameters parameters = {};
};

// What a scenario expects. Of a contestant, in every trial: how it ended. Over all trials: rates and means.
// What is absent is not compared.
struct Expected {
  std::string strategy;  // a contestant's name
  std::optional<Ending::Kind> ending = {};
  std::optional<std::vector<CommitIndex>> reported = {};  // in any order
  std::optional<std::vector<std::string>> flags = {};     // in any order
  std::optional<Interval> confidence = {};                // both ends included
  std::optional<Interval> right = {};                     // the probability to be right
  std::optional<Interval> wrong = {};
  std::optional<Interval> runs = {};               // mean
  std::optional<double> limits = {};               // mean runs: at most so many times the information limit
  std::optional<std::string> not_worse_than = {};  // another contestant's name
};

enum class Held : std::uint8_t {
  yes,
  no,
  undecided,  // what was seen fits with "yes" and with "no": more trials are needed
};

struct Checked {
  std::string strategy;
  Held held = Held::yes;
  std::string text;  // what was expected and what was seen
};

// A scenario, ready to be played.
struct Contest {
  std::string name;
  const CommitGraph* graph = nullptr;
  Task task = {};
  WorldRecipe recipe = {};
  std::shared_ptr<const LogWorlds> log_worlds = {};  // not null: a log's worlds are played, not the recipe's
  Budget budget = {};
  std::uint64_t seed = 1;
  std::uint32_t trials = 1000;
  SimulationSettings settings = {};
  std::uint32_t resamples = 1000;            // of the bootstrap; 0: no intervals but those of rates
  std::vector<Contestant> contestants = {};  // no name twice
  std::vector<Expected> expected = {};
  std::map<CommitIndex, std::string> commit_names = {};  // for texts; a commit without one is shown by its id
  std::uint64_t fingerprint = 0;  // of what it is played on: graph, task, worlds and budget
};

// What one strategy did.
struct StrategyScore {
  std::string strategy;                // the contestant's name
  std::vector<Trial::Result> results;  // by trial
  Estimate right;
  Estimate wrong;
  Estimate no_answer;
  Spread runs;
  Spread builds;
  Spread cost;
  // Runs on average without which nobody is right so often, where the world allows to say so, and what share
  // of its own runs that is.
  std::optional<double> limit;
  std::optional<double> efficiency;
  std::optional<std::string> last_error;  // of the last trial without an answer
};

// The second strategy less the first, on the same luck.
struct Paired {
  std::string first;
  std::string second;
  Discordant discordant;
  Estimate right;  // difference of the probabilities
  Estimate runs;   // difference of the means
  Estimate cost;
  McNemar test;
};

struct Evaluation {
  std::string scenario;
  std::uint64_t fingerprint = 0;
  std::uint64_t seed = 0;
  std::uint32_t trials = 0;
  std::size_t candidates = 0;         // commits in the range
  std::vector<StrategyScore> scores;  // one for each contestant, in their order
  std::vector<Paired> paired;         // the first contestant with each of the others
  std::vector<Checked> checked;       // one for each expectation, in their order
};

// Plays all trials of all contestants on so many threads; the result is the same for any number of them.
Evaluation evaluate(const Contest& contest, std::size_t threads);

}  // namespace rebisect
