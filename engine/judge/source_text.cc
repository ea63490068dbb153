#include "engine/judge/source_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace rebisect {
namespace {

constexpr std::array<std::string_view, 3> kSuffixes = {".c", ".h", ".S"};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

// The text with each comment and each run of white space as one space, and without empty lines. Strings stay
// as they are. Line ends count: they end preprocessor lines, and instructions in assembly.
class Squeezed {
 public:
  explicit Squeezed(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(result_);
  }

 private:
  bool ahead(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void step() {
    const char c = text_[at_];
    if (ahead("\\\n")) return skip(2);
    if (ahead("//")) return skip(line_comment());
    if (ahead("/*")) return skip(block_comment());
    if (c == '\n') return end_line();
    if (is_space(c)) return skip(1);
    if (c == '"' || c == '\'') return quote(c);
    if (c == '#' && line_is_empty_) in_directive_ = true;
    add(c);
    ++at_;
  }

  // To the end of the line, which a backslash carries on.
  std::size_t line_comment() const {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != '\n') end += text_[end] == '\\' ? 2U : 1U;
    return std::min(end, text_.size()) - at_;
  }

  std::size_t block_comment() const {
    const std::size_t end = text_.find("*/", at_ + 2);
    return (end == std::string_view::npos ? text_.size() : end + 2) - at_;
  }

  void skip(std::size_t length) {
    at_ += length;
    if (gap_ != '\n') gap_ = ' ';
  }

  void end_line() {
    gap_ = '\n';
    line_is_empty_ = true;
    in_directive_ = false;
    ++at_;
  }

  // A string or character constant; it ends at the line's end at the latest, as in "don't" of assembly.
  void quote(char mark) {
    add(mark);
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      const char c = text_[at_];
      result_ += c;
      if (c == '\\' && at_ + 1 < text_.size()) {
        result_ += text_[++at_];
      } else if (c == mark) {
        ++at_;
        return;
      }
    }
  }

  void add(char c) {
    if (gap_ == '\n' && !result_.empty()) result_ += '\n';
    if (gap_ == ' ' && !result_.empty() && counts(result_.back(), c)) result_ += ' ';
    gap_ = '\0';
    line_is_empty_ = false;
    result_ += c;
  }

  // Can white space between the two change what they mean? Between a word and a bracket or the like it
  // cannot, except in a preprocessor line: "#define F (x)".
  bool counts(char before, char after) const {
    constexpr std::string_view kApart = "(){}[];,";
    if (in_directive_) return true;
    return kApart.find(before) == std::string_view::npos && kApart.find(after) == std::string_view::npos;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string result_;
  char gap_ = '\0';
  bool line_is_empty_ = true;
  bool in_directive_ = false;
};

}  // namespace

bool is_c_source(std::string_view path) {
  return std::ranges::any_of(kSuffixes, [&](std::string_view suffix) { return path.ends_with(suffix); });
}

bool same_but_for_comments(std::string_view before, std::string_view after) {
  const std::string code = Squeezed(before).run();
  return !code.empty() && code == Squeezed(after).run();
}

}  // namespace rebisect
