#include "config/scenario_names.h"

#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rebisect {
namespace {

Names split(const std::string& text) {
  std::istringstream in(text);
  Names words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool contains(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// One commit of a sketch.
struct Entry {
  std::string name;
  Names parents;
};

Result<Entry> read_entry(const YamlNode& node, const std::string& text) {
  const std::size_t colon = text.find(':');
  const Names head = split(text.substr(0, colon));
  if (head.size() != 1) return node.fault(fmt::format("`{}` is not `NAME[@TIME][: PARENTS]`", text));
  const std::size_t at = head.front().find('@');
  if (at != std::string::npos && !is_number(head.front().substr(at + 1))) {
    return node.fault(fmt::format("`{}` has no number behind the @", head.front()));
  }
  return Entry{head.front().substr(0, at), split(colon == std::string::npos ? "" : text.substr(colon + 1))};
}

}  // namespace

tl::unexpected<Error> no_such_word(const YamlNode& node, const std::string& text, const Names& known) {
  return node.fault(fmt::format("expected one of {}; found `{}`", fmt::join(known, ", "), text));
}

Result<Names> read_names(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::word) return split(node.text);
  REBISECT_TRY(const auto items, node.as_list());
  Names names;
  for (const YamlNode& item : items) {
    REBISECT_TRY(names.emplace_back(), item.as_text());
  }
  return names;
}

Result<std::string> check_commit(const YamlNode& node, const std::string& name, const Names& known) {
  if (contains(known, name)) return name;
  return node.fault(fmt::format("`{}` is no commit of the graph, nor is it named under `missing`", name));
}

Result<std::string> read_commit(const YamlNode& node, const Names& known) {
  REBISECT_TRY(const std::string name, node.as_text());
  return check_commit(node, name, known);
}

Result<Names> read_commits(const YamlNode& node, const Names& known) {
  REBISECT_TRY(Names names, read_names(node));
  for (const std::string& name : names) {
    if (const auto checked = check_commit(node, name, known); !checked) {
      return tl::unexpected(checked.error());
    }
  }
  return names;
}

Result<Names> read_sketch(const YamlNode& node) {
  REBISECT_TRY(const std::string text, node.as_text());
  std::istringstream in(text);
  Names names;
  for (std::string part; std::getline(in, part, ';');) {
    if (split(part).empty()) continue;
    REBISECT_TRY(const Entry entry, read_entry(node, part));
    if (entry.name == "none") return node.fault("`none` cannot name a commit: it is a claim");
    for (const std::string& parent : entry.parents) {
      if (contains(names, parent)) continue;
      return node.fault(fmt::format("parent `{}` of `{}` does not stand before it", parent, entry.name));
    }
    if (contains(names, entry.name)) return node.fault(fmt::format("commit `{}` stands twice", entry.name));
    names.push_back(entry.name);
  }
  if (names.empty()) return node.fault("the graph has no commit");
  return names;
}

}  // namespace rebisect
