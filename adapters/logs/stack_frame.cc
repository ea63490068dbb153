// A frame is found by what no other text has: "+0x" behind a symbol, or "[inline]" at the end. What stands
// around it is checked afterwards, so that the formats of all architectures and years need one reader.
#include "adapters/logs/stack_frame.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

constexpr std::string_view kOffset = "+0x";
constexpr std::string_view kInline = "[inline]";

bool is_symbol_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '$';
}

// Where the symbol that ends at `end` begins. The path of a Rust symbol has its colons in pairs; a single one
// ("0010:foo") stands before the symbol.
std::size_t symbol_start(std::string_view line, std::size_t end) {
  std::size_t start = end;
  while (start > 0) {
    if (is_symbol_char(line[start - 1])) {
      --start;
    } else if (start > 1 && line.substr(start - 2, 2) == "::") {
      start -= 2;
    } else {
      break;
    }
  }
  const auto starts_symbol = [](char c) { return is_symbol_char(c) && (c < '0' || c > '9') && c != '.'; };
  while (start < end && !starts_symbol(line[start])) ++start;
  return start;
}

// "fs/aio.c:1750" or "fs/aio.c:277:17" to file and line.
bool read_source(std::string_view word, StackFrame& frame) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  std::string_view number = word.substr(colon + 1);
  number = number.substr(0, number.find(':'));
  const auto line = parse_number<std::uint32_t>(number);
  if (!line || word.substr(0, colon).find('.') == std::string_view::npos) return false;
  frame.file = plain_path(word.substr(0, colon));
  frame.line = *line;
  return true;
}

struct Found {
  StackFrame frame;
  std::size_t start = 0;  // of the symbol in the line
};

std::optional<Found> find_with_offset(std::string_view line) {
  const std::size_t plus = line.rfind(kOffset);
  if (plus == std::string_view::npos) return std::nullopt;
  Found found;
  found.start = symbol_start(line, plus);
  if (found.start == plus) return std::nullopt;
  found.frame.function = line.substr(found.start, plus - found.start);
  // Behind the offset: "/0x40", "[module]", flags in brackets, the place in the sources.
  std::vector<std::string_view> words = split_words(line.substr(plus));
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (read_source(words[i], found.frame)) break;
  }
  return found;
}

// "spin_lock include/linux/spinlock.h:338 [inline]"; logs that were cut may lack the end.
std::optional<Found> find_inlined(std::string_view line) {
  const std::size_t bracket = line.rfind(" [");
  if (bracket == std::string_view::npos) return std::nullopt;
  const std::string_view mark = line.substr(bracket + 1);
  if (!mark.starts_with(kInline) && !kInline.starts_with(mark)) return std::nullopt;
  const std::string_view before = line.substr(0, bracket);
  const std::size_t blank = before.rfind(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  Found found;
  found.frame.inlined = true;
  if (!read_source(before.substr(blank + 1), found.frame)) return std::nullopt;
  const std::size_t end = before.find_last_not_of(' ', blank) + 1;
  found.start = symbol_start(line, end);
  if (found.start == end) return std::nullopt;
  found.frame.function = line.substr(found.start, end - found.start);
  return found;
}

// 32-bit arm names the function and its caller: "[<80101010>] (foo+0x1/0x2) from [<80202020>] (bar+0x3/0x4)",
// "(foo) from ...", and since 5.18 "foo from bar+0x3/0x4".
std::optional<Found> find_called(std::string_view line) {
  const std::size_t from = line.find(" from ");
  if (from == std::string_view::npos || line.find(kOffset, from) == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view called = line.substr(0, from);
  if (called.ends_with(')')) called.remove_suffix(1);
  if (auto found = find_with_offset(called)) return found;
  Found found;
  found.start = symbol_start(called, called.size());
  if (found.start == called.size()) return std::nullopt;
  found.frame.function = called.substr(found.start);
  return found;
}

std::optional<Found> find(std::string_view line) {
  if (auto found = find_with_offset(line)) return found;
  return find_inlined(line);
}

// What may stand before the symbol of a frame: "[<ffffffff81>]", "(", "#0", addresses, "? ".
bool is_frame_prefix(std::string_view prefix) {
  constexpr std::string_view kMarks[] = {"IRQ", "EOI", "NMI", "EOE", "TASK"};  // "<IRQ>", before 4.12
  return std::ranges::all_of(split_words(prefix), [&](std::string_view word) {
    if (word == "?" || word == "(" || word.starts_with('#')) return true;
    while (!word.empty() && std::string_view("[<(").find(word.front()) != std::string_view::npos) {
      word.remove_prefix(1);
    }
    while (!word.empty() && std::string_view(">])").find(word.back()) != std::string_view::npos) {
      word.remove_suffix(1);
    }
    return word.empty() || is_hex(word) || std::ranges::find(kMarks, word) != std::end(kMarks);
  });
}

// The parts of a path, "." and ".." followed.
std::vector<std::string_view> folded_parts(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part == ".." && !parts.empty()) {
      parts.pop_back();
    } else if (!part.empty() && part != "." && part != "..") {
      parts.push_back(part);
    }
  }
  return parts;
}

// What stands before the first folder of the kernel's sources is where it was built. That place may be called
// "kernel", too.
void drop_build_folder(std::vector<std::string_view>& parts) {
  constexpr std::string_view kRoots[] = {"arch", "block",    "crypto",  "drivers",  "fs",    "include",
                                         "init", "io_uring", "ipc",     "kernel",   "lib",   "mm",
                                         "net",  "rust",     "samples", "security", "sound", "virt"};
  const auto is_root = [&](std::string_view part) {
    return std::ranges::find(kRoots, part) != std::end(kRoots);
  };
  auto first = std::ranges::find_if(parts, is_root);
  if (first == parts.end()) return;
  if (*first == "kernel" && first + 1 != parts.end() && is_root(*(first + 1))) ++first;
  parts.erase(parts.begin(), first);
}

}  // namespace

std::string plain_path(std::string_view path) {
  std::vector<std::string_view> parts = folded_parts(path);
  if (path.starts_with('/')) drop_build_folder(parts);
  return fmt::format("{}", fmt::join(parts, "/"));
}

std::optional<StackFrame> find_symbol(std::string_view line) {
  auto found = find(line);
  if (!found) return std::nullopt;
  return std::move(found->frame);
}

std::optional<StackFrame> parse_frame(std::string_view line) {
  auto found = find_called(line);
  if (!found) found = find(line);
  if (!found) return std::nullopt;
  const std::string_view prefix = line.substr(0, found->start);
  if (!is_frame_prefix(prefix)) return std::nullopt;
  found->frame.uncertain = prefix.find('?') != std::string_view::npos;
  return std::move(found->frame);
}

std::optional<StackFrame> parse_program_counter(std::string_view line) {
  constexpr std::string_view kNames[] = {
      "RIP: ", "EIP: ", "EIP is at ", "IP: ", "pc : ", "PC is at ", "epc : ", "NIP ", "NIP:"};
  line = trim(line);
  const auto* const name =
      std::ranges::find_if(kNames, [&](std::string_view known) { return line.starts_with(known); });
  if (name == std::end(kNames)) return std::nullopt;
  // riscv prints the return address on the same line.
  const std::string_view place = line.substr(name->size());
  return find_symbol(place.substr(0, place.find(" ra : ")));
}

}  // namespace rebisect
