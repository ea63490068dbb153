// How lines of text are laid out: wrapping, columns, and what may reach a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rebisect {

// Bytes that a terminal shows as they are: control characters become '?', invalid UTF-8 becomes U+FFFD.
std::string printable(std::string_view text);

// The same for a terminal that shows ASCII alone: any other character becomes '?'. `text` is valid UTF-8.
std::string in_ascii(std::string_view text);

// How many columns the text takes: two for wide characters (of East Asia, pictures), none for combining ones,
// one for any other.
std::size_t columns(std::string_view text);

// The text broken at blanks to lines of at most `width` columns; the first starts with `first`, the others
// with `rest`. A word that is longer than a line stands alone. Ends with a newline.
std::string wrapped(std::string_view text, std::string_view first, std::string_view rest, std::size_t width);

// The text filled with blanks to `width` columns; cut, with the last column a '~', where it is longer. With a
// width of 0, nothing.
std::string cell(std::string_view text, std::size_t width);

}  // namespace rebisect
