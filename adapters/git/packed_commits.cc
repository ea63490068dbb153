#include "adapters/git/packed_commits.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "adapters/git/big_endian.h"
#include "engine/base/parallel.h"

namespace rebisect {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint32_t kIndexMagic = 0xff744f63U;
constexpr std::size_t kIndexHeader = 8;
constexpr std::size_t kFanOut = std::size_t{256} * 4;
constexpr std::size_t kChecksum = 4;           // of each object, in the index
constexpr std::size_t kTrailer = Oid::kBytes;  // a pack ends in its SHA-1, an index in its pack's and its own
constexpr std::uint32_t kFarOffset = 0x80000000U;
// A pack's other threads are worth their start from so many commits on: some milliseconds of reading.
constexpr std::size_t kReadAloneAtFirst = 1024;
// One run of the read-ahead has so many entries, on average. The more, the longer until it is of use; the
// fewer, the more often the reader has to say where it is.
constexpr std::size_t kEntriesPerRun = 64;
constexpr std::size_t kMostRuns = std::size_t{1} << 15U;
// Decoding a commit takes two to three times as long as all else that the walk does for it.
constexpr std::size_t kMostThreads = 3;

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

std::size_t PackedCommits::spare_threads() {
  return std::min(thread_count() - 1, kMostThreads);
}

PackedCommits PackedCommits::open_in(const std::vector<std::string>& folders, std::size_t threads) {
  PackedCommits commits;
  commits.threads_ = threads;
  for (const std::string& folder : folders) {
    for (const std::string& index : pack_indexes(folder)) {
      if (auto pack = open_pack(index)) commits.packs_.push_back(*std::move(pack));
    }
  }
  return commits;
}

PackedCommits PackedCommits::from_bytes(Bytes index, Bytes data, std::size_t threads) {
  PackedCommits commits;
  commits.threads_ = threads;
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

std::optional<std::uint64_t> PackedCommits::offset_at(const Pack& pack, std::uint32_t place) {
  const std::uint32_t offset = read_32(pack.offsets, std::size_t{place} * 4);
  if ((offset & kFarOffset) == 0) return offset;
  const std::size_t far = std::size_t{offset & ~kFarOffset} * 8;
  if (far + 8 > pack.far_offsets.size()) return std::nullopt;
  return read_64(pack.far_offsets, far);
}

std::optional<std::uint64_t> PackedCommits::offset_of(const Pack& pack, const Oid& id) {
  const std::size_t byte = id.bytes().front();
  std::uint32_t low = byte == 0 ? 0 : read_32(pack.fan_out, 4 * (byte - 1));
  std::uint32_t high = read_32(pack.fan_out, 4 * byte);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const int order =
        std::memcmp(&pack.ids[std::size_t{middle} * Oid::kBytes], id.bytes().data(), Oid::kBytes);
    if (order == 0) return offset_at(pack, middle);
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return std::nullopt;
}

// Ids are hashes: the first of the index are a fair sample of the pack's entries.
std::vector<std::uint64_t> PackedCommits::sample_of_offsets(const Pack& pack) {
  const std::size_t runs = std::min(pack.offsets.size() / 4 / kEntriesPerRun, kMostRuns);
  std::vector<std::uint64_t> offsets;
  offsets.reserve(runs);
  for (std::uint32_t i = 0; i < runs; ++i) {
    if (const auto offset = offset_at(pack, i)) offsets.push_back(*offset);
  }
  std::ranges::sort(offsets);
  offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
  return offsets;
}

// In the first pack that gives many: in most repositories one has nearly all.
std::optional<CommitHeader> PackedCommits::take_ahead(const Pack& pack, std::uint64_t offset) const {
  if (!pack.ahead) {
    if (threads_ == 0 || reads_ahead_ || ++pack.given < kReadAloneAtFirst) return std::nullopt;
    reads_ahead_ = true;
    pack.ahead = std::make_unique<PackReadAhead>(pack.data, sample_of_offsets(pack), threads_);
  }
  return pack.ahead->take(offset);
}

std::optional<std::string_view> PackedCommits::text(const Oid& id) const {
  for (const Pack& pack : packs_) {
    const std::optional<std::uint64_t> offset = offset_of(pack, id);
    if (!offset) continue;
    if (const auto entry = decoder_.decode(pack.data, *offset)) return entry->text;
  }
  return std::nullopt;
}

std::optional<CommitHeader> PackedCommits::find(const Oid& id) const {
  for (const Pack& pack : packs_) {
    const std::optional<std::uint64_t> offset = offset_of(pack, id);
    if (!offset) continue;
    if (auto commit = take_ahead(pack, *offset)) return commit;
    const auto entry = decoder_.decode(pack.data, *offset);
    if (!entry) continue;
    if (auto commit = parse_commit_header(entry->text)) return *std::move(commit);
  }
  return std::nullopt;
}

}  // namespace rebisect
