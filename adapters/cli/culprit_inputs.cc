#include "adapters/cli/culprit_inputs.h"

#include <optional>
#include <vector>

#include "adapters/git/culprit_reader.h"
#include "engine/judge/crash_area.h"
#include "engine/replay/replay.h"

namespace rebisect {
namespace {

std::optional<Oid> id_of(const Revision& revision, const BisectionLog& log, const History& history) {
  const auto commit = bind(revision, log, history);
  return commit ? std::optional(history.graph.id(*commit)) : std::nullopt;
}

void add_tests(const BisectionLog& log, const History& history, CulpritRequest& request) {
  for (std::size_t i = 0; i < log.steps.size(); ++i) {
    if (!log.steps[i].logged) continue;
    const std::optional<Oid> id = id_of(log.steps[i].commit, log, history);
    if (!id) continue;
    request.tested.push_back({*id, i});
    if (bug_present(*log.steps[i].logged, log.aim) == false) request.goods.push_back({*id, i});
  }
}

// The report of a crash and the commit that printed it: the user's is taken to be of the commit that the bug
// was seen on, syzbot's own is of the culprit.
Result<void> add_crash(const CommonOptions& options, const Settings& settings, const BisectionLog& log,
                       const History& history, CulpritRequest& request) {
  if (!options.crash_report.empty()) {
    REBISECT_TRY(const CrashReport report, load_crash_report(options.crash_report, settings));
    request.crash = crash_lines(report);
    const Revision seen_on =
        !log.header_commit.text.empty() || log.steps.empty() ? log.header_commit : log.steps.front().commit;
    request.crash_commit = id_of(seen_on, log, history);
  } else if (log.crash_report) {
    request.crash = crash_lines(*log.crash_report);
    if (log.aim == Aim::cause && request.claims.size() == 1) request.crash_commit = request.claims.front();
  }
  return {};
}

}  // namespace

Result<CulpritFacts> load_culprit_facts(const CommonOptions& options, const Inputs& inputs,
                                        const BisectionLog& log, const History& history, CulpritDepth depth) {
  CulpritRequest request;
  if (!log.claim || inputs.sources.repositories().empty()) return CulpritFacts();
  for (const Revision& claimed : log.claim->commits) {
    if (const auto id = id_of(claimed, log, history)) request.claims.push_back(*id);
  }
  request.bug_id = options.syzbot_id;
  add_tests(log, history, request);
  if (const auto added = add_crash(options, inputs.settings, log, history, request); !added) {
    return tl::unexpected(added.error());
  }
  request.later_commits = depth == CulpritDepth::and_what_follows;
  request.most_messages = inputs.settings.culprit.messages;
  request.most_contents = inputs.settings.culprit.contents;
  request.most_crash_files = inputs.settings.culprit.crash_files;
  return read_culprit_facts(inputs.sources, request);
}

}  // namespace rebisect
