#include "adapters/git/packed_commits.h"

#include <libdeflate.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "adapters/git/big_endian.h"

namespace rebisect {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint32_t kIndexMagic = 0xff744f63U;
constexpr std::size_t kIndexHeader = 8;
constexpr std::size_t kFanOut = std::size_t{256} * 4;
constexpr std::size_t kChecksum = 4;           // of each object, in the index
constexpr std::size_t kTrailer = Oid::kBytes;  // a pack ends in its SHA-1, an index in its pack's and its own
constexpr std::uint32_t kFarOffset = 0x80000000U;
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

// By name. A folder that cannot be listed has none for us.
std::vector<std::string> pack_indexes(const std::string& objects) {
  std::vector<std::string> indexes;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(objects + "/pack", error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".idx") indexes.push_back(entry->path().string());
  }
  std::ranges::sort(indexes);
  return indexes;
}

bool counts_rise(Bytes fan_out) {
  for (std::size_t at = 4; at < fan_out.size(); at += 4) {
    if (read_32(fan_out, at) < read_32(fan_out, at - 4)) return false;
  }
  return true;
}

}  // namespace

void PackedCommits::FreeDecompressor::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

PackedCommits::PackedCommits() = default;
PackedCommits::PackedCommits(PackedCommits&&) noexcept = default;
PackedCommits& PackedCommits::operator=(PackedCommits&&) noexcept = default;
PackedCommits::~PackedCommits() = default;

PackedCommits PackedCommits::open_in(const std::vector<std::string>& folders) {
  PackedCommits commits;
  commits.decompressor_.reset(libdeflate_alloc_decompressor());
  for (const std::string& folder : folders) {
    for (const std::string& index : pack_indexes(folder)) {
      if (auto pack = open_pack(index)) commits.packs_.push_back(*std::move(pack));
    }
  }
  return commits;
}

PackedCommits PackedCommits::from_bytes(Bytes index, Bytes data) {
  PackedCommits commits;
  commits.decompressor_.reset(libdeflate_alloc_decompressor());
  if (auto pack = parse_index(index, data)) commits.packs_.push_back(*std::move(pack));
  return commits;
}

std::optional<PackedCommits::Pack> PackedCommits::open_pack(const std::string& index_path) {
  const std::string data_path = std::filesystem::path(index_path).replace_extension(".pack").string();
  auto index = MappedFile::open(index_path);
  auto data = MappedFile::open(data_path);
  if (!index || !data) return std::nullopt;
  std::optional<Pack> pack = parse_index(index->bytes(), data->bytes());
  if (!pack) return std::nullopt;
  pack->index_file = *std::move(index);
  pack->data_file = *std::move(data);
  return pack;
}

std::optional<PackedCommits::Pack> PackedCommits::parse_index(Bytes index, Bytes data) {
  if (index.size() < kIndexHeader + kFanOut + 2 * kTrailer) return std::nullopt;
  if (read_32(index, 0) != kIndexMagic || read_32(index, 4) != 2) return std::nullopt;
  Pack pack;
  pack.data = data;
  pack.fan_out = index.subspan(kIndexHeader, kFanOut);
  if (!counts_rise(pack.fan_out)) return std::nullopt;

  const std::size_t objects = read_32(pack.fan_out, kFanOut - 4);
  Bytes rest = index.first(index.size() - 2 * kTrailer).subspan(kIndexHeader + kFanOut);
  if (rest.size() / (Oid::kBytes + kChecksum + 4) < objects) return std::nullopt;
  pack.ids = rest.first(objects * Oid::kBytes);
  rest = rest.subspan(objects * (Oid::kBytes + kChecksum));
  pack.offsets = rest.first(objects * 4);
  pack.far_offsets = rest.subspan(objects * 4);
  return pack;
}

std::optional<std::uint64_t> PackedCommits::offset_of(const Pack& pack, const Oid& id) {
  const std::size_t byte = id.bytes().front();
  std::uint32_t low = byte == 0 ? 0 : read_32(pack.fan_out, 4 * (byte - 1));
  std::uint32_t high = read_32(pack.fan_out, 4 * byte);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const int order =
        std::memcmp(&pack.ids[std::size_t{middle} * Oid::kBytes], id.bytes().data(), Oid::kBytes);
    if (order == 0) {
      const std::uint32_t offset = read_32(pack.offsets, std::size_t{middle} * 4);
      if ((offset & kFarOffset) == 0) return offset;
      const std::size_t far = std::size_t{offset & ~kFarOffset} * 8;
      if (far + 8 > pack.far_offsets.size()) return std::nullopt;
      return read_64(pack.far_offsets, far);
    }
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return std::nullopt;
}

std::optional<std::string_view> PackedCommits::read_at(const Pack& pack, std::uint64_t offset) const {
  if (pack.data.size() < kTrailer || offset >= pack.data.size() - kTrailer) return std::nullopt;
  const Bytes entry = pack.data.first(pack.data.size() - kTrailer).subspan(offset);
  const std::optional<EntryHeader> header = read_entry_header(entry);
  if (!header || header->type != kPlainCommit || header->size > kMostBytes) return std::nullopt;

  const Bytes compressed = entry.subspan(header->length);
  object_.resize(header->size);
  std::size_t used = 0;
  const libdeflate_result result =
      libdeflate_zlib_decompress_ex(decompressor_.get(), compressed.data(), compressed.size(), object_.data(),
                                    object_.size(), &used, nullptr);
  if (result != LIBDEFLATE_SUCCESS) return std::nullopt;
  return std::string_view(object_.data(), object_.size());
}

std::optional<std::string_view> PackedCommits::text(const Oid& id) const {
  if (decompressor_ == nullptr) return std::nullopt;
  for (const Pack& pack : packs_) {
    const std::optional<std::uint64_t> offset = offset_of(pack, id);
    if (!offset) continue;
    if (const auto text = read_at(pack, *offset)) return text;
  }
  return std::nullopt;
}

std::optional<CommitHeader> PackedCommits::find(const Oid& id) const {
  if (decompressor_ == nullptr) return std::nullopt;
  for (const Pack& pack : packs_) {
    const std::optional<std::uint64_t> offset = offset_of(pack, id);
    if (!offset) continue;
    const auto text = read_at(pack, *offset);
    if (!text) continue;
    if (auto commit = parse_commit_header(*text)) return *std::move(commit);
  }
  return std::nullopt;
}

}  // namespace rebisect
