#include "config/scenario_names.h"

#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/model/sketch.h"

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
  const Result<Sketch> sketch = parse_sketch(text);
  if (!sketch) return node.fault(sketch.error().message);
  Names names;
  for (const auto& [name, commit] : sketch->commits) names.push_back(name);
  if (contains(names, "none")) return node.fault("`none` cannot name a commit: it is a claim");
  return names;
}

}  // namespace rebisect
