#include "engine/review/printed_facts.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/judge/crash_area.h"

namespace rebisect {
CulpritFacts with_printed_facts(CulpritFacts facts, const BisectionLog& log) {
  if (!log.printed_culprit || !log.claim || log.claim->commits.size() != 1) return facts;
  const PrintedCommit& printed = *log.printed_culprit;
  const std::optional<Oid> id = Oid::from_hex(printed.commit.text);
  if (!id || log.claim->commits.front() != printed.commit) return facts;
  if (facts.claims.empty()) {
    ClaimedCommit claim;
    claim.id = *id;
    claim.parents = printed.parents;
    facts.claims.push_back(std::move(claim));
  }
  ClaimedCommit& claim = facts.claims.front();
  if (claim.id == *id && !claim.changes && claim.parents < 2 && !printed.paths.empty()) {
    claim.changes.emplace();
    for (const std::string& path : printed_paths(printed)) claim.changes->push_back({path, {}});
  }
  if (facts.crash_lines.empty() && log.crash_report) facts.crash_lines = crash_lines(*log.crash_report);
  return facts;
}

}  // namespace rebisect
