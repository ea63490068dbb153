// YamlNode: YAML as a value that complains precisely. Every error names the file, the line and the path:
// "scenarios/x.yaml:12: graph.edges: expected a list, found a word".
//
// Stricter than YAML where laxness hides mistakes: a key that stands twice, a key that nobody reads, an
// alias, a tag, a second document and a control character are errors. Nothing of yaml-cpp shows outside of
// config/.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace rebisect {

// Both ends included.
struct CountRange {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};
struct NumberRange {
  double least = std::numeric_limits<double>::lowest();
  double most = std::numeric_limits<double>::max();
};

class YamlMapView;

// All errors are ErrorCode::malformed.
struct YamlNode {
  enum class Kind { null, word, list, map };

  std::string file;        // as given to parse_yaml
  std::string path;        // "log[2].runs", list items counted from 0; empty at the top
  std::string key;         // of a map's item
  std::uint32_t line = 0;  // from 1
  Kind kind = Kind::null;
  std::string text;             // of a word
  std::vector<YamlNode> items;  // of a list or map, in the order of the file; no key twice

  // An error at this place: "FILE:LINE: PATH: what".
  tl::unexpected<Error> fault(const std::string& what) const;

  Result<std::string> as_text() const;
  Result<bool> as_bool() const;  // the words true and false
  // A decimal whole number in the range.
  Result<std::uint64_t> as_count(const CountRange& range) const;
  // A finite decimal number in the range.
  Result<double> as_number(const NumberRange& range) const;
  Result<std::span<const YamlNode>> as_list() const;
  // A map that may have these keys and no other. The view must not outlive the node.
  Result<YamlMapView> as_map(std::initializer_list<std::string_view> keys) const;
  // A map whose keys are data; each item carries its key.
  Result<std::span<const YamlNode>> as_free_map() const;
};

// The items of a map whose keys were checked.
class YamlMapView {
 public:
  explicit YamlMapView(const YamlNode& map) : map_(&map) {}

  // Null where the key does not stand in the map.
  const YamlNode* find(std::string_view key) const;
  // Never null; fails where the key does not stand in the map.
  Result<const YamlNode*> at(std::string_view key) const;

 private:
  const YamlNode* map_;
};

// The only document of the text; a text without one (empty, or comments alone) gives a node of Kind::null.
Result<YamlNode> parse_yaml(std::string_view text, const std::string& file);

}  // namespace rebisect
