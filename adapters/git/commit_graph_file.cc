#include "adapters/git/commit_graph_file.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "adapters/git/big_endian.h"
#include "adapters/git/sha1.h"
#include "engine/base/ensure.h"

namespace rebisect {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kHeader = 8;
constexpr std::size_t kTableRow = 12;
constexpr std::size_t kFanOut = std::size_t{256} * 4;
constexpr std::size_t kDataRow = Oid::kBytes + 16;
constexpr std::uint32_t kNoParent = 0x70000000U;
constexpr std::uint32_t kMoreParents = 0x80000000U;  // the rest is a place in EDGE
constexpr std::uint32_t kLastParent = 0x80000000U;   // in EDGE: no parent behind this one
constexpr std::uint32_t kPositionMask = 0x7fffffffU;
constexpr std::uint32_t kFarCorrection = 0x80000000U;  // in GDA2: the rest is a place in GDO2

constexpr std::uint32_t chunk_id(std::string_view name) {
  std::uint32_t id = 0;
  for (const char c : name) id = id << 8U | static_cast<std::uint8_t>(c);
  return id;
}

Oid read_oid(Bytes bytes, std::size_t at) {
  ENSURE(at + Oid::kBytes <= bytes.size());
  return Oid::from_bytes(bytes.subspan(at).first<Oid::kBytes>());
}

tl::unexpected<Error> corrupt(const std::string& name, const std::string& what) {
  return fail(ErrorCode::malformed, name + ": the commit-graph file is corrupt: " + what);
}

std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

struct Chunk {
  std::uint32_t id;
  Bytes bytes;
};

Result<void> check_header(Bytes bytes, const std::string& name) {
  if (!text_of(bytes).starts_with("CGPH")) {
    return fail(ErrorCode::malformed, name + ": not a commit-graph file (it does not start with CGPH)");
  }
  if (bytes.size() < kHeader + kTableRow + Oid::kBytes) return corrupt(name, "it ends in its header");
  if (bytes[4] != 1) {
    return fail(ErrorCode::malformed,
                fmt::format("{}: commit-graph format version {} is unsupported (1 is)", name, bytes[4]));
  }
  if (bytes[5] == 2) {
    return fail(ErrorCode::malformed, name + ": unsupported: it belongs to a SHA-256 repository");
  }
  if (bytes[5] != 1) return corrupt(name, fmt::format("hash version {}", bytes[5]));
  return {};
}

// The table of contents: each row says where a chunk starts, the next row where it ends.
Result<std::vector<Chunk>> read_table(Bytes bytes, const std::string& name) {
  const std::size_t count = bytes[6];
  const std::size_t end = bytes.size() - Oid::kBytes;
  const std::size_t table_end = kHeader + (count + 1) * kTableRow;
  if (table_end > end) return corrupt(name, "it ends in its table of contents");
  std::vector<Chunk> chunks;
  for (std::size_t row = 0; row < count; ++row) {
    const std::size_t at = kHeader + row * kTableRow;
    const std::uint64_t start = read_64(bytes, at + 4);
    const std::uint64_t stop = read_64(bytes, at + kTableRow + 4);
    if (start < table_end || stop < start || stop > end) {
      return corrupt(name, fmt::format("chunk {} lies outside of the file", row));
    }
    chunks.push_back({read_32(bytes, at), bytes.subspan(start, stop - start)});
  }
  return chunks;
}

// Empty where the file has no such chunk; the first where it has several, as git takes it.
Bytes chunk_of(const std::vector<Chunk>& chunks, std::string_view name) {
  const auto found = std::ranges::find(chunks, chunk_id(name), &Chunk::id);
  return found == chunks.end() ? Bytes() : found->bytes;
}

Result<void> check_size(const std::string& name, std::string_view chunk, Bytes bytes, std::uint64_t size) {
  if (bytes.size() == size) return {};
  return corrupt(name, fmt::format("chunk {} has {} bytes instead of {}", chunk, bytes.size(), size));
}

Result<std::vector<Oid>> read_chain(Bytes list, const std::string& path) {
  std::vector<Oid> ids;
  std::string_view rest = text_of(list);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const std::optional<Oid> id = Oid::from_hex(line);
    if (!id) return fail(ErrorCode::malformed, path + ": neither a commit-graph file nor a chain of them");
    ids.push_back(*id);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return ids;
}

}  // namespace

