// Whole files in, whole files out; "-" is standard input or output.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace rebisect {

// The bytes of a file, or of standard input where the path is "-". Fails (not_readable) where the file is not
// there, is a directory or cannot be read, and (malformed) where it has more bytes than the limit; no more
// than that is held in memory.
Result<std::string> read_input(const std::string& path, std::uint64_t byte_limit);

// The rest of a stream; `name` is what errors call it.
Result<std::string> read_stream(std::istream& in, const std::string& name, std::uint64_t byte_limit);

// Writes to a file, replacing what it held, or to standard output where the path is empty or "-". Fails
// (not_writable) where not all could be written, a full disk included.
Result<void> write_output(const std::string& path, std::string_view text);

// Writes and flushes; `name` is what errors call the stream.
Result<void> write_stream(std::ostream& out, const std::string& name, std::string_view text);

}  // namespace rebisect
