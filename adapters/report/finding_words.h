// What a finding means and what to do about it, in two or three sentences, for pages that must explain
// themselves. docs/findings.md says more of each.
#pragma once

#include <string_view>

#include "engine/review/finding.h"

namespace rebisect {

struct FindingWords {
  std::string_view meaning;
  std::string_view remedy;
};

const FindingWords& words_for(FindingKind kind);

}  // namespace rebisect
