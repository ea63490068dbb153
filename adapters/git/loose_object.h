// Objects that lie in a file of their own. libgit2 1.5.1 never ends on such a file that was cut short, so
// they are read here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace rebisect {

struct LooseObject {
  std::string kind;     // "commit", "tag", "tree" or "blob", if the file is sound
  std::string content;  // as long as its header says
};

// Nothing where there is no such file. Fails (repository) where it cannot be read or is not one whole object;
// whether its content is the one that its name stands for is not checked. O(content).
Result<std::optional<LooseObject>> read_loose_object(const std::string& path);
// The same from the file's bytes. The path stands in error messages.
Result<LooseObject> parse_loose_object(std::span<const std::uint8_t> bytes, const std::string& path);

}  // namespace rebisect
