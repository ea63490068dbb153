// Any bytes as a commit object: the parents that are read stand in it, line by line, and its subject is one
// line.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/git/commit_object.h"
#include "engine/base/ensure.h"

namespace rebisect {
namespace {

char lowered(char c) {
  return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
}

void check(std::string_view object) {
  const CommitDescription description = parse_commit_description(object);
  ENSURE(description.subject.find('\n') == std::string::npos);
  ENSURE(description.author.find_first_of("\n<") == std::string::npos);
  constexpr int kLargestOffset = 99 * 60 + 99;
  ENSURE(description.author_offset_minutes >= -kLargestOffset);
  ENSURE(description.author_offset_minutes <= kLargestOffset);

  const auto header = parse_commit_header(object);
  if (!header) return;
  constexpr std::size_t kTreeLine = 46;
  constexpr std::size_t kParentLine = 48;
  for (std::size_t i = 0; i < header->parents.size(); ++i) {
    std::string line(object.substr(kTreeLine + i * kParentLine, kParentLine - 1));
    for (char& c : line) c = lowered(c);
    ENSURE(line == "parent " + header->parents[i].hex());
  }
}

}  // namespace
}  // namespace rebisect

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rebisect::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
