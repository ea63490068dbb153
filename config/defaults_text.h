// The texts of config/defaults.yaml and config/reliability.yaml, put into the binary by
// config/CMakeLists.txt.
#pragma once

#include <string_view>

namespace rebisect {

std::string_view defaults_text();
std::string_view reliability_text();

}  // namespace rebisect
