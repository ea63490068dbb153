#include "adapters/git/objects_check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <system_error>

#include "adapters/git/mapped_file.h"
#include "engine/model/oid.h"

namespace rebisect {
namespace {

// Sizes are those of gitformat-pack.txt of git 2.39.
using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kFanOut = std::size_t{256} * 4;
constexpr std::size_t kIndexHeader = 8;
constexpr std::size_t kPackHeader = 12;
constexpr std::size_t kTrailer = 2 * Oid::kBytes;  // of an index: the pack's checksum and its own
constexpr std::size_t kRow1 = Oid::kBytes + 4;
constexpr std::size_t kRow2 = Oid::kBytes + 4 + 4;

bool starts_with(Bytes bytes, const char* magic) {
  return bytes.size() >= 4 && std::memcmp(bytes.data(), magic, 4) == 0;
}

// The running counts rise; gives the last.
std::optional<std::uint64_t> objects_of(Bytes fan_out) {
  std::uint64_t last = 0;
  for (std::size_t at = 0; at < kFanOut; at += 4) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < 4; ++i) count = count << 8U | fan_out[at + i];
    if (count < last) return std::nullopt;
    last = count;
  }
  return last;
}

bool is_sound_index(Bytes index) {
  const bool second = starts_with(index, "\377tOc");
  const std::size_t header = second ? kIndexHeader : 0;
  if (index.size() < header + kFanOut + kTrailer) return false;
  if (second && (index[4] != 0 || index[5] != 0 || index[6] != 0 || index[7] != 2)) return false;
  const std::optional<std::uint64_t> objects = objects_of(index.subspan(header));
  if (!objects) return false;
  const std::uint64_t least = header + kFanOut + *objects * (second ? kRow2 : kRow1) + kTrailer;
  const std::uint64_t more = second ? *objects * 8 : 0;  // places beyond 2 GB
  return index.size() >= least && index.size() <= least + more;
}

// What is wrong with a pack and its index; empty where nothing is.
std::string fault_of(const std::string& stem) {
  const Result<MappedFile> index = MappedFile::open(stem + ".idx");
  const Result<MappedFile> pack = MappedFile::open(stem + ".pack");
  if (!index) return index.error().message + " (git index-pack makes it anew)";
  if (!pack) return pack.error().message;
  if (!is_sound_index(index->bytes())) return stem + ".idx is corrupt (git index-pack makes it anew)";
  const Bytes content = pack->bytes();
  if (content.size() < kPackHeader + Oid::kBytes || !starts_with(content, "PACK")) {
    return stem + ".pack is cut short or no pack";
  }
  const Bytes checksum = content.last<Oid::kBytes>();
  const Bytes expected = index->bytes().last<kTrailer>().first<Oid::kBytes>();
  if (std::ranges::equal(checksum, expected)) return "";
  return stem + ".pack is cut short, or another one than its index was made for";
}

// The first of the folder and its own folders that may not be looked into; empty where all may.
std::string closed_folder(const std::string& objects) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(objects, error)) {
    std::error_code inside;
    if (!entry.is_directory(inside)) continue;
    const std::filesystem::directory_iterator opened(entry.path(), inside);
    if (inside) return entry.path().string() + " cannot be looked into: " + inside.message();
  }
  return error ? objects + " cannot be looked into: " + error.message() : "";
}

std::set<std::string> stems_of_packs(const std::string& objects) {
  std::set<std::string> stems;
  std::error_code ignored;  // without such a folder there are no packs
  for (const auto& entry : std::filesystem::directory_iterator(objects + "/pack", ignored)) {
    const std::filesystem::path& path = entry.path();
    const bool named_so = path.filename().string().starts_with("pack-");
    if (named_so && (path.extension() == ".idx" || path.extension() == ".pack")) {
      stems.insert((path.parent_path() / path.stem()).string());
    }
  }
  return stems;
}

}  // namespace

std::vector<std::string> lost_objects(const std::string& objects) {
  std::vector<std::string> lost;
  const std::string closed = closed_folder(objects);
  if (!closed.empty()) lost.push_back("objects may be lost: " + closed);
  for (const std::string& stem : stems_of_packs(objects)) {
    const std::string fault = fault_of(stem);
    if (!fault.empty()) lost.push_back("the objects of a pack are lost: " + fault + "; see git fsck");
  }
  return lost;
}

}  // namespace rebisect
