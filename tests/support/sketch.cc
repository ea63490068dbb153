#include "tests/support/sketch.h"

#include <algorithm>
#include <cstdint>
#include <sstream>

#include "engine/base/ensure.h"
#include "engine/base/rng.h"

namespace rebisect::testing {
namespace {

constexpr std::uint64_t kFirstTime = 1'000'000'000;
constexpr std::uint64_t kSecondsApart = 60;

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
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

Sketch sketch(std::string_view text) {
  CommitList list;
  std::vector<std::string> names;
  std::istringstream in{std::string(text)};
  for (std::string entry; std::getline(in, entry, ';');) {
    const std::size_t colon = entry.find(':');
    const std::vector<std::string> head = words_of(entry.substr(0, colon));
    if (head.empty()) continue;
    ENSURE(head.size() == 1);
    const std::size_t at = head.front().find('@');
    const std::uint64_t time = at == std::string::npos ? kFirstTime + kSecondsApart * names.size()
                                                       : std::stoull(head.front().substr(at + 1));
    std::vector<std::uint32_t> parents;
    for (const std::string& parent : words_of(colon == std::string::npos ? "" : entry.substr(colon + 1))) {
      const auto found = std::ranges::find(names, parent);
      ENSURE(found != names.end());
      parents.push_back(static_cast<std::uint32_t>(found - names.begin()));
    }
    names.push_back(head.front().substr(0, at));
    list.add(sketch_id(names.back()), time, parents);
  }
  Result<CommitGraph> graph = CommitGraph::build(list);
  ENSURE(graph.has_value());
  Sketch result{*std::move(graph), {}};
  for (const std::string& name : names) result.commits.emplace(name, *result.graph.find(sketch_id(name)));
  return result;
}

}  // namespace rebisect::testing
