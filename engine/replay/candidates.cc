#include "engine/replay/candidates.h"

#include <utility>

#include "engine/base/ensure.h"
#include "engine/model/parents_first.h"

namespace rebisect {
namespace {

// `parents_of` gives a commit's parents in the graph.
template <typename ParentsOf>
CandidateList make_list(std::vector<CommitIndex> commits, ParentsFollowed followed,
                        CommitTable<std::uint32_t>& places, const ParentsOf& parents_of) {
  CandidateList list;
  list.commits = std::move(commits);
  list.parent_begin.reserve(list.size() + 1);
  list.parent_begin.push_back(0);
  list.parents.reserve(list.size() + list.size() / 8);

  // A table holds 0 for what is not in it, so places are counted from 1 there.
  for (std::uint32_t at = 0; at < list.size(); ++at) places.touch(list.commits[at]) = at + 1;
  for (const CommitIndex commit : list.commits) {
    for (const CommitIndex parent : parents_of(commit)) {
      if (places[parent] != 0) list.parents.push_back(places[parent] - 1);
      if (followed == ParentsFollowed::first) break;
    }
    list.parent_begin.push_back(static_cast<std::uint32_t>(list.parents.size()));
  }
  places.reset();
  auto order = parents_first(list.size(), ListDirection::forwards,
                             [&](std::uint32_t at) { return list.parents_of(at); });
  ENSURE(order.has_value());  // a graph has no cycle
  list.parents_first = *std::move(order);
  return list;
}

}  // namespace

CandidateList list_candidates(const CommitGraph& graph, std::vector<CommitIndex> commits,
                              ParentsFollowed followed, CommitTable<std::uint32_t>& places) {
  return make_list(std::move(commits), followed, places,
                   [&](CommitIndex commit) { return graph.parents(commit); });
}

CandidateList list_simplified(const ProcessMemory& memory, std::vector<CommitIndex> commits,
                              ParentsFollowed followed, CommitTable<std::uint32_t>& places) {
  CandidateList list = make_list(std::move(commits), followed, places,
                                 [&](CommitIndex commit) { return memory.kept_parents(commit); });
  list.same.reserve(list.size());
  for (const CommitIndex commit : list.commits) list.same.push_back(memory.is(ProcessMemory::same, commit));
  return list;
}

}  // namespace rebisect
