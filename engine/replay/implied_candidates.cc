#include "engine/replay/implied_candidates.h"

namespace rebisect {

ImpliedCandidates::ImpliedCandidates(const CommitGraph& graph)
    : graph_(&graph), set_(CommitSet::all(graph.size())), cleared_(graph.size()) {}

void ImpliedCandidates::add(Verdict verdict, CommitIndex commit) {
  switch (verdict) {
    case Verdict::bad:
      set_ &= newly_reached(commit);
      break;
    case Verdict::good: {
      const CommitSet reached = newly_reached(commit);
      cleared_ |= reached;
      set_ -= reached;
      break;
    }
    case Verdict::skip:
      break;
  }
}

// The commit and its ancestors, except what is cleared already: with a cleared commit all its ancestors are.
CommitSet ImpliedCandidates::newly_reached(CommitIndex commit) const {
  CommitSet reached(graph_->size());
  std::vector<CommitIndex> open;
  const auto reach = [&](CommitIndex next) {
    if (cleared_.contains(next) || reached.contains(next)) return;
    reached.insert(next);
    open.push_back(next);
  };
  reach(commit);
  while (!open.empty()) {
    const CommitIndex next = open.back();
    open.pop_back();
    for (const CommitIndex parent : graph_->parents(next)) reach(parent);
  }
  return reached;
}

}  // namespace rebisect
