// Any lines as the paths of a bisection and, behind an empty line, as files of a tree: a file that is meant
// lies in folders that may hold such, and a plain path means itself and what is below it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git/pathspec.h"
#include "engine/base/ensure.h"

namespace rebisect {
namespace {

using Leaf = Pathspec::Leaf;

std::vector<std::string> take_lines(std::string_view& text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty()) break;
    lines.emplace_back(line);
  }
  return lines;
}

// As they stand in trees: names with single slashes between.
bool is_path_in_tree(const std::string& path) {
  return path.find('\0') == std::string::npos && path.find("//") == std::string::npos &&
         !path.starts_with('/') && !path.ends_with('/');
}

bool is_plain(const std::string& path) {
  return path.find_first_of("*?[\\") == std::string::npos && !path.starts_with(':') &&
         ("/" + path).find("/.") == std::string::npos && is_path_in_tree(path);
}

void check_file(const Pathspec& pathspec, const std::string& path) {
  for (const Leaf leaf : {Leaf::file, Leaf::submodule}) {
    if (!pathspec.matches(path, leaf)) continue;
    for (std::size_t at = path.find('/'); at != std::string::npos; at = path.find('/', at + 1)) {
      ENSURE(pathspec.may_match_in(path.substr(0, at)));
    }
  }
}

}  // namespace
}  // namespace rebisect

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> paths = take_lines(text);
  const auto pathspec = Pathspec::parse(paths);
  if (!pathspec) {
    ENSURE(pathspec.error().code == ErrorCode::usage && !pathspec.error().message.empty());
    return 0;
  }
  for (const std::string& file : take_lines(text)) {
    if (is_path_in_tree(file)) check_file(*pathspec, file);
  }
  const bool all_plain = std::ranges::all_of(paths, is_plain);
  for (const std::string& path : paths) {
    if (!all_plain) break;
    ENSURE(pathspec->matches(path, Leaf::file) && pathspec->matches(path + "/below", Leaf::file));
    check_file(*pathspec, path + "/below");
  }
  return 0;
}
