#include "adapters/cli/suite_graph.h"

#include <charconv>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "adapters/cli/inputs.h"
#include "adapters/git/commit_sources.h"
#include "adapters/git/history_reader.h"
#include "engine/model/sketch.h"
#include "engine/simulate/kernel_like.h"

namespace rebisect {
namespace {

tl::unexpected<Error> fault_at(const SuiteCommit& commit, const std::string& what) {
  return fail(ErrorCode::malformed, fmt::format("{}: {}", commit.where, what));
}

Result<LoadedGraph> sketched(const SuiteGraph& graph) {
  REBISECT_TRY(Sketch sketch, parse_sketch(graph.sketch));
  LoadedGraph loaded;
  loaded.history.graph = std::move(sketch.graph);
  loaded.names = std::move(sketch.commits);
  return loaded;
}

LoadedGraph generated(const SuiteGraph::KernelLike& how) {
  KernelLike history = grow_kernel_like(how.history, how.seed);
  LoadedGraph loaded;
  loaded.tip = history.tip;
  loaded.good = range_of_about(history.graph, history.tip, how.range).good;
  loaded.names = {{"tip", history.tip}, {"good", *loaded.good}};
  for (std::size_t i = 0; i < history.releases.size(); ++i) {
    const std::string tag = fmt::format("v{}.{}", 1 + i / 20, i % 20);
    loaded.names.emplace(tag, history.releases[i]);
    loaded.releases.push_back({history.releases[i], tag});
  }
  loaded.history.graph = std::move(history.graph);
  return loaded;
}

std::string below(const std::string& folder, const std::string& path) {
  return (std::filesystem::path(folder) / path).string();
}

Result<LoadedGraph> stored(const SuiteGraph::Repository& where, const std::vector<SuiteCommit>& wanted,
                           const std::string& folder, const Settings& settings) {
  std::vector<std::string> directories;
  for (const std::string& directory : where.directories) directories.push_back(below(folder, directory));
  REBISECT_TRY(
      CommitSources sources,
      CommitSources::open(directories,
                          where.commit_graph.empty() ? std::string() : below(folder, where.commit_graph)));
  HistoryRequest request;
  request.extent = HistoryRequest::Extent::all;
  request.most_commits = settings.limits.graph_commits;
  for (const SuiteCommit& commit : wanted) request.ends.push_back(commit.text);
  LoadedGraph loaded;
  if (!where.log.empty()) {
    REBISECT_TRY(loaded.log, load_log(below(folder, where.log), settings));
    ask_for(*loaded.log, request);
  }
  REBISECT_TRY(loaded.history, read_history(sources, request));
  const History& history = loaded.history;
  for (const SuiteCommit& commit : wanted) {
    const auto id = history.names.find(commit.text);
    const auto found = id == history.names.end() ? std::nullopt : history.graph.find(id->second);
    if (!found) return fault_at(commit, fmt::format("`{}` names no commit of the repository", commit.text));
    loaded.names.emplace(commit.text, *found);
  }
  return loaded;
}

// The number behind "tip~".
std::optional<std::uint32_t> generation(std::string_view text) {
  constexpr std::string_view kTip = "tip~";
  if (!text.starts_with(kTip)) return std::nullopt;
  text.remove_prefix(kTip.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Result<CommitIndex> LoadedGraph::find(const SuiteCommit& commit) const {
  if (const auto found = names.find(commit.text); found != names.end()) return found->second;
  const auto back = generation(commit.text);
  if (!tip || !back) {
    return fault_at(commit, fmt::format("`{}` is no commit of the graph", commit.text));
  }
  CommitIndex at = *tip;
  for (std::uint32_t i = 0; i < *back; ++i) {
    if (graph().parents(at).empty()) {
      return fault_at(commit, fmt::format("`{}` is older than the history", commit.text));
    }
    at = graph().parents(at).front();
  }
  return at;
}

Result<CommitSet> LoadedGraph::find_set(const std::vector<SuiteCommit>& commits) const {
  CommitSet set(graph().size());
  for (const SuiteCommit& commit : commits) {
    const std::size_t dots = commit.text.find("..");
    if (dots == std::string::npos) {
      REBISECT_TRY(const CommitIndex found, find(commit));
      set.insert(found);
      continue;
    }
    REBISECT_TRY(const CommitIndex from, find({commit.text.substr(0, dots), commit.where}));
    REBISECT_TRY(const CommitIndex to, find({commit.text.substr(dots + 2), commit.where}));
    CommitSet range = graph().ancestors(to);
    range -= graph().ancestors(from);
    set |= range;
  }
  return set;
}

Result<LoadedGraph> load_graph(const SuiteGraph& graph, const std::vector<SuiteCommit>& wanted,
                               const std::string& folder, const Settings& settings) {
  if (graph.kernel_like) return generated(*graph.kernel_like);
  if (graph.repository) return stored(*graph.repository, wanted, folder, settings);
  Result<LoadedGraph> loaded = sketched(graph);
  if (!loaded) return fail_in(graph.where, loaded.error());
  return loaded;
}

}  // namespace rebisect
