#include "tests/support/by_definition.h"

namespace rebisect::testing {

std::vector<std::uint32_t> weights_by_definition(const CandidateList& list) {
  std::vector<std::uint32_t> weights;
  for (std::uint32_t from = 0; from < list.size(); ++from) {
    std::vector<bool> reached(list.size());
    std::vector<std::uint32_t> open{from};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (reached[at]) continue;
      reached[at] = true;
      for (const std::uint32_t parent : list.parents_of(at)) open.push_back(parent);
    }
    std::uint32_t weight = 0;
    for (std::uint32_t at = 0; at < list.size(); ++at) weight += reached[at] && list.counts(at) ? 1U : 0U;
    weights.push_back(weight);
  }
  return weights;
}

CommitSet candidates_by_definition(const CommitGraph& graph, CommitIndex bad,
                                   const std::vector<CommitIndex>& goods) {
  CommitSet candidates = graph.ancestors(bad);
  candidates -= graph.ancestors(goods);
  return candidates;
}

CommitSet merge_bases_by_definition(const CommitGraph& graph, CommitIndex one,
                                    const std::vector<CommitIndex>& others) {
  CommitSet common = graph.ancestors(one);
  common &= graph.ancestors(others);
  CommitSet bases = common;
  for (const CommitIndex commit : common.members()) {
    for (const CommitIndex other : common.members()) {
      if (commit != other && is_ancestor(graph, commit, other)) bases.erase(commit);
    }
  }
  return bases;
}

}  // namespace rebisect::testing
