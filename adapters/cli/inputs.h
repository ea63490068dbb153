// What the commands read before the engine thinks: settings, the log, the history, the names of commits.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/cli/args.h"
#include "adapters/git/commit_sources.h"
#include "adapters/git/history_reader.h"
#include "engine/base/result.h"
#include "engine/infer/reliability.h"
#include "engine/model/bisection_log.h"
#include "engine/model/commit_description.h"
#include "engine/model/crash_report.h"
#include "engine/model/history.h"
#include "engine/model/settings.h"
#include "engine/replay/git_rules.h"

namespace rebisect {

// The defaults, with those of --config replaced.
Result<Settings> load_settings(const CommonOptions& options);

// The weights of the reliability, with those of --config replaced.
Result<ReliabilityModel> load_reliability_model(const CommonOptions& options);

// Reads and parses a log; `path` may be "-".
Result<BisectionLog> load_log(const std::string& path, const Settings& settings);

// Reads and parses a crash report; `path` may be "-". The limits are those of a log.
Result<CrashReport> load_crash_report(const std::string& path, const Settings& settings);

// Where a command's histories come from: what its options name, opened once for all that is asked of it.
struct Inputs {
  Settings settings;
  CommitSources sources;
};

// Fails as CommitSources::open() does; without --repo and --commit-graph there are no sources.
Result<Inputs> open_inputs(const CommonOptions& options, const Settings& settings);

// Adds the commits that the log names to what a history is asked for.
void ask_for(const BisectionLog& log, HistoryRequest& request);

enum class HistoryExtent { range, all };

// The history that the log needs: the range of its verdicts, or all that they descend from.
Result<History> load_history(Inputs& inputs, const BisectionLog& log, HistoryExtent extent);

// Does the work on the range, and where that was too short for an exact answer, on all of the history.
// `work` takes a History and gives a Result, with ErrorCode::history_too_short to ask for more. An error
// tells the history's notes too.
template <typename Work>
auto with_enough_history(Inputs& inputs, const BisectionLog& log, const Work& work)
    -> decltype(work(std::declval<History>())) {
  REBISECT_TRY(History range, load_history(inputs, log, HistoryExtent::range));
  std::vector<std::string> notes = range.notes;
  auto result = work(std::move(range));
  if (!result && result.error().code == ErrorCode::history_too_short) {
    REBISECT_TRY(History all, load_history(inputs, log, HistoryExtent::all));
    notes = all.notes;
    result = work(std::move(all));
  }
  if (!result) return tl::unexpected(with_notes(result.error(), notes));
  return result;
}

// Compares what the commits between the log's ends change with the crash: that of History::culprit, else the
// one at the log's end. Where no file of a crash is known nothing is done; where the changes cannot be read,
// or are too many, the history's notes say so.
void read_relevance(const Inputs& inputs, const BisectionLog& log, History& history);

// Every commit that a ref reaches, and every one of the commit-graph file.
Result<History> load_whole_history(Inputs& inputs);

// The rules that --git-rules names; nullptr for "auto". Fails (usage) for a version that no row describes.
Result<const GitRules*> named_rules(const CommonOptions& options);

// What the commits are called, by their 40 digits; those that no repository has are absent.
Result<std::map<std::string, CommitDescription>> describe(const Inputs& inputs,
                                                          const std::vector<Oid>& commits);

}  // namespace rebisect
