// AncestorCache: "does the tested commit have the culprit?", asked for many culprits and few tested commits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/commit_graph.h"

namespace rebisect {

// Keeps the ancestors of each commit that was asked about, as a bit for each commit that is not cleared, and
// forgets all of them when they grow over the limit. Answers never depend on what is kept. Not for several
// threads at once.
class AncestorCache {
 public:
  // `cleared` holds all ancestors of its members (empty: nothing is cleared): walks end there, and the few
  // questions about ancestors among them are answered by a walk each. The graph must outlive the cache.
  AncestorCache(const CommitGraph& graph, const CommitSet& cleared, std::size_t most_bytes);

  // True where `ancestor` is `descendant` or one of its ancestors. The first time for a descendant O(its
  // ancestors that are not cleared), then O(1).
  bool is_ancestor(CommitIndex ancestor, CommitIndex descendant);

  std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }  // of the sets alone

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  void collect(CommitIndex descendant);
  void forget();

  const CommitGraph* graph_;
  std::size_t most_bytes_;
  std::size_t words_per_set_ = 0;
  std::vector<std::uint32_t> number_;  // of each commit among those that are not cleared, or kNone
  std::vector<std::uint32_t> set_of_;  // of each commit, or kNone
  std::vector<CommitIndex> collected_;
  std::vector<std::uint64_t> words_;
  std::vector<CommitIndex> open_;
};

}  // namespace rebisect
