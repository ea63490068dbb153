// GitRules: how one git version bisects. A row of a table, not a class hierarchy.
#pragma once

#include <string_view>

namespace rebisect {

struct GitRules {
  std::string_view version;      // the first release that the row describes
  bool approximate_half = true;  // since 2.30.0 (git commit 0afcea70b1): near-halves of large sets are taken
};

}  // namespace rebisect
