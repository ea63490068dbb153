// HistoryWalk: reads the commits that a replay between some ends needs, and little more.
//
// Every end paints what it reaches with its own colour, and what lies below a commit that all ends reach gets
// one colour more, "settled". Newest commits go first, so that a commit usually has all its colours before it
// paints its parents. A settled commit is an ancestor of every end, hence no candidate, whichever ends a
// replay takes as good; and it is below a common ancestor, hence no merge base of them. The walk may stop
// when only settled commits are waiting that are older than all that is not settled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "adapters/git/history_reader.h"
#include "engine/base/result.h"
#include "engine/model/history.h"
#include "engine/model/oid.h"

namespace rebisect {

class HistoryWalk {
 public:
  // The sources must outlive the walk.
  HistoryWalk(const CommitSources& sources, HistoryRequest::Extent extent, std::size_t most_commits);

  // Adds commits to start from; all must be in the sources.
  Result<void> add_ends(const std::vector<Oid>& ends);
  // Adds a commit without reading on from it, unless everything is read.
  Result<void> add_other(const Oid& id);
  // Reads. Fails: repository (a parent is missing, too many commits), malformed (a commit-graph file is
  // corrupt). O(n log n) for n commits read.
  Result<void> run();
  // What was read: graph, truncated, replaced and notes of the history.
  Result<void> finish(History& into) const;

 private:
  using Colours = std::uint64_t;
  static constexpr std::size_t kMostColours = 63;  // further ends share the last one
  static constexpr Colours kSettled = Colours{1} << kMostColours;
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  struct Node {
    std::uint64_t time = 0;
    Colours colours = 0;
    std::uint32_t graph_position = kNone;  // in the main commit-graph file
    std::uint32_t object = kNone;          // in objects_, for any other commit
    // Once expanded: its parents' place in parents_ and their number.
    std::uint32_t parents_begin = 0;
    std::uint32_t parents_count = 0;
    ParentsKnown parents_known = ParentsKnown::all;
    bool replaced = false;
    bool expanded = false;
    bool waiting = false;
  };
  struct Object {
    Oid id;
    std::vector<Oid> parents;  // until it is expanded
  };
  // Newest first, then first come first served, as in git's queue.
  struct Waiting {
    std::uint64_t time;
    std::uint32_t node;

    friend bool operator<(const Waiting& a, const Waiting& b) {
      return a.time != b.time ? a.time < b.time : a.node > b.node;
    }
  };
  struct HashOid {
    std::size_t operator()(const Oid& id) const;
  };

  Result<std::optional<std::uint32_t>> node_of(const Oid& id);
  Result<std::uint32_t> node_at(GraphPosition position);
  Result<std::uint32_t> add_node(Node node);
  Result<void> visit(std::uint32_t node);
  Result<void> expand(std::uint32_t node);
  Result<void> expand_from_graph(std::uint32_t node);
  void leave_out(std::uint32_t child, const Oid& parent);
  void paint(std::uint32_t node, Colours colours);
  Waiting take_newest();
  bool is_past_range();
  Result<bool> is_over();
  Result<void> look_deeper(std::uint32_t generations);
  bool corrected_dates_prove_it() const;
  bool has_parents(const Node& node) const;
  Oid id_of(const Node& node) const;

  const CommitSources* sources_;
  const CommitGraphFile* graph_;  // commits in it are read by position; may be null
  HistoryRequest::Extent extent_;
  std::size_t most_commits_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> parents_;  // nodes
  std::vector<Object> objects_;
  std::vector<std::uint32_t> node_by_position_;
  std::unordered_map<Oid, std::uint32_t, HashOid> node_by_id_;  // those that are not in the commit-graph file
  std::vector<Waiting> queue_;                                  // a heap
  Colours all_ends_ = 0;
  std::size_t unsettled_waiting_ = 0;
  std::uint64_t oldest_unsettled_ = std::numeric_limits<std::uint64_t>::max();
  std::uint32_t overrun_left_ = 0;
  std::vector<std::string> notes_;
};

}  // namespace rebisect
