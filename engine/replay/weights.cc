// How all weights are computed at once.
//
// 1. Segments. A candidate joins its parent's segment when that parent is its only one (among the candidates)
//    and has no other child. What stands above a segment reaches all of it or nothing, so segments are the
//    unit of the search, and a commit's weight is what lies below its segment plus its place there.
//    264,286 commits of linux form 34,414 segments.
// 2. Columns. Every commit that counts has a column; what a segment reaches is a row of bits, the union of
// its parents'
//    rows plus its own columns, and its weight is the number of bits. Rows are never stored whole: the
//    columns are taken in blocks, and the numbers of all blocks are added up.
// 3. Three kinds of rows. Columns follow the list's order, so a block is a stretch of history: a segment that
//    is older than the block or beside it reaches nothing of it, and soon after the block everything reaches
//    all of it. Only the rows between need bits; they are taken from a pool and given back when the last
//    child has read them. When nothing but full rows is left to be read, the rest of the block is done.
#include "engine/replay/weights.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>

namespace rebisect {
namespace {

// As std::popcount, which is a library call per word where the machine's own instruction may not be assumed;
// this is vectorized.
constexpr std::uint64_t count_bits(std::uint64_t word) {
  word -= word >> 1U & 0x5555555555555555U;
  word = (word & 0x3333333333333333U) + (word >> 2U & 0x3333333333333333U);
  word = (word + (word >> 4U)) & 0x0f0f0f0f0f0f0f0fU;
  word += word >> 8U;
  word += word >> 16U;
  word += word >> 32U;
  return word & 0x7fU;
}

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Numbered parents first.
struct Segments {
  std::vector<std::uint32_t> of;            // place in the list -> its segment
  std::vector<std::uint32_t> weight;        // place in the list -> commits of its segment up to it that count
  std::vector<std::uint32_t> head;          // segment -> its first commit's place in the list
  std::vector<std::uint32_t> first_column;  // segment -> its first column
  std::vector<std::uint32_t> length;        // segment -> number of its commits that count
  std::vector<std::uint32_t> parent_begin;  // segment -> its first commit's parents' segments, distinct
  std::vector<std::uint32_t> parents;
  std::vector<std::uint32_t> last_child;  // segment -> the last of the segments above it, or kNone

  std::uint32_t size() const { return static_cast<std::uint32_t>(length.size()); }
  std::span<const std::uint32_t> parents_of(std::uint32_t segment) const {
    return {parents.data() + parent_begin[segment], parent_begin[segment + 1] - parent_begin[segment]};
  }
};

// The candidate's only parent, or kNone where there is none or several. One that is named twice is one.
std::uint32_t only_parent(const CandidateList& list, std::uint32_t at) {
  const auto parents = list.parents_of(at);
  if (parents.empty()) return kNone;
  const bool same = std::ranges::all_of(parents, [&](std::uint32_t parent) { return parent == parents[0]; });
  return same ? parents[0] : kNone;
}

std::vector<std::uint32_t> count_children(const CandidateList& list) {
  std::vector<std::uint32_t> children(list.size());
  for (std::uint32_t at = 0; at < list.size(); ++at) {
    const auto parents = list.parents_of(at);
    for (auto parent = parents.begin(); parent != parents.end(); ++parent) {
      if (std::find(parents.begin(), parent, *parent) == parent) ++children[*parent];
    }
  }
  return children;
}

void add_parents(const CandidateList& list, std::uint32_t at, Segments& segments) {
  const auto first = static_cast<std::ptrdiff_t>(segments.parents.size());
  for (const std::uint32_t parent : list.parents_of(at)) segments.parents.push_back(segments.of[parent]);
  std::sort(segments.parents.begin() + first, segments.parents.end());
  segments.parents.erase(std::unique(segments.parents.begin() + first, segments.parents.end()),
                         segments.parents.end());
  for (auto parent = segments.parents.begin() + first; parent != segments.parents.end(); ++parent) {
    segments.last_child[*parent] = segments.size() - 1;
  }
}

// Columns in the order in which the segments' first commits stand in the list.
void assign_columns(const CandidateList& list, Segments& segments) {
  segments.first_column.resize(segments.size());
  std::uint32_t column = 0;
  for (std::uint32_t at = 0; at < list.size(); ++at) {
    const std::uint32_t segment = segments.of[at];
    if (segments.head[segment] != at) continue;
    segments.first_column[segment] = column;
    column += segments.length[segment];
  }
}

Segments cut_into_segments(const CandidateList& list) {
  const std::vector<std::uint32_t> children = count_children(list);
  Segments segments;
  segments.of.resize(list.size());
  segments.weight.resize(list.size());
  segments.parent_begin.push_back(0);
  for (const std::uint32_t at : list.parents_first) {
    const std::uint32_t parent = only_parent(list, at);
    const std::uint32_t own = list.counts(at) ? 1 : 0;
    if (parent != kNone && children[parent] == 1) {
      segments.of[at] = segments.of[parent];
      segments.weight[at] = segments.length[segments.of[parent]] += own;
      continue;
    }
    segments.of[at] = segments.size();
    segments.weight[at] = own;
    segments.head.push_back(at);
    segments.length.push_back(own);
    segments.last_child.push_back(kNone);
    add_parents(list, at, segments);
    segments.parent_begin.push_back(static_cast<std::uint32_t>(segments.parents.size()));
  }
  assign_columns(list, segments);
  return segments;
}

// What the segments reach of one block of columns after the other.
class ColumnBlocks {
 public:
  ColumnBlocks(const Segments& segments, std::uint32_t columns)
      : segments_(segments),
        columns_(columns),
        reached_(segments.size()),
        rows_(segments.size()),
        reached_in_runs_(segments.size() + 1) {}

