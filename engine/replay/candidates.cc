#include "engine/replay/candidates.h"

#include <utility>

#include "engine/model/commit_set.h"

namespace rebisect {

CandidateList list_candidates(const CommitGraph& graph, std::vector<CommitIndex> commits,
                              ParentsFollowed followed, CommitTable<std::uint32_t>& places) {
  CandidateList list;
  list.commits = std::move(commits);
  list.parent_begin.reserve(list.size() + 1);
  list.parent_begin.push_back(0);
  list.parents.reserve(list.size() + list.size() / 8);
  list.parents_first.reserve(list.size());

  // A table holds 0 for what is not in it, so places are counted from 1 there.
  CommitSet members(graph.size());
  for (std::uint32_t at = 0; at < list.size(); ++at) {
    places.touch(list.commits[at]) = at + 1;
    members.insert(list.commits[at]);
  }
  for (const CommitIndex commit : list.commits) {
    for (const CommitIndex parent : graph.parents(commit)) {
      if (places[parent] != 0) list.parents.push_back(places[parent] - 1);
      if (followed == ParentsFollowed::first) break;
    }
    list.parent_begin.push_back(static_cast<std::uint32_t>(list.parents.size()));
  }
  for (const CommitIndex commit : members.members()) list.parents_first.push_back(places[commit] - 1);
  places.reset();
  return list;
}

}  // namespace rebisect