Result<CommitGraphFile::Layer> CommitGraphFile::parse(Bytes bytes, const std::string& name) {
  if (const auto fits = check_header(bytes, name); !fits) return tl::unexpected(fits.error());
  REBISECT_TRY(const std::vector<Chunk> chunks, read_table(bytes, name));
  Layer layer;
  layer.name = name;
  layer.content = bytes.first(bytes.size() - Oid::kBytes);
  layer.checksum = read_oid(bytes, bytes.size() - Oid::kBytes);
  layer.fan_out = chunk_of(chunks, "OIDF");
  layer.ids = chunk_of(chunks, "OIDL");
  layer.data = chunk_of(chunks, "CDAT");
  layer.more_parents = chunk_of(chunks, "EDGE");
  layer.corrections = chunk_of(chunks, "GDA2");
  layer.far_corrections = chunk_of(chunks, "GDO2");

  if (const auto fits = check_size(name, "OIDF", layer.fan_out, kFanOut); !fits) {
    return tl::unexpected(fits.error());
  }
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const std::uint32_t count = read_32(layer.fan_out, 4 * byte);
    if (count < layer.commits) return corrupt(name, fmt::format("the fan-out falls at byte {:02x}", byte));
    layer.commits = count;
  }
  if (const auto fits = check_size(name, "OIDL", layer.ids, std::uint64_t{layer.commits} * Oid::kBytes);
      !fits) {
    return tl::unexpected(fits.error());
  }
  if (const auto fits = check_size(name, "CDAT", layer.data, std::uint64_t{layer.commits} * kDataRow);
      !fits) {
    return tl::unexpected(fits.error());
  }
  if (!layer.corrections.empty()) {
    if (const auto fits = check_size(name, "GDA2", layer.corrections, std::uint64_t{layer.commits} * 4);
        !fits) {
      return tl::unexpected(fits.error());
    }
  }
  const std::uint64_t bases = bytes[7];
  const Bytes base = chunk_of(chunks, "BASE");
  if (const auto fits = check_size(name, "BASE", base, bases * Oid::kBytes); !fits) {
    return tl::unexpected(fits.error());
  }
  for (std::size_t i = 0; i < bases; ++i) layer.bases.push_back(read_oid(base, i * Oid::kBytes));
  return layer;
}

// A layer of a chain must stand on exactly the files that it was written on.
Result<void> CommitGraphFile::push(Layer layer) {
  std::vector<Oid> below;
  for (const Layer& base : layers_) below.push_back(base.checksum);
  if (layer.bases != below) {
    return corrupt(layer.name, layers_.empty() ? "it is part of a chain; give the commit-graph-chain file"
                                               : "it was not written on the files below it in the chain");
  }
  if (layer.commits >= kNoParent - size_) return corrupt(layer.name, "it counts more commits than can be");
  layer.first = size_;
  size_ += layer.commits;
  layers_.push_back(std::move(layer));
  return {};
}

Result<CommitGraphFile> CommitGraphFile::from_bytes(Bytes bytes, const std::string& name) {
  REBISECT_TRY(Layer layer, parse(bytes, name));
  CommitGraphFile graph;
  if (const auto pushed = graph.push(std::move(layer)); !pushed) return tl::unexpected(pushed.error());
  return graph;
}

Result<void> CommitGraphFile::check_content(std::size_t most_bytes) const {
  for (const Layer& layer : layers_) {
    if (layer.content.size() <= most_bytes && sha1(layer.content) != layer.checksum) {
      return corrupt(layer.name, "its checksum does not fit its content");
    }
  }
  return {};
}

