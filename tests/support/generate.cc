#include "tests/support/generate.h"

#include <algorithm>
#include <array>
#include <vector>

namespace rebisect::testing {
namespace {

constexpr std::uint64_t kFirstTime = 1'000'000'000;
constexpr std::uint64_t kSecondsApart = 60;

Oid random_id(Rng& rng) {
  std::array<std::uint8_t, Oid::kBytes> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(rng.below(256));
  return Oid::from_bytes(bytes);
}

std::uint64_t random_time(Rng& rng, const HistoryShape& shape, const CommitList& before) {
  const bool equal = rng.chance(shape.equal_date_rate);
  if (equal && before.size() > 0) return before.times.back();
  const std::uint64_t time = kFirstTime + kSecondsApart * before.size();
  const bool skewed = rng.chance(shape.skew_rate);
  return skewed ? time - rng.below(shape.skew + 1) : time;
}

std::vector<std::uint32_t> random_parents(Rng& rng, const HistoryShape& shape, std::uint32_t commit) {
  if (commit < std::max(shape.roots, 1U)) return {};
  std::uint64_t wanted = 1;
  const bool merge = rng.chance(shape.merge_rate);
  if (merge) {
    wanted = 2;
    const bool octopus = rng.chance(shape.octopus_rate);
    if (octopus) wanted = 3 + rng.below(3);
  }
  const std::uint32_t oldest = commit > shape.reach ? commit - shape.reach : 0;
  std::vector<std::uint32_t> parents;
  // Not enough commits to pick from makes a smaller merge, not an endless loop.
  for (std::uint64_t draw = 0; draw < 4 * wanted && parents.size() < wanted; ++draw) {
    const auto parent = oldest + static_cast<std::uint32_t>(rng.below(commit - oldest));
    if (std::ranges::find(parents, parent) == parents.end()) parents.push_back(parent);
  }
  const bool twice = merge && rng.chance(shape.duplicate_parent_rate);
  if (twice) parents.push_back(parents.front());
  return parents;
}

}  // namespace

CommitList random_history(Rng& rng, const HistoryShape& shape) {
  CommitList list;
  for (std::uint32_t commit = 0; commit < shape.commits; ++commit) {
    const Oid id = random_id(rng);
    const std::uint64_t time = random_time(rng, shape, list);
    const std::vector<std::uint32_t> parents = random_parents(rng, shape, commit);
    list.add(id, time, parents);
  }
  return list;
}

}  // namespace rebisect::testing
