// SegmentedRange: the candidates of a search as few pieces, and who reaches whom among them. What the sums
// over the ancestors of every candidate are made of, which a strategy asks for at each of its choices.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"

namespace rebisect {

// A segment is a chain of candidates: each but the first has the one before it as its only parent, which has
// no other child. So a candidate above a segment reaches all of it or nothing. Candidates are places 0 to
// size() - 1 here; those of a segment stand side by side, the oldest first, and segments stand parents first.
// 10,000 commits of linux form some 1,300 segments.
//
// Memory: 12 bytes for each candidate, and for s segments s^2 / 16: 0.1 MB for 1,300, 74 MB for the 34,414 of
// linux v3.1. Making one takes O(s^2 / 64 + candidates).
class SegmentedRange {
 public:
  // A candidate on the way from one to another must be one, as it is where they are the ancestors of one
  // commit that are no ancestors of others. `root`, where it is given, is a candidate, too: a segment of its
  // own at place 0, on which every other stands, also a side branch that was forked before it. What it
  // descends from must be no candidate.
  SegmentedRange(const CommitGraph& graph, const CommitSet& candidates,
                 std::optional<CommitIndex> root = std::nullopt);

  std::uint32_t size() const { return static_cast<std::uint32_t>(commits_.size()); }
  std::uint32_t segments() const { return static_cast<std::uint32_t>(begin_.size() - 1); }
  CommitIndex commit(std::uint32_t at) const { return commits_[at]; }
  // O(log candidates).
  std::optional<std::uint32_t> find(CommitIndex commit) const;
  std::uint32_t segment_of(std::uint32_t at) const { return segment_of_[at]; }
  std::uint32_t begin(std::uint32_t segment) const { return begin_[segment]; }
  std::uint32_t end(std::uint32_t segment) const { return begin_[segment + 1]; }

  // From the newest candidate's segment back through the first parents that are candidates.
  std::span<const std::uint32_t> main_line() const { return main_line_; }

  // One bit for each segment up to this one: set for those that it stands on.
  std::span<const std::uint64_t> below(std::uint32_t segment) const {
    return {rows_.data() + row_begin_[segment], segment / 64 + 1};
  }
  bool stands_on(std::uint32_t segment, std::uint32_t other) const {
    return other < segment && (below(segment)[other / 64] >> (other % 64) & 1U) != 0;
  }

 private:
  std::vector<CommitIndex> commits_;
  std::vector<std::uint32_t> segment_of_;
  std::vector<std::uint32_t> begin_;
  bool rooted_ = false;
  std::vector<CommitIndex> by_index_;  // a root stands before the others
  std::vector<std::uint32_t> places_;  // of by_index_
  std::vector<std::uint32_t> main_line_;
  std::vector<std::size_t> row_begin_;
  std::vector<std::uint64_t> rows_;
};

// Two numbers that are summed up together.
struct TwoSums {
  double first = 0;
  double second = 0;

  TwoSums& operator+=(const TwoSums& other) {
    first += other.first;
    second += other.second;
    return *this;
  }
};

// Of all that segments stand on, the sum of their values: for every segment at once ("four Russians": the
// sums of four neighbours each are tabulated). Keeps its memory from one use to the next, 80 bytes for each
// segment.
class SumsBelow {
 public:
  // The values are 0 where `set` gave none.
  void clear(std::uint32_t segments);
  void set(std::uint32_t segment, const TwoSums& value) { values_[segment] = value; }
  // After the last set(): O(segments).
  void tabulate();
  // O(segments / 4) at worst; stretches that are reached as a whole or not at all cost 1 / 64.
  TwoSums below(const SegmentedRange& range, std::uint32_t segment) const;
  TwoSums all() const;

 private:
  static constexpr std::uint32_t kGroup = 4;
  static constexpr std::uint32_t kGroups = 64 / kGroup;
  static constexpr std::uint32_t kSums = 1U << kGroup;
  struct Word {
    std::uint32_t at;
    std::uint64_t used;  // segments whose value is not 0
    TwoSums all;
  };

  std::vector<TwoSums> values_;
  std::vector<Word> words_;  // those with values only
  std::vector<TwoSums> tables_;
};

}  // namespace rebisect
