// Any bytes as a commit-graph file: what is accepted never points outside of itself, and finds what it holds.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "adapters/git/commit_graph_file.h"
#include "engine/base/ensure.h"

namespace rebisect {
namespace {

void check_commit(const CommitGraphFile& file, GraphPosition position) {
  const Oid id = file.id(position);
  static_cast<void>(file.time(position));
  if (const auto parents = file.parents(position)) {
    for (const GraphPosition parent : *parents) ENSURE(static_cast<std::uint32_t>(parent) < file.size());
  }
  // Ids out of order make some commits unfindable, but never another one found.
  if (const std::optional<GraphPosition> found = file.find(id)) ENSURE(file.id(*found) == id);
  const std::optional<OidPrefix> prefix = OidPrefix::from_hex(id.brief());
  ENSURE(prefix.has_value());
  for (const GraphPosition found : file.find(*prefix, 3)) ENSURE(prefix->matches(file.id(found)));
}

}  // namespace
}  // namespace rebisect

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using rebisect::CommitGraphFile;
  const auto file = CommitGraphFile::from_bytes(std::span(data, size), "file");
  if (!file) {
    ENSURE(file.error().code == rebisect::ErrorCode::malformed);
    return 0;
  }
  for (std::uint32_t i = 0; i < file->size(); ++i) rebisect::check_commit(*file, rebisect::GraphPosition(i));
  return 0;
}
