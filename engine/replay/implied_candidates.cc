#include "engine/replay/implied_candidates.h"

#include <cstddef>
#include <optional>
#include <span>

namespace rebisect {
namespace {

// Looks at commits by what they change within the paths; a local of limited_to_paths(). Trees that were not
// compared are taken to differ: the set can only become larger by that.
struct PathView {
  const CommitGraph& graph;
  const WalkScope& scope;
  const CommitSet& cleared;
  const CommitSet& goods;

  bool matters(CommitIndex parent) const { return !cleared.contains(parent) || goods.contains(parent); }

  bool same_as(CommitIndex commit, std::size_t parent) const {
    return scope.paths->change(commit, parent) == PathChanges::Change::none;
  }

  // How many comparisons git makes: with its parents, or with nothing.
  std::size_t compared(CommitIndex commit) const {
    return scope.followed == ParentsFollowed::first ? 1 : scope.paths->count(commit);
  }

  // The place of the first parent that matters and whose paths the commit has.
  std::optional<std::size_t> same_parent(CommitIndex commit) const {
    const std::span<const CommitIndex> parents = graph.parents(commit);
    for (std::size_t i = 0; i < parents.size() && i < compared(commit); ++i) {
      if (matters(parents[i]) && same_as(commit, i)) return i;
    }
    return std::nullopt;
  }

  // Of a commit without such a parent.
  bool counts(CommitIndex commit) const {
    for (const CommitIndex parent : graph.parents(commit)) {
      if (matters(parent)) return true;
    }
    for (std::size_t i = 0; i < compared(commit); ++i) {
      if (!same_as(commit, i)) return true;
    }
    return false;
  }
};

// The candidates that one bad commit leaves.
CommitSet counted_below(const PathView& view, CommitIndex bad) {
  CommitSet counted(view.graph.size());
  CommitSet reached(view.graph.size());
  std::vector<CommitIndex> open;
  const auto reach = [&](CommitIndex commit) {
    if (view.cleared.contains(commit) || reached.contains(commit)) return;
    reached.insert(commit);
    open.push_back(commit);
  };
  reach(bad);
  while (!open.empty()) {
    const CommitIndex commit = open.back();
    open.pop_back();
    const std::span<const CommitIndex> parents = view.graph.parents(commit);
    if (const auto same = view.same_parent(commit)) {
      reach(parents[*same]);
      continue;
    }
    if (view.counts(commit)) counted.insert(commit);
    for (const CommitIndex parent : parents) reach(parent);
  }
  return counted;
}

}  // namespace

ImpliedCandidates::ImpliedCandidates(const CommitGraph& graph, const WalkScope& scope)
    : graph_(&graph),
      scope_(scope),
      set_(CommitSet::all(graph.size())),
      cleared_(graph.size()),
      goods_(graph.size()) {}

void ImpliedCandidates::add(Verdict verdict, CommitIndex commit) {
  switch (verdict) {
    case Verdict::bad:
      if (scope_.paths == nullptr) set_ &= newly_reached(commit);
      if (scope_.paths != nullptr) bads_.push_back(commit);
      break;
    case Verdict::good: {
      const CommitSet reached = newly_reached(commit);
      cleared_ |= reached;
      set_ -= reached;
      goods_.insert(commit);
      break;
    }
    case Verdict::skip:
      return;
  }
  if (scope_.paths != nullptr) set_ = limited_to_paths();
}

// All of it again: a good verdict changes which parents matter, and with them what was cut off before.
CommitSet ImpliedCandidates::limited_to_paths() const {
  const PathView view{*graph_, scope_, cleared_, goods_};
  CommitSet candidates = CommitSet::all(graph_->size());
  candidates -= cleared_;
  for (const CommitIndex bad : bads_) candidates &= counted_below(view, bad);
  return candidates;
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