  // Per segment: how many commits below it its first commit reaches.
  std::vector<std::uint32_t> reached_below() {
    const std::vector<std::uint32_t> first_segments = first_segment_of_blocks();
    const std::vector<std::uint32_t> open = count_open();
    const std::vector<std::uint32_t> next_without_parents = find_without_parents();
    for (std::uint32_t block = 0; block < first_segments.size(); ++block) {
      begin_ = block * kColumns;
      width_ = std::min(kColumns, columns_ - begin_);
      std::ranges::fill(rows_, kNothing);
      std::uint32_t segment = first_segments[block];
      not_full_ = open[segment];
      while (segment < segments_.size()) {
        add_segment(segment++);
        if (not_full_ == 0) segment = pass_over_full(segment, next_without_parents[segment]);
      }
    }
    std::int64_t in_runs = 0;
    for (std::uint32_t segment = 0; segment < segments_.size(); ++segment) {
      in_runs += reached_in_runs_[segment];
      reached_[segment] += static_cast<std::uint32_t>(in_runs);
    }
    return std::move(reached_);
  }

 private:
  static constexpr std::uint32_t kColumns = 4096;
  // Values of rows_ beside places in pool_.
  static constexpr std::uint32_t kNothing = kNone;
  static constexpr std::uint32_t kEverything = kNone - 1;
  struct Row {
    std::array<std::uint64_t, kColumns / 64> words{};
    std::uint32_t count = 0;

    // The column must not be in the row.
    void add(std::uint32_t column) {
      words[column / 64] |= std::uint64_t{1} << (column % 64);
      ++count;
    }
    void unite(const Row& other) {
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < words.size(); ++i) {
        words[i] |= other.words[i];
        bits += count_bits(words[i]);
      }
      count = static_cast<std::uint32_t>(bits);
    }
  };

  // Per block: the first segment that has a column there; those before it reach nothing of the block.
  std::vector<std::uint32_t> first_segment_of_blocks() const {
    std::vector<std::uint32_t> first((columns_ + kColumns - 1) / kColumns, segments_.size());
    for (std::uint32_t segment = 0; segment < segments_.size(); ++segment) {
      if (segments_.length[segment] == 0) continue;
      const std::uint32_t column = segments_.first_column[segment];
      const std::uint32_t last_block = (column + segments_.length[segment] - 1) / kColumns;
      for (std::uint32_t block = column / kColumns; block <= last_block; ++block) {
        first[block] = std::min(first[block], segment);
      }
    }
    return first;
  }

  // Per segment, and one more for the end: how many segments before it have a child there or later.
  std::vector<std::uint32_t> count_open() const {
    std::vector<std::uint32_t> open(segments_.size() + 1);
    for (std::uint32_t segment = 0; segment < segments_.size(); ++segment) {
      if (segments_.last_child[segment] == kNone) continue;
      ++open[segment + 1];
      --open[segments_.last_child[segment] + 1];
    }
    std::partial_sum(open.begin(), open.end(), open.begin());
    return open;
  }

