// The driver: from a log and a history to a report. The best first file to read.
#pragma once

#include <string>

#include "engine/judge/policy.h"
#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/model/settings.h"
#include "engine/replay/git_rules.h"
#include "engine/review/report.h"

namespace rebisect {

// What a person can say about a log beside the log.
struct ReviewOptions {
  const Policy* policy = nullptr;  // by which verdicts are made of runs; nullptr: the one of the log's day
  std::string bug_title;           // empty: what the first crashing test shows
  FindingSettings findings;
};

// Replays the log on the history, deduces what follows, finds what is odd, and composes the report. `rules`:
// those to replay by; nullptr takes the rules that explain the log best (fewest steps that differ; among
// equals the newest). Fails as replay_on() does: where the history cannot serve, or was read too sparsely.
Result<Report> review(const History& history, const BisectionLog& log, const GitRules* rules = nullptr,
                      const ReviewOptions& options = {});

// Without any history: what the log's own numbers allow.
Report review(const BisectionLog& log, const ReviewOptions& options = {});

}  // namespace rebisect
