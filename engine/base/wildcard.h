// Patterns in tables: text in which "*" stands for any text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace rebisect {

// Does `text` begin as `pattern` says? A star stands for as little as possible, one at the end for nothing.
// `stars`, where given, gets what each star stood for. Linear in the text for each star.
inline bool begins_like(std::string_view text, std::string_view pattern,
                        std::vector<std::string_view>* stars = nullptr) {
  if (stars != nullptr) stars->clear();
  for (bool first = true;; first = false) {
    const std::size_t star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    if (first && !text.starts_with(piece)) return false;
    const std::size_t at = first ? 0 : text.find(piece);
    if (at == std::string_view::npos) return false;
    if (!first && stars != nullptr) stars->push_back(text.substr(0, at));
    if (star == std::string_view::npos) return true;
    text.remove_prefix(at + piece.size());
    pattern.remove_prefix(star + 1);
  }
}

}  // namespace rebisect
