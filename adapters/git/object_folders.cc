#include "adapters/git/object_folders.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "adapters/git/mapped_file.h"

namespace rebisect {
namespace {

constexpr int kDeepest = 5;  // link_alt_odb_entries() in git's object-file.c

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

// The character that stands behind a backslash, taken off the text; nothing where git knows none.
std::optional<char> take_escaped(std::string_view& text) {
  constexpr std::string_view kLetters = "abfnrtv\"\\";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\"\\";
  if (text.empty()) return std::nullopt;
  if (const std::size_t at = kLetters.find(text.front()); at != std::string_view::npos) {
    text.remove_prefix(1);
    return kMeanings[at];
  }
  if (text.size() < 3 || !std::all_of(text.begin(), text.begin() + 3, is_octal)) return std::nullopt;
  const int code = (text[0] - '0') * 64 + (text[1] - '0') * 8 + (text[2] - '0');
  text.remove_prefix(3);
  return static_cast<char>(code);
}

// Git writes a path with odd characters as a C string. What is not one stands for itself.
std::string unquoted(std::string_view line) {
  if (!line.starts_with('"')) return std::string(line);
  std::string path;
  std::string_view rest = line.substr(1);
  while (!rest.empty() && rest.front() != '"') {
    const char c = rest.front();
    rest.remove_prefix(1);
    const std::optional<char> meant = c == '\\' ? take_escaped(rest) : c;
    if (!meant) return std::string(line);
    path += *meant;
  }
  return rest.empty() ? std::string(line) : path;
}

std::vector<std::string> paths_listed_in(const std::string& objects) {
  std::vector<std::string> paths;
  const Result<MappedFile> file = MappedFile::open(objects + "/info/alternates");
  if (!file) return paths;  // most repositories have none
  std::string_view text(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.empty() && line.front() != '#') paths.push_back(unquoted(line));
  }
  return paths;
}

// With symbolic links followed, so that equal folders are equal texts.
std::string real(const std::filesystem::path& path) {
  std::error_code ignored;  // what cannot be resolved stays as it is
  const std::filesystem::path canonical = std::filesystem::canonical(path, ignored);
  return (ignored ? path.lexically_normal() : canonical).string();
}

void add_alternates(const std::string& objects, int depth, ObjectFolders& into) {
  for (const std::string& listed : paths_listed_in(objects)) {
    const std::string path = real(std::filesystem::path(objects) / listed);
    std::error_code ignored;
    if (depth > kDeepest) {
      into.notes.push_back("the alternate " + path + " is nested too deep; git ignores it");
    } else if (!std::filesystem::is_directory(path, ignored)) {
      into.notes.push_back(
          fmt::format("its alternate {} is not there; correct {}/info/alternates", path, objects));
    } else if (std::ranges::find(into.paths, path) == into.paths.end()) {
      into.paths.push_back(path);
      add_alternates(path, depth + 1, into);
    }
  }
}

}  // namespace

ObjectFolders object_folders(const std::string& objects) {
  ObjectFolders folders;
  const std::string own = real(objects);
  folders.paths.push_back(own);
  add_alternates(own, 0, folders);
  return folders;
}

}  // namespace rebisect
