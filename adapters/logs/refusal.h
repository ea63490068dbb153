// What a text is that is no bisection log: for the message that refuses it.
#pragma once

#include <string>
#include <string_view>

namespace rebisect {

// One sentence part in lower case: what the text looks like, its first line or the error that it holds, and
// what would be read instead. `text` must hold no bisection log.
std::string describe_refusal(std::string_view text);

}  // namespace rebisect
