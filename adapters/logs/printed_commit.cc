#include "adapters/logs/printed_commit.h"

#include <optional>
#include <string>
#include <utility>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

constexpr std::string_view kMessageIndent = "    ";
constexpr std::string_view kArrow = " => ";
constexpr std::string_view kEllipsis = ".../";

// "a/{b => c}/d.c" and "b.c => c.c": the new name.
std::string new_name(std::string_view path) {
  const std::size_t arrow = path.find(kArrow);
  if (arrow == std::string_view::npos) return std::string(path);
  const std::string_view behind = path.substr(arrow + kArrow.size());
  const std::size_t open = path.rfind('{', arrow);
  const std::size_t close = behind.find('}');
  if (open == std::string_view::npos || close == std::string_view::npos) return std::string(behind);
  std::string_view rest = behind.substr(close + 1);
  // Of "a/{b => }/c" nothing is between the slashes.
  if (close == 0 && rest.starts_with('/')) rest.remove_prefix(1);
  return std::string(path.substr(0, open)) + std::string(behind.substr(0, close)) + std::string(rest);
}

void add_path(std::string path, bool directory, PrintedCommit& commit) {
  PrintedPath printed{std::move(path), directory, false};
  if (printed.path.starts_with(kEllipsis)) {
    printed.path.erase(0, kEllipsis.size());
    printed.abbreviated = true;
  }
  if (!printed.path.empty()) commit.paths.push_back(std::move(printed));
}

// " net/ipv4/tcp.c | 12 ++++--", " logo.png | Bin 0 -> 12 bytes".
void read_stat(std::string_view line, PrintedCommit& commit) {
  const std::size_t bar = line.rfind(" | ");
  if (bar == std::string_view::npos) return;
  const std::string_view count = trim(line.substr(bar + 3));
  const bool counted = count.starts_with("Bin") || (!count.empty() && count[0] >= '0' && count[0] <= '9');
  if (counted) add_path(new_name(trim(line.substr(0, bar))), false, commit);
}

// ":040000 040000 <id> <id> M<tab>net": a folder has the mode 040000.
void read_raw(std::string_view line, PrintedCommit& commit) {
  const std::size_t tab = line.rfind('\t');
  if (tab == std::string_view::npos) return;
  add_path(std::string(line.substr(tab + 1)), line.find("040000 ") <= 8, commit);
}

}  // namespace

void read_printed_commit(std::string_view line, PrintedCommit& commit) {
  if (const auto parents = after(line, "Merge: ")) {
    commit.parents = split_words(*parents).size();
  } else if (line.starts_with(kMessageIndent)) {
    if (commit.subject.empty()) commit.subject = trim(line);
  } else if (line.starts_with(':')) {
    read_raw(line, commit);
  } else if (line.starts_with(' ')) {
    read_stat(line, commit);
  }
}

}  // namespace rebisect
