// The coarse types by which the bot sorts crashes since 2023-07-05 (syzkaller commit b78b123e8), and the ones
// that stand for a test.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/judge/crash_title.h"

namespace rebisect {

// "KASAN", "LOCKDEP"; "UNKNOWN" for all that the bot did not sort. The names of 2023-07 to 2025-07.
std::string_view crash_type_of(const CrashTitle& title);

struct ChosenType {
  std::string_view type;
  std::size_t run = 0;  // the first of this type, a place in the list

  friend bool operator==(const ChosenType&, const ChosenType&) = default;
};

// The types that stand for a test whose crashes are of these, most frequent first: as many as make up some
// two thirds of the crashes, at most three. Hangs that are less than half do not, nor do lost machines,
// unless they are alone. The first one's report stands for the test.
std::vector<ChosenType> choose_types(std::span<const std::string_view> types);

}  // namespace rebisect
