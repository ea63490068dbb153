// What a log itself says of the commit that it reports: git prints what the commit changes.
#pragma once

#include "engine/model/bisection_log.h"
#include "engine/model/culprit_facts.h"

namespace rebisect {

// The facts, with the files that git printed where no repository knows them, and with the log's own crash
// report where none was given. Folders end in a slash, paths that lost their front begin with ".../". Of a
// merge git prints what it changes against its first parent, which says nothing; only that it is one is
// taken.
CulpritFacts with_printed_facts(CulpritFacts facts, const BisectionLog& log);

}  // namespace rebisect
