// The title of a crash whose rule names no function: the words of its line.
#pragma once

#include <string>

#include "adapters/logs/oops_rules.h"

namespace rebisect {

// The line from the trigger on, without what differs from crash to crash: addresses are ADDR, numbers NUM,
// "file.c:123" is "file.c:LINE", "foo+0x1/0x2" is "foo". At most 120 bytes, all of them printable ASCII. For
// a trigger that the title words otherwise ("Kernel panic - not syncing: ") what stands behind it.
std::string raw_title(const OopsMatch& oops);

}  // namespace rebisect
