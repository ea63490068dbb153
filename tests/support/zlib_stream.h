// Bytes as zlib writes them at its level 0, and what is in such a stream: enough to make git's objects of any
// content.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rebisect::testing {

// A zlib stream that holds the content as it is, in stored blocks (RFC 1950, RFC 1951).
std::vector<std::uint8_t> stored_zlib_stream(std::string_view content);

}  // namespace rebisect::testing
