#include "config/yaml_node.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "engine/base/ensure.h"

namespace rebisect {
namespace {

std::string_view to_text(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::word:
      return "a word";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      break;
  }
  return "a map";
}

tl::unexpected<Error> fault_at_line(const std::string& file, int line, const std::string& what) {
  return fail(ErrorCode::malformed, fmt::format("{}:{}: {}", file, line, what));
}

tl::unexpected<Error> wrong_kind(const YamlNode& node, YamlNode::Kind expected) {
  return node.fault(fmt::format("expected {}, found {}", to_text(expected), to_text(node.kind)));
}

const YamlNode* find_item(const YamlNode& map, std::string_view key) {
  const auto found = std::ranges::find(map.items, key, &YamlNode::key);
  return found == map.items.end() ? nullptr : &*found;
}

// The whole text as a number; nullopt where it is none. Too large a number gives the error code.
template <typename Number>
std::optional<std::pair<Number, std::errc>> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
  return std::pair(number, error);
}

// Builds the tree from yaml-cpp's events and keeps the first fault. Its own Node type is not used because it
// has forgotten repeated keys, and copies what an alias names as often as it is named.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::string file) : file_(std::move(file)) { root_.file = file_; }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    if (!may_take_value(mark)) return;
    // The mark of a value that was left out is that of whatever comes next.
    const bool has_key = key_.has_value();
    YamlNode nothing = open(mark, YamlNode::Kind::null);
    if (has_key) nothing.line = key_line_;
    add(std::move(nothing));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    refuse(mark, "an alias (`*name`) is not supported; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    if (fault_ || !accept_tag(mark, tag)) return;
    if (expects_key()) {
      take_key(mark, value);
      return;
    }
    YamlNode word = open(mark, YamlNode::Kind::word);
    word.text = value;
    add(std::move(word));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    start(mark, tag, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    start(mark, tag, YamlNode::Kind::map);
  }
  void OnMapEnd() override { end(); }

  Result<YamlNode> take() && {
    if (fault_) return tl::unexpected(*fault_);
    return std::move(root_);
  }

 private:
  bool expects_key() const {
    return !open_.empty() && open_.back().kind == YamlNode::Kind::map && !key_.has_value();
  }

  void refuse(const YAML::Mark& mark, const std::string& what) {
    if (!fault_) fault_ = fault_at_line(file_, mark.line + 1, what).value();
  }

  bool accept_tag(const YAML::Mark& mark, const std::string& tag) {
    // yaml-cpp tags a plain word "?" and a quoted one "!".
    if (tag.empty() || tag == "?" || tag == "!") return true;
    refuse(mark, fmt::format("a tag (`{}`) is not supported", tag));
    return false;
  }

  bool may_take_value(const YAML::Mark& mark) {
    if (!fault_ && expects_key()) refuse(mark, "a key must be a word");
    return !fault_;
  }

  void take_key(const YAML::Mark& mark, const std::string& key) {
    const YamlNode& map = open_.back();
    if (const YamlNode* before = find_item(map, key); before != nullptr) {
      const std::string where = map.path.empty() ? "" : map.path + ": ";
      refuse(mark, fmt::format("{}the key `{}` stands twice, first in line {}", where, key, before->line));
      return;
    }
    key_ = key;
    key_line_ = static_cast<std::uint32_t>(mark.line + 1);
  }

  YamlNode open(const YAML::Mark& mark, YamlNode::Kind kind) {
    YamlNode node{.file = file_,
                  .path = "",
                  .key = "",
                  .line = static_cast<std::uint32_t>(mark.line + 1),
                  .kind = kind,
                  .text = "",
                  .items = {}};
    if (open_.empty()) return node;
    const YamlNode& parent = open_.back();
    if (parent.kind == YamlNode::Kind::list) {
      node.path = fmt::format("{}[{}]", parent.path, parent.items.size());
    } else {
      node.key = *std::exchange(key_, std::nullopt);
      node.path = parent.path.empty() ? node.key : parent.path + "." + node.key;
    }
    return node;
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back().items.push_back(std::move(node));
    }
  }

  void start(const YAML::Mark& mark, const std::string& tag, YamlNode::Kind kind) {
    if (!may_take_value(mark) || !accept_tag(mark, tag)) return;
    open_.push_back(open(mark, kind));
  }

  void end() {
    if (fault_) return;
    YamlNode node = std::move(open_.back());
    open_.pop_back();
    add(std::move(node));
  }

  std::string file_;
  YamlNode root_;
  std::vector<YamlNode> open_;      // the lists and maps that have begun, outermost first
  std::optional<std::string> key_;  // of the value that comes next
  std::uint32_t key_line_ = 0;
  std::optional<Error> fault_;
};

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\n' && c != '\r' && c != '\t';
}

}  // namespace

