// Any bytes as a pack with its index: what is found is a commit, and nothing is read outside of the two. And
// any bytes as a packed commit: its header is that of the same bytes outside of a pack.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "adapters/git/packed_commits.h"
#include "engine/base/ensure.h"
#include "tests/support/pack_bytes.h"

namespace rebisect {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kIds = 8 + std::size_t{256} * 4;  // where they begin in an index
constexpr std::size_t kMostIds = 4;

void find_in(const PackedCommits& commits, const Oid& id) {
  const std::optional<CommitHeader> found = commits.find(id);
  if (!found) return;
  const std::optional<CommitHeader> again = commits.find(id);
  ENSURE(again && again->parents == found->parents && again->time == found->time);
}

void check_pack(Bytes index, Bytes data) {
  const PackedCommits commits = PackedCommits::from_bytes(index, data);
  find_in(commits, Oid());
  for (std::size_t i = 0; i < kMostIds && kIds + (i + 1) * Oid::kBytes <= index.size(); ++i) {
    find_in(commits, Oid::from_bytes(index.subspan(kIds + i * Oid::kBytes).first<Oid::kBytes>()));
  }
}

void check_commit(const Oid& id, std::string_view content) {
  const testing::PackBytes pack = testing::pack_of_one_commit(id, content);
  const std::optional<CommitHeader> found = PackedCommits::from_bytes(pack.index, pack.data).find(id);
  const Result<CommitHeader> expected = parse_commit_header(content);
  ENSURE(found.has_value() == expected.has_value());
  if (found) ENSURE(found->parents == expected->parents && found->time == expected->time);
}

}  // namespace
}  // namespace rebisect

// The first byte says which; of a pack the next two say how long its index is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  constexpr std::size_t kHead = 3;
  if (size < kHead) return 0;
  const Bytes head = Bytes(data, kHead);
  const Bytes rest = Bytes(data, size).subspan(kHead);
  if (head[0] == 'p') {
    const std::size_t index = std::min(rest.size(), std::size_t{head[1]} << 8U | head[2]);
    check_pack(rest.first(index), rest.subspan(index));
  } else {
    check_commit(Oid::from_bytes(std::array<std::uint8_t, Oid::kBytes>{head[1], head[2]}),
                 {reinterpret_cast<const char*>(rest.data()), rest.size()});
  }
  return 0;
}
