#include "adapters/git/pathspec.h"

#include <fnmatch.h>
#include <strings.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace rebisect {
namespace {

constexpr std::string_view kWildcards = "*?[\\";

// What stands before the path: ":(word,word)path", ":!/path".
struct Magic {
  bool literal = false;
  bool glob = false;
  bool ignore_case = false;
  bool exclude = false;
  std::string_view path;
};

struct MagicWord {
  std::string_view word;
  bool Magic::*flag;  // nullptr: changes nothing at the top of the work tree
};
constexpr MagicWord kMagicWords[] = {
    {"top", nullptr},
    {"literal", &Magic::literal},
    {"glob", &Magic::glob},
    {"icase", &Magic::ignore_case},
    {"exclude", &Magic::exclude},
};

tl::unexpected<Error> refuse(const std::string& text, std::string_view why) {
  return fail(ErrorCode::usage, "the path '" + text + "' is not supported: " + std::string(why));
}

Result<Magic> parse_words(const std::string& text) {
  const std::size_t end = text.find(')');
  if (end == std::string::npos) return refuse(text, "its magic words have no end");
  Magic magic;
  std::string_view words(text.data() + 2, end - 2);
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(','));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    const MagicWord* const known = std::ranges::find(kMagicWords, word, &MagicWord::word);
    if (known == std::end(kMagicWords)) return refuse(text, "magic word '" + std::string(word) + "'");
    if (known->flag != nullptr) magic.*known->flag = true;
  }
  if (magic.literal && magic.glob) return refuse(text, "literal and glob exclude each other");
  magic.path = std::string_view(text).substr(end + 1);
  return magic;
}

// Git takes these for magic signs, most of them without a meaning yet.
constexpr std::string_view kMagicSigns = "!\"#%&',-/:;<=>@_`~^";

Result<Magic> parse_signs(const std::string& text) {
  if (text == ":") return refuse(text, "a colon alone");
  Magic magic;
  std::size_t at = 1;
  for (; at < text.size() && text[at] != ':'; ++at) {
    if (text[at] == '!' || text[at] == '^') {
      magic.exclude = true;
    } else if (kMagicSigns.find(text[at]) == std::string_view::npos) {
      break;
    } else if (text[at] != '/') {
      return refuse(text, std::string("magic sign '") + text[at] + "'");
    }
  }
  if (at < text.size() && text[at] == ':') ++at;
  magic.path = std::string_view(text).substr(at);
  return magic;
}

Result<Magic> parse_magic(const std::string& text) {
  if (text.starts_with(":(")) return parse_words(text);
  if (text.starts_with(":")) return parse_signs(text);
  Magic magic;
  magic.path = text;
  if (text.empty()) return refuse(text, "it is empty");
  return magic;
}

// Where the bracket expression that opens at `at` ends; nothing where it does not, or holds what only
// fnmatch() knows.
std::optional<std::size_t> end_of_bracket(std::string_view pattern, std::size_t at) {
  ++at;
  if (at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^')) ++at;
  if (at < pattern.size() && pattern[at] == ']') ++at;
  for (; at < pattern.size() && pattern[at] != ']'; ++at) {
    if (pattern[at] == '\\') {
      ++at;
      continue;
    }
    if (at + 1 >= pattern.size() || pattern[at] != '[') continue;
    if (pattern[at + 1] == '.' || pattern[at + 1] == '=') return std::nullopt;
    if (pattern[at + 1] != ':') continue;
    const std::size_t end = pattern.find(":]", at + 2);
    if (end == std::string_view::npos) return std::nullopt;
    at = end + 1;
  }
  return at < pattern.size() ? std::optional(at) : std::nullopt;
}

bool brackets_end(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      ++at;
      continue;
    }
    if (pattern[at] != '[') continue;
    const std::optional<std::size_t> end = end_of_bracket(pattern, at);
    if (!end) return false;
    at = *end;
  }
  return true;
}

std::vector<std::string> names_of(std::string_view path) {
  std::vector<std::string> names;
  while (true) {
    const std::size_t slash = path.find('/');
    names.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return names;
    path.remove_prefix(slash + 1);
  }
}

// In a glob every name stands for itself; git reads "**" inside of a name in its own way.
bool is_plain_glob(std::string_view pattern) {
  return std::ranges::all_of(names_of(pattern), [](const std::string& name) {
    return brackets_end(name) && (name == "**" || name.find("**") == std::string::npos);
  });
}

