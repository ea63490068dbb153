#include "adapters/git/parent_overrides.h"

#include <algorithm>
#include <optional>

namespace rebisect {
namespace {

constexpr int kMostReplacements = 5;  // MAXREPLACEDEPTH in git's replace-object.c

template <typename Visit>
void for_each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    visit(line.substr(0, line.find_last_not_of(" \t\r") + 1));
  }
}

// The ids on a line that holds nothing else; a single space or tab parts them.
std::optional<std::vector<Oid>> ids_on(std::string_view line) {
  std::vector<Oid> ids;
  for (;;) {
    const std::optional<Oid> id = Oid::from_hex(line.substr(0, Oid::kDigits));
    if (!id) return std::nullopt;
    ids.push_back(*id);
    if (line.size() == Oid::kDigits) return ids;
    if (line[Oid::kDigits] != ' ' && line[Oid::kDigits] != '\t') return std::nullopt;
    line.remove_prefix(Oid::kDigits + 1);
  }
}

}  // namespace

void parse_shallow(std::string_view text, ParentOverrides& into) {
  for_each_line(text, [&](std::string_view line) {
    if (const std::optional<Oid> id = Oid::from_hex(line)) {
      into.shallow.insert(*id);
    } else {
      into.notes.push_back("the shallow file has a line that is not an id: " + std::string(line));
    }
  });
}

void parse_grafts(std::string_view text, ParentOverrides& into) {
  for_each_line(text, [&](std::string_view line) {
    if (line.empty() || line.front() == '#') return;
    const std::optional<std::vector<Oid>> ids = ids_on(line);
    if (!ids) {
      into.notes.push_back("info/grafts has a line that git ignores: " + std::string(line));
      return;
    }
    into.grafts.emplace(ids->front(), std::vector<Oid>(ids->begin() + 1, ids->end()));
  });
}

Result<Oid> replaced(const ParentOverrides& overrides, const Oid& id) {
  Oid current = id;
  for (int depth = 0; depth < kMostReplacements; ++depth) {
    const auto next = overrides.replacements.find(current);
    if (next == overrides.replacements.end()) return current;
    current = next->second;
  }
  return fail(ErrorCode::repository, "the replace refs of " + id.hex() + " go in circles");
}

}  // namespace rebisect
