// A title is matched against the table of forms in crash_title_rules.cc; the function is found by the " in "
// that nearly all forms end with.
#include "engine/judge/crash_title.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/judge/crash_title_rules.h"

namespace rebisect {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// A C symbol with what compilers append, or the path of a Rust one.
bool is_symbol(std::string_view text) {
  constexpr std::string_view kAlso = ".$:<>";
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || is_digit(c) || kAlso.find(c) != std::string_view::npos;
  });
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Without blanks at the ends and without the " (2)" of a bug that came back.
std::string_view without_recurrence(std::string_view text) {
  const auto trim = [](std::string_view part) {
    const std::size_t first = part.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::string_view();
    return part.substr(first, part.find_last_not_of(" \t\r\n") - first + 1);
  };
  text = trim(text);
  const std::size_t open = text.rfind(" (");
  if (open == std::string_view::npos || !text.ends_with(')')) return text;
  const std::string_view number = text.substr(open + 2, text.size() - open - 3);
  return !number.empty() && std::ranges::all_of(number, is_digit) ? trim(text.substr(0, open)) : text;
}

struct NamedFunction {
  std::string_view head;  // what stands before it
  std::string function;
};

std::string plain_name(std::string_view symbol) {
  return std::string(without_syscall_prefix(without_compiler_suffix(symbol)));
}

// What stands behind " in ": "f", "f/usb_submit_urb", "f / g" of a data race, "f at addr ADDR" of 2017.
std::optional<std::string> function_in(std::string_view rest) {
  constexpr std::string_view kNone = "corrupted";  // the bot found no function
  const std::size_t end = rest.find(' ');
  const std::string_view word = rest.substr(0, end);
  const std::string_view symbol = word.substr(0, word.find('/'));
  if (!is_symbol(symbol) || symbol == kNone) return std::nullopt;
  const std::string_view behind = end == std::string_view::npos ? "" : rest.substr(end);
  if (behind.empty() || behind.starts_with(" at addr ")) return plain_name(symbol);
  constexpr std::string_view kAnd = " / ";
  if (!behind.starts_with(kAnd) || !is_symbol(behind.substr(kAnd.size()))) return std::nullopt;
  std::string one = plain_name(symbol);
  std::string two = plain_name(behind.substr(kAnd.size()));
  if (two < one) std::swap(one, two);
  return one.append(kAnd).append(two);
}

NamedFunction split_function(std::string_view text) {
  constexpr std::string_view kIn = " in ";
  const std::size_t at = text.rfind(kIn);
  if (at == std::string_view::npos) return {text, {}};
  const auto function = function_in(text.substr(at + kIn.size()));
  if (!function) return {text, {}};
  return {text.substr(0, at), *function};
}

// A title's words, in the spelling that all its variants share: numbers are "#", and of a memory access it is
// left out whether it read or wrote, and how much.
std::string normal_head(std::string_view lower, CrashFamily family) {
  if (family == CrashFamily::memory_access || family == CrashFamily::memory_corruption) {
    for (const std::string_view access : {" read", " write"}) {
      const std::size_t at = lower.find(access);
      const std::size_t end = at + access.size();
      if (at != std::string_view::npos && (end == lower.size() || lower[end] == ' ')) {
        lower = lower.substr(0, at);
      }
    }
  }
  std::string head;
  for (const char c : lower) {
    if (!is_digit(c)) {
      head += c;
    } else if (head.empty() || head.back() != '#') {
      head += '#';
    }
  }
  return head;
}

// --- functions of one subsystem ---

// The words of "__tcp_v4_connect": "tcp", "v4", "connect", one at a time.
std::string_view next_word(std::string_view& function) {
  function.remove_prefix(std::min(function.find_first_not_of('_'), function.size()));
  const std::string_view word = function.substr(0, function.find('_'));
  function.remove_prefix(word.size());
  return word;
}

// Words that begin functions of any subsystem.
bool is_generic_word(std::string_view word) {
  constexpr std::string_view kGeneric[] = {
      "add",    "alloc", "call", "check", "clear", "copy", "create", "del", "destroy",    "dev",
      "do",     "exit",  "find", "free",  "get",   "init", "kernel", "put", "register",   "release",
      "remove", "reset", "run",  "set",   "start", "stop", "sys",    "try", "unregister", "update",
  };
  return std::ranges::find(kGeneric, word) != std::end(kGeneric);
}

