// CommitGraph: the history a bisection is replayed on. Ids, dates and parents only, read once, then immutable
// and safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/commit_set.h"
#include "engine/model/oid.h"

namespace rebisect {

// What is known of a commit's parents.
enum class ParentsKnown : std::uint8_t {
  all,      // the list is what git sees
  shallow,  // git sees none here: the repository is a shallow clone, the real parents are not in it
  unread,   // they exist, but were not read: they lie outside of the range that was asked for
};

// What a reader collects: commits in any order, parents as positions in the same list. A commit may name a
// parent twice (linux has such commits; git treats them as merges), and the order of parents is git's.
struct CommitList {
  std::vector<Oid> ids;
  std::vector<std::uint64_t> times;  // committer date, seconds since 1970; git compares them unsigned
  std::vector<ParentsKnown> parents_known;
  std::vector<std::uint32_t> parent_begin;  // of commit i: parents[parent_begin[i]] up to parent_begin[i + 1]
  std::vector<std::uint32_t> parents;

  std::size_t size() const { return ids.size(); }
  // Makes room for so many commits with so many parents altogether.
  void reserve(std::size_t commits, std::size_t all_parents);
  // Appends a commit whose parents stand, or will stand, at the given positions.
  void add(const Oid& id, std::uint64_t time, std::span<const std::uint32_t> parent_positions,
           ParentsKnown known = ParentsKnown::all);
};

class CommitGraph {
 public:
  // The empty graph.
  CommitGraph() = default;

  // Orders the commits parents first, and otherwise as they are listed, or the other way round where the list
  // has the children first. Fails (malformed) where a commit is listed twice, a parent position is not in the
  // list, or the parents form a cycle. O(commits + parents), plus sorting the ids once.
  static Result<CommitGraph> build(const CommitList& list);

  std::size_t size() const { return ids_.size(); }
  const Oid& id(CommitIndex commit) const { return ids_[place(commit)]; }
  // Committer date in seconds since 1970, unsigned as git compares it.
  std::uint64_t time(CommitIndex commit) const { return times_[place(commit)]; }
  // In git's order, a parent named twice stands twice. Empty unless parents_known is `all`.
  std::span<const CommitIndex> parents(CommitIndex commit) const {
    const std::uint32_t begin = parent_begin_[place(commit)];
    return {parents_.data() + begin, parent_begin_[place(commit) + 1] - begin};
  }
  ParentsKnown parents_known(CommitIndex commit) const { return parents_known_[place(commit)]; }

  // O(log commits).
  std::optional<CommitIndex> find(const Oid& id) const;
  // The commits that the prefix fits, by id, at most `limit` of them. O(log commits + limit).
  std::vector<CommitIndex> find(const OidPrefix& prefix, std::size_t limit = 2) const;

  // The commit itself and all it descends from, as far as parents are known. O(ancestors).
  CommitSet ancestors(CommitIndex commit) const;
  CommitSet ancestors(std::span<const CommitIndex> commits) const;

 private:
  std::vector<Oid> ids_;
  std::vector<std::uint64_t> times_;
  std::vector<ParentsKnown> parents_known_;
  std::vector<std::uint32_t> parent_begin_{0};
  std::vector<CommitIndex> parents_;
  std::vector<CommitIndex> by_id_;  // all commits, ascending id
};

// True where `ancestor` is `descendant` or one of its ancestors.
bool is_ancestor(const CommitGraph& graph, CommitIndex ancestor, CommitIndex descendant);

}  // namespace rebisect
