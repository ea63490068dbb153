// compose(): puts what the stages found into one Report, and finds the words for it.
#pragma once

#include <vector>

#include "engine/replay/log_arithmetic.h"
#include "engine/replay/rule_choice.h"
#include "engine/review/assess.h"
#include "engine/review/finding.h"
#include "engine/review/report.h"

namespace rebisect {

Report compose(const Facts& facts, const RuleChoice& choice, const Assessment& assessment,
               const std::vector<Finding>& findings);
Report compose(const BisectionLog& log, const LogArithmetic& arithmetic, const Assessment& assessment,
               const std::vector<Finding>& findings);

// The report with a cross-check: what it found as a finding, and in the words on how all was computed. Where
// the installed git answers otherwise nothing is concluded any more, for either answer may be the wrong one.
Report with_cross_check(Report report, const CrossCheck& check);

// The conclusion by the rules of docs/cli.md, the first that fits: no claim or unfinished: undecided; a hard
// fact excludes what is claimed, see excludes_claim(): refuted; none of the claimed commits is a candidate:
// refuted (undecided where one is not in the history); the log did not report every candidate: doubtful
// (undecided where verdicts are left out, which may have excluded the others); where the runs were weighed,
// no probability: undecided, and more probably wrong than ConclusionSettings allow: doubtful; else it holds.
Conclusion conclude(const BisectionLog& log, const DeductionPart& deduction,
                    const Assessment& assessment = {}, bool excluded = false);

}  // namespace rebisect
