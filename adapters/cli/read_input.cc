#include "adapters/cli/read_input.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include <fmt/format.h>

namespace rebisect {
namespace {

constexpr std::size_t kBlock = 65'536;

// What the last failed call of the system says, e.g. "No such file or directory".
std::string reason() {
  return errno == 0 ? "unknown reason" : std::generic_category().message(errno);
}

}  // namespace

Result<std::string> read_stream(std::istream& in, const std::string& name, std::uint64_t byte_limit) {
  std::string text;
  std::array<char, kBlock> block{};
  errno = 0;
  while (in) {
    in.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > byte_limit) {
      return fail(
          ErrorCode::malformed,
          fmt::format(
              "{}: more than {} bytes; if it is a bisection log, raise limits.log_bytes with --config", name,
              byte_limit));
    }
  }
  if (in.bad()) return fail(ErrorCode::not_readable, fmt::format("{}: cannot be read: {}", name, reason()));
  return text;
}

Result<std::string> read_input(const std::string& path, std::uint64_t byte_limit) {
  if (path == "-") return read_stream(std::cin, "standard input", byte_limit);
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorCode::not_readable, path + ": is a directory, not a file");
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::not_readable, fmt::format("{}: cannot be opened: {}", path, reason()));
  return read_stream(in, path, byte_limit);
}

Result<void> write_stream(std::ostream& out, const std::string& name, std::string_view text) {
  errno = 0;
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.flush();
  if (!out) return fail(ErrorCode::not_writable, fmt::format("{}: cannot be written: {}", name, reason()));
  return {};
}

Result<void> write_output(const std::string& path, std::string_view text) {
  if (path.empty() || path == "-") return write_stream(std::cout, "standard output", text);
  errno = 0;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out) return fail(ErrorCode::not_writable, fmt::format("{}: cannot be opened: {}", path, reason()));
  return write_stream(out, path, text);
}

}  // namespace rebisect
