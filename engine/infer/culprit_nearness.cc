#include "engine/infer/culprit_nearness.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "engine/judge/crash_area.h"
#include "engine/judge/crash_frames.h"
#include "engine/judge/crash_title.h"

namespace rebisect {
namespace {

using Words = std::set<std::string, std::less<>>;
using Paths = std::vector<std::string>;

// Words of file names, functions and subjects that stand for no one part of the kernel. In the order of the
// alphabet.
constexpr std::string_view kCommonWords[] = {
    "access",  "add",      "after",   "all",         "alloc",     "allow",      "and",     "api",
    "arch",    "arm64",    "asm",     "base",        "before",    "bit",        "block",   "bug",
    "change",  "check",    "clear",   "close",       "code",      "common",     "core",    "count",
    "create",  "crypto",   "data",    "del",         "destroy",   "dev",        "device",  "documentation",
    "don",     "drivers",  "entry",   "error",       "fault",     "file",       "fix",     "flags",
    "for",     "free",     "from",    "func",        "function",  "functions",  "get",     "handle",
    "handler", "helper",   "include", "info",        "init",      "initial",    "into",    "introduce",
    "ioctl",   "ipv4",     "ipv6",    "kconfig",     "kernel",    "leak",       "lib",     "linux",
    "list",    "lock",     "main",    "maintainers", "make",      "makefile",   "memory",  "misc",
    "move",    "net",      "netlink", "new",         "not",       "null",       "only",    "open",
    "pointer", "possible", "put",     "queue",       "queued",    "race",       "read",    "register",
    "release", "remove",   "run",     "security",    "selftests", "set",        "sock",    "socket",
    "sound",   "start",    "stop",    "support",     "sys",       "table",      "testing", "the",
    "tools",   "trace",    "uapi",    "uninit",      "unlock",    "unregister", "update",  "use",
    "user",    "util",     "utils",   "virt",        "when",      "with",       "without", "work",
    "write",   "x86",
};

bool is_common(std::string_view word) {
  return std::ranges::binary_search(kCommonWords, word);
}

// A word as short as "mm" is in everything.
constexpr std::size_t kShortestWord = 3;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// The words between other characters, in lower case.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char raw : text) {
    const char c = raw >= 'A' && raw <= 'Z' ? static_cast<char>(raw - 'A' + 'a') : raw;
    if (!is_word_character(c)) {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    words.back() += c;
    inside = true;
  }
  return words;
}

void add_word(std::string_view word, Words& words) {
  if (word.size() >= kShortestWord && !is_common(word)) words.emplace(word);
}

void add_words(std::string_view text, Words& words) {
  for (const std::string& word : words_of(text)) add_word(word, words);
}

// The first word of a function is its subsystem's: "tipc" of "tipc_nl_compat_doit".
void add_first_word(std::string_view function, Words& words) {
  const std::vector<std::string> all = words_of(function);
  if (!all.empty()) add_word(all.front(), words);
}

bool meet(const Words& a, const Words& b) {
  return std::ranges::any_of(a, [&](const std::string& word) { return b.contains(word); });
}

// The innermost part of a stack says most.
constexpr std::size_t kFilesLookedAt = 8;

// The words of the crash: of the function in the bug's title, and of the stack.
Words crash_words(const BisectionLog& log, const CrashEvidence& evidence) {
  Words words;
  for (const CrashTitle& target : evidence.targets) add_words(target.function, words);
  if (!log.crash_report) return words;
  const std::vector<std::string> telling = telling_files(*log.crash_report);
  for (std::size_t i = 0; i < std::min(kFilesLookedAt, telling.size()); ++i) add_words(telling[i], words);
  std::set<std::string_view> functions;
  for (const StackFrame& frame : log.crash_report->frames) {
    if (functions.size() == kFilesLookedAt) break;
    if (frame.file.empty() || frame.uncertain || is_generic_file(frame.file)) continue;
    if (functions.insert(frame.function).second) add_first_word(frame.function, words);
  }
  return words;
}

}  // namespace

std::string_view claimed_subject(const BisectionLog& log) {
  if (log.printed_culprit && !log.printed_culprit->subject.empty()) return log.printed_culprit->subject;
  const bool one = log.claim && log.claim->kind == Claim::Kind::commit;
  return one ? std::string_view(log.claim->text) : std::string_view();
}

CulpritNearness culprit_nearness(const BisectionLog& log, const CrashEvidence& evidence) {
  const Paths paths = log.printed_culprit ? printed_paths(*log.printed_culprit) : Paths();
  CulpritNearness result;
  if (!paths.empty() && log.crash_report) result.nearness = nearness(paths, crash_lines(*log.crash_report));
  result.changes_shared_code = std::ranges::any_of(paths, is_shared_code);
  const Words crash = crash_words(log, evidence);
  Words words;
  add_words(claimed_subject(log), words);
  for (const std::string& path : paths) add_words(path, words);
  result.shares_word = meet(crash, words);
  const auto is_folder = [](const std::string& path) { return path.ends_with('/'); };
  const bool folders = std::ranges::any_of(paths, is_folder);
  if (folders && result.shares_word && result.nearness != Nearness::file) result.nearness = Nearness::unread;
  return result;
}

// Words for new code; "enable" and "allow" switch on what is there.
constexpr std::string_view kAdditions[] = {"add",     "convert", "implement", "introduce", "make",
                                           "move",    "new",     "port",      "refactor",  "rework",
                                           "support", "switch",  "use"};

bool announces_addition(std::string_view subject) {
  const std::vector<std::string> words = words_of(subject);
  return std::ranges::any_of(
      words, [](const std::string& word) { return std::ranges::binary_search(kAdditions, word); });
}

}  // namespace rebisect
