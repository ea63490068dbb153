// ImpliedCandidates: the commits that may be the first bad one if every verdict so far is right.
//
// With one culprit, a commit has the bug exactly when the culprit is the commit itself or one of its
// ancestors. So the candidates are what all bad commits have among their ancestors (themselves included),
// less all that a good commit has. Skips say nothing. This is the set by definition; git's own walk
// (BisectSession) agrees with it except under strong clock skew.
#pragma once

#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/verdict.h"

namespace rebisect {

class ImpliedCandidates {
 public:
  // Every commit of the graph, which must outlive this object.
  explicit ImpliedCandidates(const CommitGraph& graph);

  // Takes one more verdict into account. O(commits between the new one and what is known good).
  void add(Verdict verdict, CommitIndex commit);

  const CommitSet& set() const { return set_; }
  // Commits that a good verdict clears: the good commits and their ancestors.
  const CommitSet& cleared() const { return cleared_; }
  std::size_t count() const { return set_.count(); }

 private:
  CommitSet newly_reached(CommitIndex commit) const;

  const CommitGraph* graph_;
  CommitSet set_;
  CommitSet cleared_;
};

}  // namespace rebisect
