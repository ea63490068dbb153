// CommitTable: a value per commit of one graph, most of them left at T(). What was touched is remembered, so
// that forgetting costs as much as was written, and not as much as the graph has commits: a bisection step in
// a range of 300 commits must not pay for a history of 1,400,000.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/model/commit_set.h"

namespace rebisect {

template <typename T>
class CommitTable {
 public:
  // Every commit has T(). O(graph size), once; kept over reset().
  explicit CommitTable(std::size_t graph_size) : values_(graph_size) {}

  const T& operator[](CommitIndex commit) const { return values_[place(commit)]; }

  // The commit's value, to be changed.
  T& touch(CommitIndex commit) {
    T& value = values_[place(commit)];
    if (value == T()) touched_.push_back(commit);
    return value;
  }

  // Calls change(T&) on all values that are not T() and some that are; it can meet a value more than once.
  // O(touched).
  template <typename Change>
  void change_touched(Change change) {
    for (const CommitIndex commit : touched_) change(values_[place(commit)]);
  }

  // Every commit has T() again. O(touched).
  void reset() {
    for (const CommitIndex commit : touched_) values_[place(commit)] = T();
    touched_.clear();
  }

 private:
  std::vector<T> values_;
  std::vector<CommitIndex> touched_;
};

}  // namespace rebisect
