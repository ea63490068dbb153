#include "adapters/cli/activity.h"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "adapters/cli/progress.h"

namespace rebisect {
namespace {

TEST(Activity, GivesWhatTheWorkGives) {
  for (const bool shown : {false, true}) {
    EXPECT_EQ(while_shown(shown, "adding", [] { return std::string("one ") + "two"; }), "one two");
  }
}

TEST(Activity, LetsExceptionsThrough) {
  const auto fails = []() -> int { throw std::runtime_error("no"); };
  for (const bool shown : {false, true})
    EXPECT_THROW(while_shown(shown, "failing", fails), std::runtime_error);
}

TEST(Activity, IsSilentAboutWhatIsDone) {
  ::testing::internal::CaptureStderr();
  std::binary_semaphore done(1);
  show_until(done, "waiting");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(ProgressLine, FillsItsBar) {
  EXPECT_EQ(progress_line(0, 3, "logs"), "[                              ] 0 of 3 logs");
  EXPECT_EQ(progress_line(1, 3, "logs"), "[##########                    ] 1 of 3 logs");
  EXPECT_EQ(progress_line(3, 3, "logs"), "[##############################] 3 of 3 logs");
  EXPECT_EQ(progress_line(0, 0, "logs"), "[##############################] 0 of 0 logs");
}

}  // namespace
}  // namespace rebisect
