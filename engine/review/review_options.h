// ReviewOptions: what a person can say about how a log is reviewed.
#pragma once

#include <optional>
#include <string>

#include "engine/model/settings.h"
#include "engine/replay/git_rules.h"

namespace rebisect {

struct ReviewOptions {
  // Those to replay by; nullptr takes the rules that explain the log best (fewest steps that differ; among
  // equals the newest).
  const GitRules* rules = nullptr;
  std::string bug_title;  // empty: not known
  // How the runs are weighed. Absent: they are not, every verdict is taken at face value.
  std::optional<Settings> judge_by;
};

}  // namespace rebisect
