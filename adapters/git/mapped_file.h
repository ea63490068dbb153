// MappedFile: a file's bytes without reading them all. Meant for files that are replaced, never rewritten, as
// git's are: another program that shortens the file while it is mapped stops this one.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/base/result.h"

namespace rebisect {

class MappedFile {
 public:
  // No bytes.
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  // Fails (not_readable) where there is no such file, it is not a regular one, or it cannot be read.
  static Result<MappedFile> open(const std::string& path);

  std::span<const std::uint8_t> bytes() const { return bytes_; }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace rebisect