bool is_name(std::string_view word) {
  constexpr std::size_t kLettersOfAName = 3;
  return word.size() >= kLettersOfAName && !is_generic_word(word);
}

bool has_word(std::string_view function, std::string_view word) {
  while (!function.empty()) {
    if (next_word(function) == word) return true;
  }
  return false;
}

// "ext4_iget" and "ext4_orphan_get": one word is enough where it can name a subsystem. Otherwise there must
// be another one that both have: "io_commit_cqring" and "io_cqring_ev_posted".
bool share_prefix(std::string_view one, std::string_view other) {
  const std::string_view word = next_word(one);
  if (word != next_word(other)) return false;
  if (is_name(word)) return true;
  while (!one.empty()) {
    const std::string_view next = next_word(one);
    if (is_name(next) && has_word(other, next)) return true;
  }
  return false;
}

}  // namespace

std::string_view without_compiler_suffix(std::string_view symbol) {
  return symbol.substr(0, symbol.find('.'));
}

std::string_view without_syscall_prefix(std::string_view function) {
  // Longer ones first: what is left of them must not be taken for another.
  constexpr std::string_view kPrefixes[] = {
      "__ia32_compat_sys_",
      "__do_compat_sys_",
      "__se_compat_sys_",
      "__x32_compat_sys_",
      "__arm64_sys_",
      "__riscv_sys_",
      "__s390x_sys_",
      "__s390_sys_",
      "__ia32_sys_",
      "__x64_sys_",
      "__do_sys_",
      "__se_sys_",
      "compat_sys_",
      "compat_SyS_",
      "C_SYSC_",
      "__sys_",
      "ksys_",
      "SYSC_",
      "SyS_",
      "sys_",
  };
  for (const std::string_view prefix : kPrefixes) {
    if (function.starts_with(prefix) && function.size() > prefix.size()) {
      return function.substr(prefix.size());
    }
  }
  return function;
}

CrashTitle read_title(std::string_view text) {
  const std::string_view plain = without_recurrence(text);
  const NamedFunction named = split_function(plain);
  const std::string lower = lowered(plain);
  CrashTitle title{std::string(text), {}, CrashKind::other, CrashFamily::other, named.function};
  const TitleForm* const form = find_title_form(lower);
  if (form != nullptr) {
    title.kind = form->kind;
    title.family = family_of(form->kind);
  }
  title.normal = form != nullptr && !form->normal.empty()
                     ? std::string(form->normal)
                     : normal_head(std::string_view(lower).substr(0, named.head.size()), title.family);
  if (!title.function.empty()) title.normal += " in " + title.function;
  return title;
}

TitleSimilarity similarity(const CrashTitle& a, const CrashTitle& b) {
  if (a.normal == b.normal) return TitleSimilarity::equal;
  // Which task or CPU is found stuck first, and by which watchdog, is chance.
  const bool hangs = a.family == CrashFamily::hang && b.family == CrashFamily::hang;
  const bool same_kind = hangs || (a.kind == b.kind && a.kind != CrashKind::other);
  if (!a.function.empty() && a.function == b.function) {
    return same_kind ? TitleSimilarity::same_function_and_kind : TitleSimilarity::same_function;
  }
  if (!a.function.empty() && share_prefix(a.function, b.function)) return TitleSimilarity::function_prefix;
  if (same_kind) return TitleSimilarity::same_kind;
  if (a.family == b.family && a.family != CrashFamily::other) return TitleSimilarity::near_kind;
  return TitleSimilarity::unrelated;
}

std::string_view to_text(TitleSimilarity similarity) {
  switch (similarity) {
    case TitleSimilarity::equal:
      return "equal";
    case TitleSimilarity::same_function_and_kind:
      return "same function and kind";
    case TitleSimilarity::same_function:
      return "same function";
    case TitleSimilarity::function_prefix:
      return "functions of one prefix";
    case TitleSimilarity::same_kind:
      return "same kind";
    case TitleSimilarity::near_kind:
      return "near kind";
    case TitleSimilarity::unrelated:
      break;
  }
  return "unrelated";
}

}  // namespace rebisect