// Name by name. Where a name does not fit, the last "**" takes one more: what an earlier one took need never
// be changed. O(pattern * names), whatever the pattern.
bool fits_glob(const std::vector<std::string>& pattern, const std::vector<std::string>& names, int flags) {
  std::size_t at = 0;
  std::size_t name = 0;
  std::optional<std::size_t> behind_stars;  // in the pattern
  std::size_t left_by_stars = 0;            // the first name that those "**" do not take
  while (name < names.size()) {
    if (at < pattern.size() && pattern[at] == "**") {
      if (++at == pattern.size()) return true;
      behind_stars = at;
      left_by_stars = name;
    } else if (at < pattern.size() && ::fnmatch(pattern[at].c_str(), names[name].c_str(), flags) == 0) {
      ++at;
      ++name;
    } else if (behind_stars) {
      at = *behind_stars;
      name = ++left_by_stars;
    } else {
      return false;
    }
  }
  return at == pattern.size();
}

bool starts_with(std::string_view text, std::string_view start, bool ignore_case) {
  if (!ignore_case) return text.starts_with(start);
  return text.size() >= start.size() && ::strncasecmp(text.data(), start.data(), start.size()) == 0;
}

}  // namespace

Result<Pathspec::Item> Pathspec::parse_item(const std::string& text) {
  REBISECT_TRY(const Magic magic, parse_magic(text));
  Item item;
  item.exclude = magic.exclude;
  item.ignore_case = magic.ignore_case;
  item.glob = magic.glob;
  if (magic.path.starts_with('/')) return refuse(text, "it starts at the root of the file system");
  if (magic.path.find('\0') != std::string_view::npos) return refuse(text, "it has a zero byte");
  item.path = std::filesystem::path(magic.path).lexically_normal().string();
  if (item.path == "." || item.path == "./") item.path.clear();
  const bool outside = item.path == ".." || item.path.starts_with("../");
  if (outside) return refuse(text, "it lies outside of the work tree");
  item.wild = !magic.literal && item.path.find_first_of(kWildcards) != std::string::npos;
  const bool known = !item.wild || (item.glob ? is_plain_glob(item.path) : brackets_end(item.path));
  if (!known) return refuse(text, "its pattern");
  item.folder = item.path.ends_with('/');
  if (item.folder) item.path.pop_back();
  return item;
}

Result<Pathspec> Pathspec::parse(const std::vector<std::string>& texts) {
  Pathspec pathspec;
  for (const std::string& text : texts) {
    REBISECT_TRY(Item item, parse_item(text));
    pathspec.items_.push_back(std::move(item));
  }
  pathspec.only_excludes_ = std::ranges::all_of(pathspec.items_, &Item::exclude);
  if (pathspec.only_excludes_) pathspec.items_.emplace_back();
  return pathspec;
}

bool Pathspec::fits(const Item& item, std::string_view path, Leaf leaf) {
  if (item.path.empty()) return true;
  // Also with wildcards: a file can be called "a*b".
  if (starts_with(path, item.path, item.ignore_case)) {
    if (path.size() > item.path.size() && path[item.path.size()] == '/') return true;
    if (path.size() == item.path.size() && (!item.folder || leaf == Leaf::submodule)) return true;
  }
  // A pattern that ends in a slash fits no file.
  if (!item.wild || item.folder) return false;
  const int flags = item.ignore_case ? FNM_CASEFOLD : 0;
  if (item.glob) return fits_glob(names_of(item.path), names_of(path), flags);
  return ::fnmatch(item.path.c_str(), std::string(path).c_str(), flags) == 0;
}

bool Pathspec::matches(std::string_view path, Leaf leaf) const {
  bool meant = false;
  for (const Item& item : items_) {
    if (item.exclude && fits(item, path, leaf)) return false;
    meant = meant || (!item.exclude && fits(item, path, leaf));
  }
  return meant;
}

bool Pathspec::may_match_in(std::string_view folder) const {
  const std::string inside = std::string(folder) + "/";
  bool may = false;
  for (const Item& item : items_) {
    const bool holds_folder = item.path.empty() || inside.starts_with(item.path + "/");
    if (item.exclude && holds_folder) return false;
    if (item.exclude) continue;
    may = may || holds_folder || item.wild || item.ignore_case || item.path.starts_with(inside);
  }
  return may;
}

}  // namespace rebisect
