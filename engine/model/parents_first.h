// An order of numbered commits in which none stands before its parents.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rebisect {

enum class ListDirection : std::uint8_t { forwards, backwards };

// The numbers below `size` in the direction, except that each waits for its parents: what is close in the
// list stays close in the order. `parents_of(number)` gives a span of numbers below `size`, the same each
// time. Nothing where the parents form a cycle. O(size + parents).
template <typename ParentsOf>
std::optional<std::vector<std::uint32_t>> parents_first(std::uint32_t size, ListDirection direction,
                                                        const ParentsOf& parents_of) {
  struct Waiting {
    std::uint32_t number;
    std::uint32_t parents_placed;  // at least so many, from the first on
  };
  std::vector<std::uint32_t> order;
  order.reserve(size);
  std::vector<bool> placed(size);
  std::vector<Waiting> waiting;  // each for a parent, the next one
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::uint32_t start = direction == ListDirection::forwards ? i : size - 1 - i;
    if (!placed[start]) waiting.push_back({start, 0});
    while (!waiting.empty()) {
      Waiting& last = waiting.back();
      const std::span<const std::uint32_t> parents = parents_of(last.number);
      while (last.parents_placed < parents.size() && placed[parents[last.parents_placed]]) {
        ++last.parents_placed;
      }
      if (last.parents_placed < parents.size()) {
        // With all of them waiting, the next one would be there twice.
        if (waiting.size() == size) return std::nullopt;
        waiting.push_back({parents[last.parents_placed], 0});
      } else {
        placed[last.number] = true;
        order.push_back(last.number);
        waiting.pop_back();
      }
    }
  }
  return order;
}

}  // namespace rebisect
