// PackedCommitDecoder: the entries of a pack that are plain commits, one by one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

struct libdeflate_decompressor;

namespace rebisect {

struct PackedCommit {
  std::string_view text;  // the object, valid until the decoder's next call
  std::uint64_t end;      // where the next entry of the pack begins
};

// Not for two threads at once; any number of decoders can read one pack.
class PackedCommitDecoder {
 public:
  PackedCommitDecoder();
  PackedCommitDecoder(const PackedCommitDecoder&) = delete;
  PackedCommitDecoder(PackedCommitDecoder&&) noexcept;
  PackedCommitDecoder& operator=(const PackedCommitDecoder&) = delete;
  PackedCommitDecoder& operator=(PackedCommitDecoder&&) noexcept;
  ~PackedCommitDecoder();

  // The commit whose entry begins at the offset; nothing where there is none that is stored whole and sound
  // by its own checksum. O(its size).
  std::optional<PackedCommit> decode(std::span<const std::uint8_t> pack, std::uint64_t offset);

 private:
  struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const;
  };

  std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_;  // null where there is no memory
  std::vector<char> object_;
};

}  // namespace rebisect
