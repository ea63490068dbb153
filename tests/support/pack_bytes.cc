#include "tests/support/pack_bytes.h"

#include "tests/support/zlib_stream.h"

namespace rebisect::testing {
namespace {

// As in Documentation/gitformat-pack.txt of git 2.39.
constexpr std::uint8_t kCommit = 1;
constexpr std::uint32_t kPackHeader = 12;

void append_32(std::vector<std::uint8_t>& bytes, std::uint32_t number) {
  for (const std::uint32_t shift : {24U, 16U, 8U, 0U}) {
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

void append_entry_header(std::vector<std::uint8_t>& bytes, std::size_t size) {
  auto byte = static_cast<std::uint8_t>(kCommit << 4U | (size & 15U));
  for (size >>= 4U; size > 0; size >>= 7U) {
    bytes.push_back(static_cast<std::uint8_t>(byte | 0x80U));
    byte = static_cast<std::uint8_t>(size & 0x7fU);
  }
  bytes.push_back(byte);
}

}  // namespace

PackBytes pack_of_one_commit(const Oid& id, std::string_view content) {
  PackBytes pack;
  append_32(pack.index, 0xff744f63U);
  append_32(pack.index, 2);
  for (std::uint32_t byte = 0; byte < 256; ++byte) append_32(pack.index, byte < id.bytes().front() ? 0 : 1);
  pack.index.insert(pack.index.end(), id.bytes().begin(), id.bytes().end());
  append_32(pack.index, 0);  // the checksum of the compressed object
  append_32(pack.index, kPackHeader);
  pack.index.resize(pack.index.size() + 2 * Oid::kBytes);

  for (const char c : std::string_view("PACK")) pack.data.push_back(static_cast<std::uint8_t>(c));
  append_32(pack.data, 2);
  append_32(pack.data, 1);
  append_entry_header(pack.data, content.size());
  const std::vector<std::uint8_t> stream = stored_zlib_stream(content);
  pack.data.insert(pack.data.end(), stream.begin(), stream.end());
  pack.data.resize(pack.data.size() + Oid::kBytes);
  return pack;
}

}  // namespace rebisect::testing
