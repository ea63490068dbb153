#include "engine/simulate/segmented_range.h"

#include <algorithm>
#include <limits>

#include "engine/base/ensure.h"

namespace rebisect {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// The candidates by their place in `by_index`, with their parents and their segments.
class Cutter {
 public:
  Cutter(const CommitGraph& graph, const std::vector<CommitIndex>& by_index) : by_index_(by_index) {
    std::vector<std::uint32_t> number(graph.size(), kNone);
    for (std::uint32_t i = 0; i < by_index.size(); ++i) number[place(by_index[i])] = i;
    children_.resize(by_index.size());
    for (const CommitIndex commit : by_index) {
      const auto first = static_cast<std::ptrdiff_t>(parents_.size());
      for (const CommitIndex parent : graph.parents(commit)) {
        const std::uint32_t of = number[place(parent)];
        if (of != kNone && std::find(parents_.begin() + first, parents_.end(), of) == parents_.end()) {
          parents_.push_back(of);
          ++children_[of];
        }
      }
      parent_begin_.push_back(static_cast<std::uint32_t>(parents_.size()));
    }
  }

  // The segment of each, numbered by their first commits.
  std::vector<std::uint32_t> cut(std::optional<CommitIndex> root) {
    std::vector<std::uint32_t> segment(by_index_.size());
    for (std::uint32_t i = 0; i < by_index_.size(); ++i) {
      const auto own = parents(i);
      const bool goes_on = own.size() == 1 && children_[own[0]] == 1 && root != by_index_[own[0]];
      segment[i] = goes_on ? segment[own[0]] : static_cast<std::uint32_t>(heads_.size());
      if (!goes_on) heads_.push_back(i);
    }
    return segment;
  }

  std::span<const std::uint32_t> parents(std::uint32_t i) const {
    return {parents_.data() + parent_begin_[i], parent_begin_[i + 1] - parent_begin_[i]};
  }
  // The first commit of each segment.
  const std::vector<std::uint32_t>& heads() const { return heads_; }

 private:
  const std::vector<CommitIndex>& by_index_;
  std::vector<std::uint32_t> parent_begin_{0};
  std::vector<std::uint32_t> parents_;  // distinct
  std::vector<std::uint32_t> children_;
  std::vector<std::uint32_t> heads_;
};

}  // namespace

SegmentedRange::SegmentedRange(const CommitGraph& graph, const CommitSet& candidates,
                               std::optional<CommitIndex> root)
    : rooted_(root.has_value()), by_index_(candidates.members()) {
  if (root) {
    const auto at = std::ranges::lower_bound(by_index_, *root);
    ENSURE(at != by_index_.end() && *at == *root);
    std::rotate(by_index_.begin(), at, at + 1);
  }
  Cutter cutter(graph, by_index_);
  const std::vector<std::uint32_t> segment = cutter.cut(root);
  const auto count = static_cast<std::uint32_t>(cutter.heads().size());

  begin_.resize(count + 1);
  for (const std::uint32_t of : segment) ++begin_[of + 1];
  for (std::uint32_t s = 0; s < count; ++s) begin_[s + 1] += begin_[s];
  commits_.resize(by_index_.size());
  segment_of_.resize(by_index_.size());
  std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
  for (std::size_t i = 0; i < by_index_.size(); ++i) {
    const std::uint32_t at = next[segment[i]]++;
    places_.push_back(at);
    commits_[at] = by_index_[i];
    segment_of_[at] = segment[i];
  }

  row_begin_.reserve(count);
  std::size_t words = 0;
  for (std::uint32_t s = 0; s < count; ++s) {
    row_begin_.push_back(words);
    words += s / 64 + 1;
  }
  rows_.resize(words);
  for (std::uint32_t s = 0; s < count; ++s) {
    std::uint64_t* const row = rows_.data() + row_begin_[s];
    for (const std::uint32_t parent : cutter.parents(cutter.heads()[s])) {
      const std::uint32_t of = segment[parent];
      const auto its = below(of);
      for (std::size_t w = 0; w < its.size(); ++w) row[w] |= its[w];
      row[of / 64] |= std::uint64_t{1} << (of % 64);
    }
    if (rooted_ && s > 0) row[0] |= 1;
  }

  const std::uint32_t newest = segment.empty() ? kNone : segment.back();
  for (std::uint32_t s = newest; s != kNone;) {
    main_line_.push_back(s);
    const auto parents = cutter.parents(cutter.heads()[s]);
    s = parents.empty() ? kNone : segment[parents[0]];
  }
}

std::optional<std::uint32_t> SegmentedRange::find(CommitIndex commit) const {
  if (rooted_ && by_index_.front() == commit) return 0;
  const auto found = std::lower_bound(by_index_.begin() + (rooted_ ? 1 : 0), by_index_.end(), commit);
  if (found == by_index_.end() || *found != commit) return std::nullopt;
  return places_[static_cast<std::size_t>(found - by_index_.begin())];
}

void SumsBelow::clear(std::uint32_t segments) {
  values_.assign(std::size_t{(segments + 63) / 64} * 64, {});
}

void SumsBelow::tabulate() {
  words_.clear();
  tables_.clear();
  for (std::uint32_t at = 0; at < values_.size() / 64; ++at) {
    const std::span<const TwoSums> values(values_.data() + std::size_t{at} * 64, 64);
    Word word{at, 0, {}};
    for (std::uint32_t i = 0; i < 64; ++i) {
      if (values[i].first != 0 || values[i].second != 0) word.used |= std::uint64_t{1} << i;
    }
    if (word.used == 0) continue;
    for (std::uint32_t group = 0; group < kGroups; ++group) {
      TwoSums sums[kSums];
      for (std::uint32_t set = 1; set < kSums; ++set) {
        const auto lowest = static_cast<std::uint32_t>(std::countr_zero(set));
        sums[set] = sums[set & (set - 1)];
        sums[set] += values[group * kGroup + lowest];
      }
      tables_.insert(tables_.end(), std::begin(sums), std::end(sums));
      word.all += sums[kSums - 1];
    }
    words_.push_back(word);
  }
}

TwoSums SumsBelow::below(const SegmentedRange& range, std::uint32_t segment) const {
  const auto row = range.below(segment);
  TwoSums sum;
  const TwoSums* table = tables_.data();
  for (const Word& word : words_) {
    if (word.at >= row.size()) break;
    std::uint64_t bits = row[word.at] & word.used;
    if (bits == word.used) {
      sum += word.all;
    } else {
      for (std::uint32_t group = 0; bits != 0; ++group, bits >>= kGroup) {
        sum += table[std::size_t{group} * kSums + (bits & (kSums - 1))];
      }
    }
    table += std::size_t{kGroups} * kSums;
  }
  return sum;
}

TwoSums SumsBelow::all() const {
  TwoSums sum;
  for (const Word& word : words_) sum += word.all;
  return sum;
}

}  // namespace rebisect
