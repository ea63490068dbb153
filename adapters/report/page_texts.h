// The style and the scripts of pages, put into the binary from adapters/report/pages by
// adapters/CMakeLists.txt, each with the hash that a page's policy names it by: 64 hexadecimal digits.
#pragma once

#include <string_view>

namespace rebisect {

std::string_view page_style();
std::string_view page_style_sha256();
std::string_view report_script();
std::string_view report_script_sha256();
std::string_view corpus_script();
std::string_view corpus_script_sha256();

}  // namespace rebisect
