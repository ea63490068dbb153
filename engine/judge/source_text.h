// Texts of C sources, compared as a compiler sees them.
#pragma once

#include <string_view>

namespace rebisect {

// Is it a source that same_but_for_comments() can read? By its name: .c, .h and .S.
bool is_c_source(std::string_view path);

// Are the two equal but for comments, indentation and empty lines? Never true for texts that compile to
// different instructions, except by __LINE__; may be false for some that do not: lines that were wrapped anew
// count as changed, so does white space inside of strings, and texts without any code are never equal: of a
// file that is all comments there is nothing to compare. O(text).
bool same_but_for_comments(std::string_view before, std::string_view after);

}  // namespace rebisect
