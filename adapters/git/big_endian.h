// Numbers as git's files hold them: the highest byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/base/ensure.h"

namespace rebisect {

// The 4 bytes from `at` on, which must be there.
inline std::uint32_t read_32(std::span<const std::uint8_t> bytes, std::size_t at) {
  ENSURE(bytes.size() >= 4 && at <= bytes.size() - 4);
  const std::uint8_t* const first = bytes.data() + at;
  return std::uint32_t{first[0]} << 24U | std::uint32_t{first[1]} << 16U | std::uint32_t{first[2]} << 8U |
         std::uint32_t{first[3]};
}

// The 8 bytes from `at` on, which must be there.
inline std::uint64_t read_64(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::uint64_t{read_32(bytes, at)} << 32U | read_32(bytes, at + 4);
}

}  // namespace rebisect
