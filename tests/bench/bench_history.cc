#include "tests/bench/bench_history.h"

#include <array>
#include <cstdlib>
#include <map>

#include "adapters/git/history_reader.h"
#include "engine/base/ensure.h"
#include "engine/base/rng.h"
#include "engine/replay/git_rules.h"
#include "engine/replay/process_memory.h"
#include "tests/support/generate.h"

namespace rebisect::bench {
namespace {

History read_or_make() {
  const char* const file = std::getenv("REBISECT_BENCH_HISTORY");
  if (file != nullptr) {
    HistoryRequest request;
    request.extent = HistoryRequest::Extent::whole;
    Result<CommitSources> sources = CommitSources::open({}, file);
    ENSURE(sources.has_value());
    Result<History> history = read_history(*sources, request);
    ENSURE(history);
    return *std::move(history);
  }
  testing::HistoryShape shape;
  shape.commits = 20'000;
  shape.merge_rate = 0.065;
  shape.octopus_rate = 0.02;
  shape.reach = 100;
  Rng rng(1);
  History history;
  history.graph = *CommitGraph::build(testing::random_history(rng, shape));
  return history;
}

// By first parents from the commit that reaches most.
std::vector<CommitIndex> main_line(const CommitGraph& graph) {
  std::vector<std::uint32_t> length(graph.size(), 1);
  std::uint32_t longest = 0;
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    const auto parents = graph.parents(CommitIndex(i));
    if (!parents.empty()) length[i] = length[place(parents[0])] + 1;
    if (length[i] >= length[longest]) longest = i;
  }
  std::vector<CommitIndex> line{CommitIndex(longest)};
  while (!graph.parents(line.back()).empty()) line.push_back(graph.parents(line.back())[0]);
  return line;
}

Ends find_ends(const CommitGraph& graph, std::uint32_t range) {
  const std::vector<CommitIndex> line = main_line(graph);
  const std::size_t all = graph.ancestors(line.front()).count();
  std::size_t near = 0;
  std::size_t far = line.size() - 1;
  while (near < far) {
    const std::size_t middle = (near + far + 1) / 2;
    const bool within = all - graph.ancestors(line[middle]).count() <= range;
    (within ? near : far) = within ? middle : middle - 1;
  }
  return {line.front(), line[near]};
}

}  // namespace

const History& bench_history() {
  static const History kHistory = read_or_make();
  return kHistory;
}

Ends ends_of_range(std::uint32_t range) {
  static std::map<std::uint32_t, Ends> known;  // a benchmark is called several times
  const auto found = known.find(range);
  if (found != known.end()) return found->second;
  return known.emplace(range, find_ends(bench_history().graph, range)).first->second;
}

std::vector<CommitIndex> walk(const Ends& ends) {
  const CommitGraph& graph = bench_history().graph;
  ProcessMemory memory(graph);
  const std::array tips{Tip{ends.bad, TipSide::wanted}, Tip{ends.good, TipSide::excluded}};
  for (const Tip& tip : tips) memory.mark(ProcessMemory::loaded, tip.commit);
  RuleFields used;
  const std::vector<CommitIndex> walked = walk_by_date(memory, tips, all_git_rules().back(), {}, used);
  std::vector<CommitIndex> kept;
  for (const CommitIndex commit : walked) {
    if (!memory.is(ProcessMemory::excluded, commit)) kept.push_back(commit);
  }
  return kept;
}

CandidateList list(const Ends& ends) {
  const CommitGraph& graph = bench_history().graph;
  const std::vector<CommitIndex> commits = walk(ends);
  CommitTable<std::uint32_t> places(graph.size());
  return list_candidates(graph, {commits.rbegin(), commits.rend()}, ParentsFollowed::all, places);
}

}  // namespace rebisect::bench
