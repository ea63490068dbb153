// The text of config/defaults.yaml, put into the binary by config/CMakeLists.txt.
#pragma once

#include <string_view>

namespace rebisect {

std::string_view defaults_text();

}  // namespace rebisect
