// What the tests make probable, put into the parts of a report: suspects and disputed verdicts.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/infer/belief.h"
#include "engine/infer/reliability.h"
#include "engine/judge/evidence.h"
#include "engine/replay/git_rules.h"
#include "engine/review/finding.h"
#include "engine/review/judgement_parts.h"

namespace rebisect {

// A belief and what it was computed from.
struct Believed {
  BeliefInput input;
  Belief belief;
};

// nullopt where the log has no bad or no good end, or nobody has the commits.
std::optional<Believed> believe(const Facts& facts, const CrashEvidence& evidence,
                                const BeliefSettings& settings);
// From the log alone, its tests taken as points on one line.
std::optional<Believed> believe(const BisectionLog& log, const CrashEvidence& evidence,
                                const BeliefSettings& settings);

BeliefPart belief_part(const Facts& facts, const Believed& believed);
BeliefPart belief_part(const BisectionLog& log, const Believed& believed);

// The verdicts that are most probably the root of a false result, as many as the settings list; without their
// endings.
std::vector<DisputePart> disputed_verdicts(const BisectionLog& log, const Believed& believed,
                                           const DisputeSettings& settings);

// `graph` is null where there is no history: then only commits of the log are planned again.
std::vector<PlanPart> planned_tests(const BisectionLog& log, const CommitGraph* graph,
                                    const Believed& believed, const Settings& settings);

// The same from the log alone, where its reliability was found: which verdict is the first false one.
std::vector<DisputePart> disputed_verdicts(const BisectionLog& log, const Reliability& reliability,
                                           const DisputeSettings& settings);

// The disputes with what each would change, for those that are probable enough: all other verdicts kept, this
// one turned. O(disputes) replays.
Result<std::vector<DisputePart>> with_endings(const Facts& facts, std::vector<DisputePart> disputes,
                                              const GitRules& rules, double least);

}  // namespace rebisect