Result<CommitGraphFile> CommitGraphFile::open(const std::string& path) {
  return open_in_folders(path, {});
}

Result<CommitGraphFile> CommitGraphFile::open_in_folders(const std::string& path,
                                                         const std::vector<std::string>& lenders) {
  REBISECT_TRY(MappedFile file, MappedFile::open(path));
  const std::string_view start = text_of(file.bytes()).substr(0, Oid::kDigits);
  if (Oid::from_hex(start)) return open_chain(path, file.bytes(), lenders);
  REBISECT_TRY(CommitGraphFile graph, from_bytes(file.bytes(), path));
  graph.layers_.front().file = std::move(file);
  return graph;
}

Result<CommitGraphFile> CommitGraphFile::open_chain(const std::string& path, Bytes list,
                                                    const std::vector<std::string>& lenders) {
  REBISECT_TRY(const std::vector<Oid> checksums, read_chain(list, path));
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  CommitGraphFile graph;
  for (const Oid& checksum : checksums) {
    const std::string entry = "graph-" + checksum.hex() + ".graph";
    std::string name = (folder / entry).string();
    for (const std::string& lender : lenders) {
      std::error_code ignored;  // what cannot be looked at cannot be used
      if (std::filesystem::exists(name, ignored)) break;
      const std::filesystem::path lent = std::filesystem::path(lender) / "info" / "commit-graphs" / entry;
      if (std::filesystem::exists(lent, ignored)) name = lent.string();
    }
    REBISECT_TRY(MappedFile file, MappedFile::open(name));
    REBISECT_TRY(Layer layer, parse(file.bytes(), name));
    if (layer.checksum != checksum) return corrupt(name, "its checksum is not the one that it is named by");
    layer.file = std::move(file);
    if (const auto pushed = graph.push(std::move(layer)); !pushed) return tl::unexpected(pushed.error());
  }
  return graph;
}

Result<std::optional<CommitGraphFile>> CommitGraphFile::open_in(const std::string& objects,
                                                                const std::vector<std::string>& lenders) {
  for (const char* entry : {"/info/commit-graph", "/info/commit-graphs/commit-graph-chain"}) {
    std::error_code ignored;  // what cannot be looked at cannot be used
    if (!std::filesystem::exists(objects + entry, ignored)) continue;
    REBISECT_TRY(CommitGraphFile graph, open_in_folders(objects + entry, lenders));
    if (const auto sound = graph.check_content(kCheckedBytes); !sound) return tl::unexpected(sound.error());
    return std::optional<CommitGraphFile>(std::move(graph));
  }
  return std::optional<CommitGraphFile>();
}

const CommitGraphFile::Layer& CommitGraphFile::layer_of(GraphPosition position) const {
  const auto number = static_cast<std::uint32_t>(position);
  ENSURE(number < size_);
  if (layers_.size() == 1) return layers_.front();
  const auto above = std::ranges::upper_bound(layers_, number, {}, &Layer::first);
  return *std::prev(above);
}

std::size_t CommitGraphFile::row_of(const Layer& layer, GraphPosition position) {
  return static_cast<std::uint32_t>(position) - layer.first;
}

Oid CommitGraphFile::id(GraphPosition position) const {
  const Layer& layer = layer_of(position);
  return read_oid(layer.ids, row_of(layer, position) * Oid::kBytes);
}

std::uint64_t CommitGraphFile::time(GraphPosition position) const {
  const Layer& layer = layer_of(position);
  // The upper 30 bits are the generation number.
  return read_64(layer.data, row_of(layer, position) * kDataRow + Oid::kBytes + 8) & 0x3ffffffffU;
}

std::optional<GraphPosition> CommitGraphFile::expect_first_parent(GraphPosition position) const {
  const Layer& layer = layer_of(position);
  const std::uint32_t parent = read_32(layer.data, row_of(layer, position) * kDataRow + Oid::kBytes);
  if (parent >= size_) return std::nullopt;
  const Layer& of_parent = layer_of(GraphPosition(parent));
  __builtin_prefetch(&of_parent.data[row_of(of_parent, GraphPosition(parent)) * kDataRow + Oid::kBytes]);
  return GraphPosition(parent);
}

