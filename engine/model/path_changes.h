// PathChanges: what a session that is limited to paths knows of the trees. Trees themselves are never in the
// engine; a reader compares them, once, within the paths.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/model/commit_graph.h"

namespace rebisect {

// For every commit of a graph and each of its parents: do the two trees differ within the paths? A commit
// without parents is compared with the empty tree, as if that were its only parent.
class PathChanges {
 public:
  enum class Change : std::uint8_t {
    unread,  // the trees were not compared
    none,    // the same within the paths
    some,
  };

  PathChanges() = default;
  // Nothing is read yet. O(graph).
  explicit PathChanges(const CommitGraph& graph) {
    first_.reserve(graph.size() + 1);
    for (std::uint32_t i = 0; i < graph.size(); ++i) {
      const std::size_t parents = std::max<std::size_t>(graph.parents(CommitIndex(i)).size(), 1);
      first_.push_back(first_.back() + static_cast<std::uint32_t>(parents));
    }
    changes_.resize(first_.back());
  }

  // `parent` is the place in CommitGraph::parents(), 0 where there is none.
  Change change(CommitIndex commit, std::size_t parent) const { return changes_[edge(commit, parent)]; }
  void set(CommitIndex commit, std::size_t parent, Change change) { changes_[edge(commit, parent)] = change; }
  // How many comparisons the commit has: its parents, at least 1.
  std::size_t count(CommitIndex commit) const { return first_[place(commit) + 1] - first_[place(commit)]; }

  friend bool operator==(const PathChanges&, const PathChanges&) = default;

 private:
  std::size_t edge(CommitIndex commit, std::size_t parent) const {
    ENSURE(parent < count(commit));
    return first_[place(commit)] + parent;
  }

  std::vector<std::uint32_t> first_{0};  // of commit i: changes_[first_[i]] up to changes_[first_[i + 1]]
  std::vector<Change> changes_;
};

}  // namespace rebisect
