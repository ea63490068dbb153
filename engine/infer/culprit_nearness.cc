#include "engine/infer/culprit_nearness.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "engine/judge/crash_frames.h"
#include "engine/judge/crash_title.h"

namespace rebisect {
namespace {

using Words = std::set<std::string, std::less<>>;

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

struct CrashSide {
  std::vector<std::string> files;
  Words words;
};

CrashSide crash_side(const BisectionLog& log, const CrashEvidence& evidence) {
  CrashSide side;
  for (const CrashTitle& target : evidence.targets) add_words(target.function, side.words);
  if (!log.crash_report) return side;
  side.files = telling_files(*log.crash_report);
  for (std::size_t i = 0; i < std::min(kFilesLookedAt, side.files.size()); ++i) {
    add_words(side.files[i], side.words);
  }
  std::set<std::string_view> functions;
  for (const StackFrame& frame : log.crash_report->frames) {
    if (functions.size() == kFilesLookedAt) break;
    if (frame.file.empty() || frame.uncertain || is_generic_file(frame.file)) continue;
    if (functions.insert(frame.function).second) add_first_word(frame.function, side.words);
  }
  return side;
}

bool is_same_file(const PrintedPath& printed, std::string_view file) {
  return printed.abbreviated ? file.ends_with("/" + printed.path) : file == printed.path;
}

}  // namespace

CulpritNearness culprit_nearness(const BisectionLog& log, const CrashEvidence& evidence) {
  CulpritNearness nearness;
  if (!log.printed_culprit) return nearness;
  const PrintedCommit& culprit = *log.printed_culprit;
  const CrashSide crash = crash_side(log, evidence);
  Words path_words;
  for (const PrintedPath& path : culprit.paths) {
    add_words(path.path, path_words);
    if (path.directory) continue;
    nearness.paths_known = true;
    const auto same = [&](const std::string& file) { return is_same_file(path, file); };
    nearness.changes_file = nearness.changes_file || std::ranges::any_of(crash.files, same);
  }
  // Folders of the root alone, as git of 2019 listed them, hide the files in them.
  if (std::ranges::any_of(culprit.paths, &PrintedPath::directory)) nearness.paths_known = false;
  Words subject_words;
  add_words(culprit.subject, subject_words);
  nearness.subject_shares_word = meet(crash.words, subject_words);
  nearness.shares_word = nearness.subject_shares_word || meet(crash.words, path_words);
  return nearness;
}

constexpr std::string_view kAdditions[] = {"add",       "allow",  "convert", "enable", "implement",
                                           "introduce", "make",   "move",    "new",    "port",
                                           "refactor",  "rework", "support", "switch", "use"};

bool announces_addition(std::string_view subject) {
  const std::vector<std::string> words = words_of(subject);
  return std::ranges::any_of(
      words, [](const std::string& word) { return std::ranges::binary_search(kAdditions, word); });
}

}  // namespace rebisect
