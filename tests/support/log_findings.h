// Findings of a log by themselves: what one family of checks says, with the default settings.
#pragma once

#include <string>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/review/finding.h"
#include "engine/review/review.h"

namespace rebisect::testing {

// As the program reviews a log: with the default settings.
ReviewOptions default_review_options();
// The same, replayed by the newest git's rules.
ReviewOptions by_newest_rules();
// With the runs weighed and the next tests planned, too, as `audit` has it.
ReviewOptions judging_review_options();

using FindProblems = std::vector<Finding> (*)(const LogFacts&);

std::vector<Finding> problems_of(const BisectionLog& log, FindProblems find, const Policy* policy = nullptr);

// "pick-differs 2; flaky": each finding's id and its steps, without those of other kinds.
std::string problem_ids(const BisectionLog& log, FindProblems find);

}  // namespace rebisect::testing
