// What the repositories say of the commits that a log reports.
#pragma once

#include "adapters/cli/args.h"
#include "adapters/cli/inputs.h"
#include "engine/base/result.h"
#include "engine/model/bisection_log.h"
#include "engine/model/culprit_facts.h"
#include "engine/model/history.h"

namespace rebisect {

enum class CulpritDepth {
  changes,           // what the commits change, and what is at hand beside that
  and_what_follows,  // also what later commits say of them: their messages are read
};

// Of the log's claim, as the history resolves it; empty facts where there is none, or no repository. The
// crash is the one of --crash-report, else the one at the log's end. Fails as the readers do.
Result<CulpritFacts> load_culprit_facts(const CommonOptions& options, const Inputs& inputs,
                                        const BisectionLog& log, const History& history, CulpritDepth depth);

}  // namespace rebisect