tl::unexpected<Error> YamlNode::fault(const std::string& what) const {
  const std::string where = path.empty() ? "" : path + ": ";
  return fail(ErrorCode::malformed, fmt::format("{}:{}: {}{}", file, line, where, what));
}

Result<std::string> YamlNode::as_text() const {
  if (kind != Kind::word) return wrong_kind(*this, Kind::word);
  return text;
}

Result<bool> YamlNode::as_bool() const {
  if (kind != Kind::word) return wrong_kind(*this, Kind::word);
  if (text != "true" && text != "false") {
    return fault(fmt::format("expected true or false, found `{}`", text));
  }
  return text == "true";
}

Result<std::uint64_t> YamlNode::as_count(const CountRange& range) const {
  if (kind != Kind::word) return wrong_kind(*this, Kind::word);
  const auto number = parse_number<std::uint64_t>(text);
  if (!number) return fault(fmt::format("expected a whole number, found `{}`", text));
  if (number->second != std::errc() || number->first < range.least || number->first > range.most) {
    return fault(fmt::format("{} is not in the range {} to {}", text, range.least, range.most));
  }
  return number->first;
}

Result<double> YamlNode::as_number(const NumberRange& range) const {
  if (kind != Kind::word) return wrong_kind(*this, Kind::word);
  const auto number = parse_number<double>(text);
  if (!number || std::isnan(number->first)) return fault(fmt::format("expected a number, found `{}`", text));
  const double value = number->first;
  if (number->second != std::errc() || value < range.least || value > range.most) {
    return fault(fmt::format("{} is not in the range {} to {}", text, range.least, range.most));
  }
  return value;
}

Result<std::span<const YamlNode>> YamlNode::as_list() const {
  if (kind != Kind::list) return wrong_kind(*this, Kind::list);
  return std::span<const YamlNode>(items);
}

Result<YamlMapView> YamlNode::as_map(std::initializer_list<std::string_view> keys) const {
  if (kind != Kind::map) return wrong_kind(*this, Kind::map);
  for (const YamlNode& item : items) {
    if (std::ranges::find(keys, item.key) == keys.end()) {
      return item.fault(fmt::format("unknown key; known here: {}", fmt::join(keys, ", ")));
    }
  }
  return YamlMapView(*this);
}

Result<std::span<const YamlNode>> YamlNode::as_free_map() const {
  if (kind != Kind::map) return wrong_kind(*this, Kind::map);
  return std::span<const YamlNode>(items);
}

const YamlNode* YamlMapView::find(std::string_view key) const {
  return find_item(*map_, key);
}

Result<const YamlNode*> YamlMapView::at(std::string_view key) const {
  const YamlNode* item = find_item(*map_, key);
  if (item == nullptr) return map_->fault(fmt::format("the key `{}` is missing", key));
  return item;
}

Result<YamlNode> parse_yaml(std::string_view text, const std::string& file) {
  // yaml-cpp takes the byte 4 for the end of the text, and would drop what follows in silence.
  if (const auto control = std::ranges::find_if(text, is_control); control != text.end()) {
    const auto line = 1 + std::count(text.begin(), control, '\n');
    return fault_at_line(file, static_cast<int>(line), "a control character");
  }
  std::istringstream in{std::string(text)};
  TreeBuilder builder(file);
  try {
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
    TreeBuilder rest(file);
    if (parser.HandleNextDocument(rest)) return fail(ErrorCode::malformed, file + ": a second document");
  } catch (const YAML::Exception& e) {
    return fault_at_line(file, e.mark.line + 1, "not YAML: " + e.msg);
  }
  return std::move(builder).take();
}

}  // namespace rebisect
