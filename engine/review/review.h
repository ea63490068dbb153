// The driver: from a log and a history to a report. The best first file to read.
#pragma once

#include <string>

#include "engine/judge/policy.h"
#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/review/report.h"
#include "engine/review/review_options.h"

namespace rebisect {

// Replays the log on the history, deduces what follows, weighs the runs, finds what is odd, and composes the
// report. Fails as replay_on() does: where the history cannot serve, or was read too sparsely.
Result<Report> review(const History& history, const BisectionLog& log, const ReviewOptions& options = {});

// Without any history: what the log's own numbers allow.
Report review(const BisectionLog& log, const ReviewOptions& options = {});

}  // namespace rebisect
