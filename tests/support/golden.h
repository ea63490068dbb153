// Golden files: the whole output of a program or function, compared byte for byte with tests/golden/NAME.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace rebisect::testing {

// Is the text what tests/golden/NAME holds? A mismatch names the file and the first line that differs. With
// UPDATE_GOLDEN in the environment the file is written instead.
::testing::AssertionResult matches_golden(std::string_view name, std::string_view text);

}  // namespace rebisect::testing
