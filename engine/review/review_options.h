// ReviewOptions: what a person can say about how a log is reviewed.
#pragma once

#include <optional>
#include <string>

#include "engine/infer/reliability.h"
#include "engine/judge/policy.h"
#include "engine/model/settings.h"
#include "engine/replay/git_rules.h"

namespace rebisect {

// The numbers that runs are weighed by.
struct Weighing {
  Settings settings;
  ReliabilityModel reliability;
};

struct ReviewOptions {
  // Those to replay by; nullptr takes the rules that explain the log best (fewest steps that differ; among
  // equals the newest).
  const GitRules* rules = nullptr;
  const Policy* policy = nullptr;  // by which verdicts are made of runs; nullptr: the one of the log's day
  std::string bug_title;           // empty: what the first crashing test shows
  FindingSettings findings;
  // How the runs are weighed. Absent: they are not, every verdict is taken at face value.
  std::optional<Weighing> weigh_by;
  bool plan = false;   // with the next tests, too
  bool pages = false;  // with what only pages show: the history's outline, and every verdict flipped
};

}  // namespace rebisect
