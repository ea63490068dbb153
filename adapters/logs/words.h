// Small questions about text that several log readers ask.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/oid.h"

namespace rebisect {

constexpr bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Exactly 40 hexadecimal digits of either case.
constexpr bool is_whole_id(std::string_view text) {
  return text.size() == Oid::kDigits && is_hex(text);
}

// The text behind `start`; nullopt where it does not start so.
constexpr std::optional<std::string_view> after(std::string_view text, std::string_view start) {
  if (!text.starts_with(start)) return std::nullopt;
  return text.substr(start.size());
}

inline constexpr std::string_view kBlanks = " \t\r";

constexpr std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

constexpr bool is_blank(std::string_view text) {
  return trim(text).empty();
}

// ASCII letters only; a log's text is bytes.
inline std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// What stands between blanks.
inline std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const std::size_t end = text.find_first_of(" \t");
    words.push_back(text.substr(0, end));
    text.remove_prefix(words.back().size());
  }
  return words;
}

// A decimal number that takes up the whole text.
template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

// A commit as a log names it. Whole ids are written in lower case, so that equal ids are equal texts.
inline Revision to_revision(std::string_view text) {
  if (const auto id = Oid::from_hex(text)) return {id->hex()};
  return {std::string(text)};
}

}  // namespace rebisect
