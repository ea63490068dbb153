// Classes: commits that the tests cannot tell apart. Two candidates that are ancestors (or selves) of the
// same tested commits predict the same of every test, so they share one likelihood, and what is computed per
// candidate elsewhere is computed per class here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"

namespace rebisect {

// A table of bits: which classes' commits each test has among its ancestors (or is itself).
class ReachTable {
 public:
  ReachTable() = default;
  ReachTable(std::size_t classes, std::size_t tests)
      : words_per_class_((tests + 63) / 64), words_(classes * words_per_class_) {}

  bool at(std::size_t of_class, std::size_t test) const {
    return (words_[of_class * words_per_class_ + test / 64] >> (test % 64) & 1U) != 0;
  }
  void set(std::size_t of_class, std::size_t test) {
    words_[of_class * words_per_class_ + test / 64] |= std::uint64_t{1} << (test % 64);
  }

  friend bool operator==(const ReachTable&, const ReachTable&) = default;

 private:
  std::size_t words_per_class_ = 0;
  std::vector<std::uint64_t> words_;
};

struct Classes {
  // Parents before children. Empty where the history is not known and a line takes its place.
  std::vector<CommitIndex> candidates;
  std::vector<std::uint32_t> class_of;  // by place in `candidates`
  std::vector<std::uint64_t> sizes;     // of each class; classes are in the order of their first candidates
  ReachTable reach;
  // Of each test: how many candidates it reaches. Grows from ancestor to descendant; on a line it is the
  // place. It orders the tests along the history, and differences of it are distances there.
  std::vector<std::uint64_t> positions;

  std::size_t count() const { return sizes.size(); }

  friend bool operator==(const Classes&, const Classes&) = default;
};

// What the culprit can be: ancestors of one commit (or itself) that are no ancestors of others.
struct Universe {
  CommitSet candidates;
  CommitSet cleared;  // the others and their ancestors; where a walk may stop
};
Universe universe_of(const CommitGraph& graph, CommitIndex bad, std::span<const CommitIndex> goods);

// Partition refinement: one walk per test, each at most over the commits that are not cleared. O(tests *
// commits) time, O(commits + classes * tests / 64) memory.
Classes partition(const CommitGraph& graph, const Universe& universe, std::span<const CommitIndex> tests);

// The same classes with one more test, of a candidate. O(commits).
Classes refine(const CommitGraph& graph, const Classes& classes, CommitIndex tested);

}  // namespace rebisect