bool CommitGraphFile::has_corrected_dates() const {
  return std::ranges::none_of(layers_, [](const Layer& layer) { return layer.corrections.empty(); });
}

std::uint64_t CommitGraphFile::corrected_date(GraphPosition position) const {
  const Layer& layer = layer_of(position);
  const std::uint32_t later = read_32(layer.corrections, row_of(layer, position) * 4);
  if ((later & kFarCorrection) == 0) return time(position) + later;
  const std::size_t far = std::size_t{later & ~kFarCorrection} * 8;
  if (far + 8 > layer.far_corrections.size()) return std::numeric_limits<std::uint64_t>::max();
  return time(position) + read_64(layer.far_corrections, far);
}

Result<std::vector<GraphPosition>> CommitGraphFile::parents(GraphPosition position) const {
  const Layer& layer = layer_of(position);
  const std::size_t row = row_of(layer, position) * kDataRow;
  const std::uint32_t first = read_32(layer.data, row + Oid::kBytes);
  const std::uint32_t second = read_32(layer.data, row + Oid::kBytes + 4);
  // A commit sees the commits of its own file and of those below.
  const std::uint32_t limit = layer.first + layer.commits;
  const auto wild = [&](const char* what) {
    return corrupt(layer.name,
                   fmt::format("the {} of commit {} lies outside of it", what, id(position).hex()));
  };
  std::vector<GraphPosition> parents;
  if (first == kNoParent) return parents;
  if (first >= limit) return wild("first parent");
  parents.push_back(GraphPosition(first));
  if (second == kNoParent) return parents;
  if ((second & kMoreParents) == 0) {
    if (second >= limit) return wild("second parent");
    parents.push_back(GraphPosition(second));
    return parents;
  }
  for (std::size_t at = std::size_t{second & kPositionMask} * 4;; at += 4) {
    if (at + 4 > layer.more_parents.size()) return wild("list of parents");
    const std::uint32_t parent = read_32(layer.more_parents, at);
    if ((parent & kPositionMask) >= limit) return wild("parent");
    parents.push_back(GraphPosition(parent & kPositionMask));
    if ((parent & kLastParent) != 0) return parents;
  }
}

// The first row whose id is not below the given one.
std::uint32_t CommitGraphFile::lower_bound(const Layer& layer, const Oid& id) {
  const std::size_t byte = id.bytes().front();
  std::uint32_t low = byte == 0 ? 0 : read_32(layer.fan_out, 4 * (byte - 1));
  std::uint32_t high = read_32(layer.fan_out, 4 * byte);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (std::memcmp(&layer.ids[std::size_t{middle} * Oid::kBytes], id.bytes().data(), Oid::kBytes) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<GraphPosition> CommitGraphFile::find(const Oid& id) const {
  for (const Layer& layer : layers_) {
    const std::uint32_t row = lower_bound(layer, id);
    if (row < layer.commits && read_oid(layer.ids, std::size_t{row} * Oid::kBytes) == id) {
      return GraphPosition(layer.first + row);
    }
  }
  return std::nullopt;
}

std::vector<GraphPosition> CommitGraphFile::find(const OidPrefix& prefix, std::size_t limit) const {
  const std::string lowest = prefix.text() + std::string(Oid::kDigits - prefix.text().size(), '0');
  const std::optional<Oid> from = Oid::from_hex(lowest);
  ENSURE(from.has_value());
  std::vector<GraphPosition> found;
  for (const Layer& layer : layers_) {
    for (std::uint32_t row = lower_bound(layer, *from); row < layer.commits && found.size() < limit; ++row) {
      if (!prefix.matches(read_oid(layer.ids, std::size_t{row} * Oid::kBytes))) break;
      found.push_back(GraphPosition(layer.first + row));
    }
  }
  return found;
}

}  // namespace rebisect
