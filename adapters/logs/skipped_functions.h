// Functions that tell nothing about a bug, as patterns: a part of the name, with "^" its beginning and with
// "$" its end.
#pragma once

#include <span>
#include <string_view>

namespace rebisect {

// Of any crash.
std::span<const std::string_view> skipped_functions();

// Of a task that hangs: what it waits with.
std::span<const std::string_view> waiting_functions();

// Where the kernel is entered, or work begins that has nothing to do with what ran before.
std::span<const std::string_view> entry_functions();

}  // namespace rebisect
