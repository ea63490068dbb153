// The words and commit names of a scenario file. Internal to config/.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml_node.h"
#include "engine/base/result.h"

namespace rebisect {

using Names = std::vector<std::string>;

// A word of the file and what it means.
template <typename Value>
struct Word {
  std::string_view text;
  Value value;
};

// "expected one of A, B, C; found `text`", as a fault of the node.
tl::unexpected<Error> no_such_word(const YamlNode& node, const std::string& text, const Names& known);

// What `text`, a part of the node, means.
template <typename Value, std::size_t size>
Result<Value> choose(const YamlNode& node, const std::string& text, const Word<Value> (&words)[size]) {
  Names known;
  for (const Word<Value>& word : words) {
    if (word.text == text) return word.value;
    known.emplace_back(word.text);
  }
  return no_such_word(node, text, known);
}

template <typename Value, std::size_t size>
Result<Value> choose(const YamlNode& node, const Word<Value> (&words)[size]) {
  REBISECT_TRY(const std::string text, node.as_text());
  return choose(node, text, words);
}

// A word that stands for itself.
template <std::size_t size>
Result<std::string> choose(const YamlNode& node, const std::string_view (&words)[size]) {
  REBISECT_TRY(std::string text, node.as_text());
  if (std::ranges::find(words, text) != std::end(words)) return text;
  return no_such_word(node, text, Names(std::begin(words), std::end(words)));
}

// "b c" or [b, c].
Result<Names> read_names(const YamlNode& node);

// The name, where it is among the known ones; the node is where the file has it.
Result<std::string> check_commit(const YamlNode& node, const std::string& name, const Names& known);
Result<std::string> read_commit(const YamlNode& node, const Names& known);
// "b c" or [b, c], all known.
Result<Names> read_commits(const YamlNode& node, const Names& known);

// The names in a sketch (engine/model/sketch.h), by the alphabet. Fails for what parse_sketch() refuses, and
// where a commit is called `none`.
Result<Names> read_sketch(const YamlNode& node);

}  // namespace rebisect
