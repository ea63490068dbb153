// Any bytes as the file of a loose object, and any bytes as what is compressed in one: it is refused, or its
// kind, size and content are those of its header.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git/loose_object.h"
#include "engine/base/ensure.h"
#include "tests/support/zlib_stream.h"

namespace rebisect {
namespace {

void check_refusal(const Error& error) {
  ENSURE(error.code == ErrorCode::repository && error.message.starts_with("file is corrupt: "));
}

void check_file(std::span<const std::uint8_t> bytes) {
  const Result<LooseObject> object = parse_loose_object(bytes, "file");
  if (!object) check_refusal(object.error());
}

void check_content(std::string_view stored) {
  const std::vector<std::uint8_t> stream = testing::stored_zlib_stream(stored);
  const Result<LooseObject> object = parse_loose_object(stream, "file");
  if (!object) return check_refusal(object.error());
  const std::string header(stored.substr(0, stored.find('\0')));
  ENSURE(header.starts_with(object->kind + " "));
  ENSURE(header.ends_with(std::to_string(object->content.size())));
  ENSURE(object->content == stored.substr(header.size() + 1));
  for (std::size_t cut = 0; cut < stream.size(); cut += 1 + stream.size() / 8) {
    ENSURE(!parse_loose_object(std::span(stream).first(cut), "file"));
  }
}

}  // namespace
}  // namespace rebisect

// The first byte says which.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> rest = std::span(data, size).subspan(1);
  if (data[0] == 'f') {
    rebisect::check_file(rest);
  } else {
    rebisect::check_content({reinterpret_cast<const char*>(rest.data()), rest.size()});
  }
  return 0;
}
