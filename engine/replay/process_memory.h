// ProcessMemory: what one git process remembers of the commits. Git marks commits in place, and how far one
// mark spreads depends on which commits the process has loaded so far: in histories with wrong dates this
// decides the result, so it is modelled.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/replay/commit_table.h"

namespace rebisect {

class ProcessMemory {
 public:
  enum Mark : std::uint8_t {
    loaded = 1,    // the commit was read: its date and parents are known
    queued = 2,    // it has been in the queue of the current walk
    handled = 4,   // it has left the queue
    excluded = 8,  // reachable from an excluded tip, as far as the walk has found out
    bottom = 16,   // an excluded tip itself
    // In a session that is limited to paths:
    same = 32,        // leaves the paths as they are: a candidate that does not count
    simplified = 64,  // all parents but one were taken from its list
    // Ours alone, to save time:
    spread = 128,  // excluded, and so are its parents: there is nothing to be spread any more
  };

  // The graph must outlive the memory.
  explicit ProcessMemory(const CommitGraph& graph) : graph_(&graph), marks_(graph.size()) {}

  const CommitGraph& graph() const { return *graph_; }
  // A new process. O(commits touched by the one before).
  void forget_all();

  bool is(Mark mark, CommitIndex commit) const { return (marks_[commit] & mark) != 0; }
  void mark(Mark mark, CommitIndex commit) { marks_.touch(commit) |= mark; }

  // A commit's parents as this process sees them: none before it is loaded. Where they were never read into
  // the graph (ParentsKnown::unread), the answer is none and unread() tells of it.
  std::span<const CommitIndex> parents(CommitIndex commit) {
    if (!is(loaded, commit)) return {};
    if (graph_->parents_known(commit) == ParentsKnown::unread) note_unread(commit);
    return kept_parents(commit);
  }
  // The first commit whose parents were asked for, but are not in the graph. Nothing computed since then can
  // be trusted.
  std::optional<CommitIndex> unread() const { return unread_; }
  // For a walk that finds that something else about the commit was not read.
  void note_unread(CommitIndex commit) {
    if (!unread_) unread_ = commit;
  }

  // From now on the commit has this one parent, until the process ends.
  void keep_only_parent(CommitIndex commit, CommitIndex parent);
  // A commit's parents, loaded or not, without those taken away.
  std::span<const CommitIndex> kept_parents(CommitIndex commit) const {
    if (is(simplified, commit)) return {&only_parent_[place(commit)], 1};
    return graph_->parents(commit);
  }

  // Takes all marks but `loaded` from everything that was ever touched, but keeps what says that a commit is
  // excluded: git 2.31.0 and later behind `skip A..B`.
  void leave_only_excluded();
  // Takes `spread` from all: excluded marks were taken from some.
  void forget_spread();
  // Takes all marks (`loaded` stays, and lists of parents) from the tips and on through marked parents: a
  // leftover mark behind an unmarked commit survives, as in git's clear_commit_marks().
  void clear_marks(std::span<const CommitIndex> tips);

 private:
  static constexpr std::uint8_t kWalkMarks = queued | handled | excluded | bottom | same | spread;

  const CommitGraph* graph_;
  CommitTable<std::uint8_t> marks_;
  std::optional<CommitIndex> unread_;
  std::vector<CommitIndex> only_parent_;  // of commits marked `simplified`; empty before there is one
};

}  // namespace rebisect
