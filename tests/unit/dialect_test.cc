#include "engine/model/dialect.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(Dialect, HasANumber) {
  EXPECT_EQ(dialect_number("D0"), 0U);
  EXPECT_EQ(dialect_number("D20"), 20U);
  for (const char* text : {"", "D", "D21", "git", "d7", "D7 ", "D-1"}) {
    EXPECT_EQ(dialect_number(text), std::nullopt) << text;
  }
}

TEST(Dialect, BeginsBehindTheOneBefore) {
  EXPECT_TRUE(std::ranges::is_sorted(kDialectDays, std::ranges::less_equal()));
  EXPECT_EQ(kDialectDays[7], day_of(2020, 12, 10));
}

TEST(Dialect, DayOfAHostLine) {
  EXPECT_EQ(day_of_host_line("ci starts bisection 2023-02-03 11:43:56.5 +0000 UTC"), day_of(2023, 2, 3));
  for (const char* text : {"", "ci starts bisection ", "ci starts bisection 2023-02-30 1", "2023-02-03",
                           "ci starts bisection 2023/02/03", "ci starts bisection 20x3-02-03"}) {
    EXPECT_EQ(day_of_host_line(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace rebisect
