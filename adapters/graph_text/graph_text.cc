#include "adapters/graph_text/graph_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace rebisect {
namespace {

struct Line {
  Oid id;
  std::uint64_t time = 0;
  std::vector<Oid> parents;
};

std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

std::optional<Line> parse_line(std::string_view text) {
  Line line;
  const std::optional<Oid> id = Oid::from_hex(take_until(text, ' '));
  const std::string_view time = take_until(text, ' ');
  const std::optional<Oid> tree = Oid::from_hex(take_until(text, ' '));
  const auto [rest, error] = std::from_chars(time.data(), time.data() + time.size(), line.time);
  if (!id || !tree || error != std::errc() || rest != time.data() + time.size()) return std::nullopt;
  line.id = *id;
  while (!text.empty()) {
    const std::optional<Oid> parent = Oid::from_hex(take_until(text, ' '));
    if (!parent) return std::nullopt;
    line.parents.push_back(*parent);
  }
  return line;
}

Result<std::vector<Line>> parse_lines(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    std::optional<Line> parsed = parse_line(line);
    if (!parsed) {
      return fail(ErrorCode::malformed, fmt::format("line {}: expected ID TIME TREE [PARENT...]", number));
    }
    lines.push_back(*std::move(parsed));
  }
  return lines;
}

CommitList link(const std::vector<Line>& lines) {
  std::vector<std::uint32_t> by_id(lines.size());
  std::iota(by_id.begin(), by_id.end(), 0U);
  const auto id_of = [&](std::uint32_t at) -> const Oid& { return lines[at].id; };
  std::ranges::sort(by_id, {}, id_of);

  CommitList list;
  for (const Line& line : lines) {
    std::vector<std::uint32_t> parents;
    for (const Oid& parent : line.parents) {
      const auto found = std::ranges::lower_bound(by_id, parent, {}, id_of);
      if (found != by_id.end() && id_of(*found) == parent) parents.push_back(*found);
    }
    const bool all = parents.size() == line.parents.size();
    list.add(line.id, line.time, parents, all ? ParentsKnown::all : ParentsKnown::unread);
  }
  return list;
}

}  // namespace

Result<CommitGraph> parse_graph_text(std::string_view text) {
  REBISECT_TRY(const std::vector<Line> lines, parse_lines(text));
  return CommitGraph::build(link(lines));
}

}  // namespace rebisect
