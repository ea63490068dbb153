// The reliability of the claim as a part of the Report.
#pragma once

#include "engine/infer/reliability.h"
#include "engine/review/report.h"

namespace rebisect {

// How many verdicts a report disputes for want of anything better than the log.
inline constexpr std::size_t kMostDisputes = 3;

// Puts the reliability into the report, and the most doubtful verdicts where nothing else disputes any. A
// claim that held at face value is refuted by a hard fact, and doubtful where it is rather wrong than right.
Report with_reliability(Report report, const Reliability& reliability);

}  // namespace rebisect
