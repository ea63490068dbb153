#include "adapters/git/packed_commit_decoder.h"

#include <libdeflate.h>

#include <cstddef>

#include "engine/model/oid.h"

namespace rebisect {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kTrailer = Oid::kBytes;  // the pack's SHA-1
constexpr std::uint8_t kPlainCommit = 1;
// Longer commits exist (octopus merges, pasted logs) and are left to libgit2.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 20U;

// What stands before an object's compressed data.
struct EntryHeader {
  std::uint8_t type;
  std::uint64_t size;  // of the object
  std::size_t length;  // of this header
};

// Nothing where the bytes end in it.
std::optional<EntryHeader> read_entry_header(Bytes bytes) {
  if (bytes.empty()) return std::nullopt;
  EntryHeader header{static_cast<std::uint8_t>(bytes[0] >> 4U & 7U), bytes[0] & 15U, 1};
  std::uint32_t shift = 4;
  for (bool more = (bytes[0] & 0x80U) != 0; more; shift += 7) {
    if (header.length == bytes.size() || shift > 57) return std::nullopt;
    const std::uint8_t byte = bytes[header.length++];
    header.size |= std::uint64_t{byte & 0x7fU} << shift;
    more = (byte & 0x80U) != 0;
  }
  return header;
}

}  // namespace

void PackedCommitDecoder::FreeDecompressor::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

PackedCommitDecoder::PackedCommitDecoder() : decompressor_(libdeflate_alloc_decompressor()) {}
PackedCommitDecoder::PackedCommitDecoder(PackedCommitDecoder&&) noexcept = default;
PackedCommitDecoder& PackedCommitDecoder::operator=(PackedCommitDecoder&&) noexcept = default;
PackedCommitDecoder::~PackedCommitDecoder() = default;

std::optional<PackedCommit> PackedCommitDecoder::decode(Bytes pack, std::uint64_t offset) {
  if (decompressor_ == nullptr) return std::nullopt;
  if (pack.size() < kTrailer || offset >= pack.size() - kTrailer) return std::nullopt;
  const Bytes entry = pack.first(pack.size() - kTrailer).subspan(offset);
  const std::optional<EntryHeader> header = read_entry_header(entry);
  if (!header || header->type != kPlainCommit || header->size > kMostBytes) return std::nullopt;

  const Bytes compressed = entry.subspan(header->length);
  object_.resize(header->size);
  std::size_t used = 0;
  const libdeflate_result result =
      libdeflate_zlib_decompress_ex(decompressor_.get(), compressed.data(), compressed.size(), object_.data(),
                                    object_.size(), &used, nullptr);
  if (result != LIBDEFLATE_SUCCESS) return std::nullopt;
  return PackedCommit{{object_.data(), object_.size()}, offset + header->length + used};
}

}  // namespace rebisect
