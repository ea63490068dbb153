#include "adapters/cli/inputs.h"

#include "adapters/cli/read_input.h"
#include "adapters/git/describe.h"
#include "adapters/git/path_changes.h"
#include "adapters/git/path_relevance.h"
#include "adapters/logs/crash_report.h"
#include "adapters/logs/parse_log.h"
#include "config/reliability_file.h"
#include "config/settings.h"
#include "engine/judge/build_reach.h"
#include "engine/judge/crash_area.h"
#include "engine/replay/path_limit.h"
#include "engine/replay/replay.h"

namespace rebisect {
namespace {

constexpr std::uint64_t kConfigBytes = 1U << 20U;

// The log's commits on one side of the search.
std::vector<CommitIndex> ends_of(const BisectionLog& log, const History& history, WantedRevision::Side side) {
  std::vector<CommitIndex> ends;
  for (const WantedRevision& wanted : wanted_revisions(log)) {
    if (wanted.side != side) continue;
    if (const auto commit = bind({wanted.text}, log, history)) ends.push_back(*commit);
  }
  return ends;
}

// What the log's paths change, where that can be told.
void read_paths(const CommitSources& sources, const BisectionLog& log, HistoryExtent extent,
                History& history) {
  CommitSet commits = CommitSet::all(history.graph.size());
  if (extent == HistoryExtent::range) {
    commits = commits_to_compare(history.graph, ends_of(log, history, WantedRevision::Side::bad),
                                 ends_of(log, history, WantedRevision::Side::good));
  }
  const PathsRequest request{log.options.paths, log.options.dashes};
  Result<PathsRead> paths = read_path_changes(sources, request, history.graph, commits);
  if (paths) {
    history.paths = *std::move(paths);
  } else {
    history.paths_unread = paths.error().message;
  }
}

}  // namespace

Result<Settings> load_settings(const CommonOptions& options) {
  REBISECT_TRY(const Settings defaults, default_settings());
  if (options.config_file.empty()) return defaults;
  REBISECT_TRY(const std::string text, read_input(options.config_file, kConfigBytes));
  return read_settings(text, options.config_file, defaults);
}

Result<ReliabilityModel> load_reliability_model(const CommonOptions& options) {
  REBISECT_TRY(const ReliabilityModel defaults, default_reliability_model());
  if (options.config_file.empty()) return defaults;
  REBISECT_TRY(const std::string text, read_input(options.config_file, kConfigBytes));
  return read_reliability_model(text, options.config_file, defaults);
}

Result<BisectionLog> load_log(const std::string& path, const Settings& settings) {
  REBISECT_TRY(const std::string text, read_input(path, settings.limits.log_bytes));
  const LogLimits limits{settings.limits.log_bytes, settings.limits.log_lines};
  Result<BisectionLog> log = parse_log(text, limits);
  if (!log) return fail_in(path == "-" ? "standard input" : path, log.error());
  return log;
}

Result<CrashReport> load_crash_report(const std::string& path, const Settings& settings) {
  REBISECT_TRY(const std::string text, read_input(path, settings.limits.log_bytes));
  Result<CrashReport> report = parse_crash_report(text);
  if (!report) return fail_in(path == "-" ? "standard input" : path, report.error());
  return report;
}

Result<Inputs> open_inputs(const CommonOptions& options, const Settings& settings) {
  REBISECT_TRY(CommitSources sources, CommitSources::open(options.repositories, options.commit_graph_file));
  return Inputs{settings, std::move(sources)};
}

void ask_for(const BisectionLog& log, HistoryRequest& request) {
  for (const WantedRevision& wanted : wanted_revisions(log)) {
    const bool end = wanted.side != WantedRevision::Side::other;
    (end ? request.ends : request.others).push_back(wanted.text);
  }
}

Result<History> load_history(Inputs& inputs, const BisectionLog& log, HistoryExtent extent) {
  HistoryRequest request;
  request.most_commits = inputs.settings.limits.graph_commits;
  ask_for(log, request);
  request.extent = extent == HistoryExtent::all ? HistoryRequest::Extent::all : HistoryRequest::Extent::range;
  REBISECT_TRY(History history, read_history(inputs.sources, request));
  if (!log.options.paths.empty()) read_paths(inputs.sources, log, extent, history);
  return history;
}

void read_relevance(const Inputs& inputs, const BisectionLog& log, History& history) {
  RelevanceRequest request;
  request.most_commits = inputs.settings.culprit.compared_commits;
  request.crash = history.culprit.crash_lines;
  if (request.crash.empty() && log.crash_report) request.crash = crash_lines(*log.crash_report);
  if (request.most_commits == 0 || telling_lines(request.crash, 1).empty()) return;
  request.architecture = tested_architecture(log, request.crash).name;
  std::vector<CommitIndex> bads = ends_of(log, history, WantedRevision::Side::bad);
  if (!log.steps.empty()) {
    if (const auto seen_on = bind(log.steps.front().commit, log, history)) bads.push_back(*seen_on);
  }
  const CommitSet commits =
      commits_to_compare(history.graph, bads, ends_of(log, history, WantedRevision::Side::good));
  Result<PathRelevance> relevance = read_path_relevance(inputs.sources, request, history.graph, commits);
  if (relevance) {
    history.relevance = *std::move(relevance);
  } else {
    history.notes.push_back("how near commits come to the crash is not weighed: " +
                            relevance.error().message);
  }
}

Result<History> load_whole_history(Inputs& inputs) {
  HistoryRequest request;
  request.most_commits = inputs.settings.limits.graph_commits;
  request.extent = HistoryRequest::Extent::whole;
  return read_history(inputs.sources, request);
}

Result<const GitRules*> named_rules(const CommonOptions& options) {
  if (options.git_rules == "auto") return nullptr;
  const GitRules* const rules = find_git_rules(options.git_rules);
  if (rules != nullptr) return rules;
  return fail(ErrorCode::usage, "--git-rules " + options.git_rules +
                                    ": no rules are known for that version; the oldest is " +
                                    std::string(all_git_rules().front().version));
}

Result<std::map<std::string, CommitDescription>> describe(const Inputs& inputs,
                                                          const std::vector<Oid>& commits) {
  std::map<std::string, CommitDescription> by_digits;
  REBISECT_TRY(const auto descriptions, describe_commits(inputs.sources, commits));
  for (const auto& [id, description] : descriptions) by_digits.emplace(id.hex(), description);
  return by_digits;
}

}  // namespace rebisect
