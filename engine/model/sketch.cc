#include "engine/model/sketch.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

#include "engine/base/ensure.h"
#include "engine/base/rng.h"

namespace rebisect {
namespace {

constexpr std::uint64_t kFirstTime = 1'000'000'000;
constexpr std::uint64_t kSecondsApart = 60;

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// One commit as the text has it.
struct Entry {
  std::string name;
  std::uint64_t time = 0;
  std::vector<std::string> parents;
};

Result<Entry> read_entry(const std::string& text, std::size_t number) {
  const std::size_t colon = text.find(':');
  const std::vector<std::string> head = words_of(text.substr(0, colon));
  if (head.size() != 1 || head.front().starts_with('@')) {
    return fail(ErrorCode::malformed, fmt::format("`{}` is not `NAME[@TIME][: PARENTS]`", text));
  }
  const std::string& word = head.front();
  const std::size_t at = word.find('@');
  Entry entry{word.substr(0, at), kFirstTime + kSecondsApart * number, {}};
  if (at != std::string::npos) {
    const char* const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data() + at + 1, last, entry.time);
    if (error != std::errc() || end != last) {
      return fail(ErrorCode::malformed, fmt::format("`{}` has no number behind the @", word));
    }
  }
  if (colon != std::string::npos) entry.parents = words_of(text.substr(colon + 1));
  return entry;
}

}  // namespace

CommitIndex Sketch::at(std::string_view name) const {
  const auto found = commits.find(name);
  ENSURE(found != commits.end());
  return found->second;
}

std::vector<CommitIndex> Sketch::all(std::string_view names) const {
  std::vector<CommitIndex> result;
  for (const std::string& name : words_of(names)) result.push_back(at(name));
  return result;
}

std::string Sketch::name(CommitIndex commit) const {
  const auto found = std::ranges::find_if(commits, [&](const auto& entry) { return entry.second == commit; });
  ENSURE(found != commits.end());
  return found->first;
}

std::string Sketch::names(const std::vector<CommitIndex>& members) const {
  std::vector<std::string> sorted;
  sorted.reserve(members.size());
  for (const CommitIndex commit : members) sorted.push_back(name(commit));
  std::ranges::sort(sorted);
  std::string text;
  for (const std::string& name : sorted) text += (text.empty() ? "" : " ") + name;
  return text;
}

Oid sketch_id(std::string_view name) {
  std::uint64_t seed = 14695981039346656037ULL;  // FNV-1a
  for (const char c : name) seed = (seed ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
  Rng rng(seed);
  std::array<std::uint8_t, Oid::kBytes> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(rng.below(256));
  return Oid::from_bytes(bytes);
}

Result<Sketch> parse_sketch(std::string_view text) {
  CommitList list;
  std::map<std::string, std::uint32_t, std::less<>> places;
  std::istringstream in{std::string(text)};
  for (std::string part; std::getline(in, part, ';');) {
    if (words_of(part).empty()) continue;
    REBISECT_TRY(const Entry entry, read_entry(part, list.size()));
    std::vector<std::uint32_t> parents;
    for (const std::string& parent : entry.parents) {
      const auto found = places.find(parent);
      if (found == places.end()) {
        return fail(ErrorCode::malformed,
                    fmt::format("parent `{}` of `{}` does not stand before it", parent, entry.name));
      }
      parents.push_back(found->second);
    }
    if (!places.emplace(entry.name, static_cast<std::uint32_t>(list.size())).second) {
      return fail(ErrorCode::malformed, fmt::format("commit `{}` stands twice", entry.name));
    }
    list.add(sketch_id(entry.name), entry.time, parents);
  }
  if (places.empty()) return fail(ErrorCode::malformed, "the graph has no commit");
  REBISECT_TRY(CommitGraph graph, CommitGraph::build(list));
  Sketch sketch{std::move(graph), {}};
  for (const auto& [name, place_in_list] : places) {
    sketch.commits.emplace(name, *sketch.graph.find(sketch_id(name)));
  }
  return sketch;
}

}  // namespace rebisect
