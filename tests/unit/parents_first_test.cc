#include "engine/model/parents_first.h"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/rng.h"

namespace rebisect {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;
using Numbers = std::vector<std::uint32_t>;

std::optional<Numbers> order_of(const std::vector<Numbers>& parents,
                                ListDirection direction = ListDirection::forwards) {
  return parents_first(static_cast<std::uint32_t>(parents.size()), direction,
                       [&](std::uint32_t number) { return std::span(parents[number]); });
}

TEST(ParentsFirst, KeepsTheDirectionWhereNothingHasToWait) {
  EXPECT_THAT(order_of({}), Optional(ElementsAre()));
  EXPECT_THAT(order_of({{}, {0}, {0}, {1, 2}}), Optional(ElementsAre(0, 1, 2, 3)));
  EXPECT_THAT(order_of({{1, 2}, {3}, {3}, {}}, ListDirection::backwards), Optional(ElementsAre(3, 2, 1, 0)));
}

TEST(ParentsFirst, ACommitWaitsForItsParentsAndNothingElse) {
  EXPECT_THAT(order_of({{}, {4}, {}, {}, {5, 3, 5}, {}}), Optional(ElementsAre(0, 5, 3, 4, 1, 2)));
}

TEST(ParentsFirst, HasNothingForACycle) {
  const struct {
    const char* what;
    std::vector<Numbers> parents;
  } rows[] = {
      {"its own parent", {{0}}},
      {"two", {{1}, {0}}},
      {"behind others", {{}, {0}, {1, 4}, {2}, {3}}},
      {"reached through a merge", {{1, 2}, {}, {3}, {4}, {2}, {}}},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(order_of(row.parents), std::nullopt) << row.what;
    EXPECT_EQ(order_of(row.parents, ListDirection::backwards), std::nullopt) << row.what;
  }
}

TEST(ParentsFirst, PutsEachOnceAndBehindItsParents) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    const std::size_t size = 1 + rng.below(40);
    Numbers names(size);  // so that parents are anywhere in the list
    std::iota(names.begin(), names.end(), 0);
    for (std::size_t i = size; i > 1; --i) std::swap(names[i - 1], names[rng.below(i)]);
    std::vector<Numbers> parents(size);
    for (std::size_t i = 1; i < size; ++i) {
      for (std::uint64_t left = rng.below(4); left > 0; --left) {
        parents[names[i]].push_back(names[rng.below(i)]);
      }
    }
    const auto order =
        order_of(parents, rng.chance(0.5) ? ListDirection::forwards : ListDirection::backwards);
    ASSERT_TRUE(order) << seed;
    Numbers place_of(size, 0);
    for (std::uint32_t place = 0; place < order->size(); ++place) place_of[(*order)[place]] = place;
    Numbers sorted = *order;
    std::ranges::sort(sorted);
    std::ranges::sort(names);
    ASSERT_EQ(sorted, names) << seed;
    for (std::uint32_t number = 0; number < size; ++number) {
      for (const std::uint32_t parent : parents[number]) {
        EXPECT_LT(place_of[parent], place_of[number]) << seed;
      }
    }
  }
}

}  // namespace
}  // namespace rebisect