  // Per segment, and one more for the end: itself or the next one that has no parents.
  std::vector<std::uint32_t> find_without_parents() const {
    std::vector<std::uint32_t> next(segments_.size() + 1, segments_.size());
    for (std::uint32_t segment = segments_.size(); segment-- > 0;) {
      next[segment] = segments_.parents_of(segment).empty() ? segment : next[segment + 1];
    }
    return next;
  }

  // All that later segments can stand on reaches the whole block, and so do they, up to one without parents.
  std::uint32_t pass_over_full(std::uint32_t begin, std::uint32_t end) {
    reached_in_runs_[begin] += width_;
    reached_in_runs_[end] -= width_;
    if (end < segments_.size()) std::fill(rows_.begin() + begin, rows_.begin() + end, kEverything);
    return end;
  }

  void add_segment(std::uint32_t segment) {
    std::uint32_t row = union_of_parents(segment);
    if (row == kEverything) {
      reached_[segment] += width_;
    } else if (row != kNothing) {
      reached_[segment] += pool_[row].count;
    }
    if (row != kEverything) row = with_own_columns(segment, row);
    if (row < kEverything && pool_[row].count == width_) {
      free_.push_back(row);
      row = kEverything;
    }
    rows_[segment] = row;
    if (segments_.last_child[segment] == kNone) {
      release(row);
    } else if (row != kEverything) {
      ++not_full_;
    }
  }

  std::uint32_t union_of_parents(std::uint32_t segment) {
    std::uint32_t row = kNothing;
    for (const std::uint32_t parent : segments_.parents_of(segment)) {
      const std::uint32_t of_parent = rows_[parent];
      const bool last_read = segments_.last_child[parent] == segment;
      if (last_read && of_parent != kEverything) --not_full_;
      if (of_parent == kNothing) continue;
      row = united(row, of_parent, last_read);
    }
    return row;
  }

  // A row of the pool is given over where `last_read` says that nobody else will look at it.
  std::uint32_t united(std::uint32_t row, std::uint32_t with, bool last_read) {
    if (row == kNothing && with != kEverything) return last_read ? with : copy_of(with);
    const bool everything = row == kEverything || with == kEverything;
    if (!everything) pool_[row].unite(pool_[with]);
    if (last_read) release(with);
    if (!everything) return row;
    release(row);
    return kEverything;
  }

  std::uint32_t with_own_columns(std::uint32_t segment, std::uint32_t row) {
    const std::uint32_t first = std::max(segments_.first_column[segment], begin_);
    const std::uint32_t end =
        std::min(segments_.first_column[segment] + segments_.length[segment], begin_ + width_);
    if (first >= end) return row;
    if (row == kNothing) row = take_empty();
    for (std::uint32_t column = first - begin_; column < end - begin_; ++column) pool_[row].add(column);
    return row;
  }

  std::uint32_t take_empty() {
    if (free_.empty()) {
      pool_.emplace_back();
      return static_cast<std::uint32_t>(pool_.size() - 1);
    }
    const std::uint32_t row = free_.back();
    free_.pop_back();
    pool_[row] = Row();
    return row;
  }

  std::uint32_t copy_of(std::uint32_t row) {
    const std::uint32_t copy = take_empty();
    pool_[copy] = pool_[row];
    return copy;
  }

  void release(std::uint32_t row) {
    if (row != kNothing && row != kEverything) free_.push_back(row);
  }

  const Segments& segments_;
  const std::uint32_t columns_;
  std::uint32_t begin_ = 0;
  std::uint32_t width_ = 0;
  std::vector<std::uint32_t> reached_;
  std::vector<std::uint32_t> rows_;
  std::uint32_t not_full_ = 0;  // segments so far that have a child to come and do not reach everything
  std::vector<std::int64_t>
      reached_in_runs_;  // by segment: what is added there and taken away behind the run
  std::vector<Row> pool_;
  std::vector<std::uint32_t> free_;
};

}  // namespace

std::vector<std::uint32_t> weights(const CandidateList& list) {
  const Segments segments = cut_into_segments(list);
  const std::vector<std::uint32_t> below = ColumnBlocks(segments, list.counted()).reached_below();
  std::vector<std::uint32_t> result(list.size());
  for (std::uint32_t at = 0; at < list.size(); ++at) {
    result[at] = below[segments.of[at]] + segments.weight[at];
  }
  return result;
}

}  // namespace rebisect
