#include "tests/support/zlib_stream.h"

#include <algorithm>
#include <cstddef>

namespace rebisect::testing {
namespace {

constexpr std::size_t kLargestBlock = 0xffff;
constexpr std::uint32_t kAdlerModulus = 65521;

std::uint32_t adler_32(std::string_view content) {
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  for (const char c : content) {
    low = (low + static_cast<std::uint8_t>(c)) % kAdlerModulus;
    high = (high + low) % kAdlerModulus;
  }
  return high << 16U | low;
}

}  // namespace

std::vector<std::uint8_t> stored_zlib_stream(std::string_view content) {
  std::vector<std::uint8_t> stream{0x78, 0x01};
  const std::uint32_t checksum = adler_32(content);
  do {
    const std::string_view block = content.substr(0, kLargestBlock);
    content.remove_prefix(block.size());
    const auto size = static_cast<std::uint32_t>(block.size());
    stream.push_back(content.empty() ? 1 : 0);
    for (const std::uint32_t number : {size, ~size}) {
      stream.push_back(static_cast<std::uint8_t>(number));
      stream.push_back(static_cast<std::uint8_t>(number >> 8U));
    }
    stream.insert(stream.end(), block.begin(), block.end());
  } while (!content.empty());
  for (const std::uint32_t shift : {24U, 16U, 8U, 0U}) {
    stream.push_back(static_cast<std::uint8_t>(checksum >> shift));
  }
  return stream;
}

}  // namespace rebisect::testing
