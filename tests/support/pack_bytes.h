// Packs made by hand, for contents that git would not pack.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/model/oid.h"

namespace rebisect::testing {

struct PackBytes {
  std::vector<std::uint8_t> index;  // version 2; its checksums are zeros
  std::vector<std::uint8_t> data;
};

// A pack whose only object is this content as a commit, compressed at level 0, under that id.
PackBytes pack_of_one_commit(const Oid& id, std::string_view content);

}  // namespace rebisect::testing
