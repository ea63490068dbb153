#include "engine/infer/emission.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/belief_by_definition.h"

namespace rebisect {
namespace {

using testing::default_belief_settings;

constexpr auto kRelease = BeliefTest::Place::release;

TEST(Emission, SoManyRunsAsAPersonCanAskForStillHaveAProbability) {
  const BeliefSettings settings = default_belief_settings();
  for (const std::uint32_t runs : {1000U, 1001U, 100'000U, 4'000'000'000U}) {
    const Emission half = emission(runs / 2, runs - runs / 2, kRelease, settings);
    EXPECT_TRUE(std::isnormal(half.absent_clear)) << runs;
    for (const double present : half.present_clear) EXPECT_TRUE(std::isnormal(present)) << runs;
  }
}

TEST(Emission, OneCrashAmongManyRunsStaysACrash) {
  const BeliefSettings settings = default_belief_settings();
  const Emission none = emission(0, 1'000'000, kRelease, settings);
  const Emission one = emission(1, 1'000'000, kRelease, settings);
  EXPECT_GT(none.absent_clear, 0.5);
  EXPECT_LT(one.absent_clear, 0.1);
  const Emission all = emission(1'000'000, 0, kRelease, settings);
  const Emission all_but_one = emission(999'999, 1, kRelease, settings);
  EXPECT_GT(all.present_clear.back(), all_but_one.present_clear.back());
}

}  // namespace
}  // namespace rebisect
