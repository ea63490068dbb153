// The forms that titles have, as a table.
#pragma once

#include <span>
#include <string_view>

#include "engine/judge/crash_title.h"

namespace rebisect {

// Titles that begin so, in lower case; "*" stands for any text. Of several forms that fit the first counts.
struct TitleForm {
  std::string_view start;
  CrashKind kind = CrashKind::other;
  std::string_view normal;  // what all spellings are taken for; empty: the title's own words
};

std::span<const TitleForm> title_forms();

// Null where the title has no known form. `lower` is in lower case.
const TitleForm* find_title_form(std::string_view lower);

}  // namespace rebisect
