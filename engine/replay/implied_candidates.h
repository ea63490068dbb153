// ImpliedCandidates: the commits that may be the first bad one if every verdict so far is right.
//
// With one culprit, a commit has the bug exactly when the culprit is the commit itself or one of its
// ancestors. So the candidates are what all bad commits have among their ancestors (themselves included),
// less all that a good commit has. Skips say nothing. This is the set by definition; git's own walk
// (BisectSession) agrees with it except under strong clock skew.
//
// A search that is limited to paths assumes more: that what the paths hold decides. A commit that leaves them
// as they are in a parent is no candidate, and where a merge does, its other parents are not followed.
// Parents that a good verdict clears do not count for that, except the good commits themselves. Git decides
// which are cleared while it walks, and may come to a merge before it knows; it then leaves out more than
// this does, never less.
#pragma once

#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/verdict.h"
#include "engine/replay/walk.h"

namespace rebisect {

class ImpliedCandidates {
 public:
  // Every commit of the graph. The graph, and the paths where the scope has some, must outlive this object.
  // With ParentsFollowed::first and paths, merges are compared with their first parents only; apart from that
  // the scope's `followed` changes nothing: a culprit can be on a side branch.
  explicit ImpliedCandidates(const CommitGraph& graph, const WalkScope& scope = {});

  // Takes one more verdict into account. O(commits between the new one and what is known good); with paths
  // O(bad commits so far * candidates).
  void add(Verdict verdict, CommitIndex commit);

  const CommitSet& set() const { return set_; }
  // Commits that a good verdict clears: the good commits and their ancestors.
  const CommitSet& cleared() const { return cleared_; }
  std::size_t count() const { return set_.count(); }

 private:
  CommitSet newly_reached(CommitIndex commit) const;
  CommitSet limited_to_paths() const;

  const CommitGraph* graph_;
  WalkScope scope_;
  CommitSet set_;
  CommitSet cleared_;
  std::vector<CommitIndex> bads_;  // with paths only, as goods_
  CommitSet goods_;
};

}  // namespace rebisect
