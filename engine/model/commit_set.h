// CommitSet: a set of the commits of one graph, a bit each.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/ensure.h"

namespace rebisect {

// A commit's place in one CommitGraph; parents have smaller places than their children.
enum class CommitIndex : std::uint32_t {};

constexpr std::uint32_t place(CommitIndex commit) {
  return static_cast<std::uint32_t>(commit);
}

// All operations that take another set need one of the same graph (of the same size).
class CommitSet {
 public:
  CommitSet() = default;
  // The empty set of a graph of `size` commits.
  explicit CommitSet(std::size_t size) : size_(size), words_((size + 63) / 64) {}

  // All commits of a graph of `size`.
  static CommitSet all(std::size_t size) {
    CommitSet set(size);
    for (std::uint64_t& word : set.words_) word = ~std::uint64_t{0};
    if (size % 64 != 0) set.words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
    return set;
  }

  std::size_t graph_size() const { return size_; }

  bool contains(CommitIndex commit) const {
    ENSURE(place(commit) < size_);
    return (words_[place(commit) / 64] >> (place(commit) % 64) & 1U) != 0;
  }
  void insert(CommitIndex commit) {
    ENSURE(place(commit) < size_);
    words_[place(commit) / 64] |= std::uint64_t{1} << (place(commit) % 64);
  }
  void erase(CommitIndex commit) {
    ENSURE(place(commit) < size_);
    words_[place(commit) / 64] &= ~(std::uint64_t{1} << (place(commit) % 64));
  }

  // O(graph size / 64).
  std::size_t count() const {
    std::size_t total = 0;
    for (const std::uint64_t word : words_) total += static_cast<std::size_t>(std::popcount(word));
    return total;
  }
  bool empty() const { return count() == 0; }

  CommitSet& operator|=(const CommitSet& other) {
    ENSURE(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  CommitSet& operator&=(const CommitSet& other) {
    ENSURE(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  CommitSet& operator-=(const CommitSet& other) {
    ENSURE(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }

  // The members, parents before children.
  std::vector<CommitIndex> members() const {
    std::vector<CommitIndex> result;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        result.push_back(CommitIndex(static_cast<std::uint32_t>(64 * i) +
                                     static_cast<std::uint32_t>(std::countr_zero(word))));
      }
    }
    return result;
  }

  friend bool operator==(const CommitSet&, const CommitSet&) = default;

 private:
  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace rebisect
