#include "adapters/cli/cross_check.h"

#include <chrono>
#include <utility>

#include "adapters/git/object_stores.h"
#include "adapters/process/bisect_with_git.h"
#include "adapters/process/system_git.h"

namespace rebisect {

Result<CrossCheck> cross_check(const Inputs& inputs, const BisectionLog& log, const History& history) {
  if (inputs.sources.repositories().empty()) {
    return no_cross_check("", "it needs a repository: add --repo DIR");
  }
  if (log.commands.empty()) return no_cross_check("", "the log tells git nothing");
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(inputs.settings.cross_check.deadline_seconds);

  const Result<std::string> version = git_version(time_until(deadline));
  if (!version) return no_cross_check("", version.error().message);
  const GitRules* const rules = find_git_rules(*version);
  if (rules == nullptr) return no_cross_check(*version, "no rules are known for that version");
  const Result<ObjectStores> stores = find_object_stores(inputs.sources);
  if (!stores) return no_cross_check(*version, stores.error().message);

  REBISECT_TRY(const Replay replay, replay_on(history, log, *rules));
  const GitScript script = script_for_git(history.graph, log, replay, *rules);
  const BorrowedStores borrowed{stores->common_folders, stores->boundaries};
  return compare_with_git(script, bisect_with_git(script, borrowed, *version, deadline));
}

}  // namespace rebisect
