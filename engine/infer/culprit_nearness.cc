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

// Files that nearly every stack goes through. Fewer than is_generic_file() knows: that a commit changes a
// file of the stack is rarely chance, unless all stacks have it; "net/core/dev.c" or "fs/namei.c" still
// counts.
constexpr std::string_view kInEveryStack[] = {
    "arch/x86/entry/",
    "arch/x86/include/",
    "arch/x86/kernel/",
    "arch/x86/lib/",
    "arch/x86/mm/",
    "include/",
    "init/",
    "kernel/entry/",
    "kernel/exit.c",
    "kernel/fork.c",
    "kernel/kcov.c",
    "kernel/kthread.c",
    "kernel/locking/",
    "kernel/panic.c",
    "kernel/rcu/",
    "kernel/sched/",
    "kernel/signal.c",
    "kernel/softirq.c",
    "kernel/stacktrace.c",
    "kernel/time/",
    "kernel/watchdog.c",
    "kernel/workqueue.c",
    "lib/bug.c",
    "lib/debugobjects.c",
    "lib/dump_stack.c",
    "lib/fault-inject.c",
    "lib/iov_iter.c",
    "lib/kobject.c",
    "lib/list_debug.c",
    "lib/refcount.c",
    "lib/stackdepot.c",
    "lib/usercopy.c",
    "mm/kasan/",
    "mm/kfence/",
    "mm/kmemleak.c",
    "mm/page_alloc.c",
    "mm/slab.c",
    "mm/slab.h",
    "mm/slab_common.c",
    "mm/slob.c",
    "mm/slub.c",
    "mm/usercopy.c",
    "mm/util.c",
};

bool is_in_every_stack(std::string_view file) {
  return std::ranges::any_of(kInEveryStack, [&](std::string_view start) { return file.starts_with(start); });
}

// The innermost part of a stack says most.
constexpr std::size_t kFilesLookedAt = 8;

struct CrashSide {
  std::set<std::string, std::less<>> files;
  Words words;
};

CrashSide crash_side(const BisectionLog& log, const CrashEvidence& evidence) {
  CrashSide side;
  for (const CrashTitle& target : evidence.targets) add_words(target.function, side.words);
  if (!log.crash_report) return side;
  for (const StackFrame& frame : log.crash_report->frames) {
    if (!frame.file.empty() && !is_in_every_stack(frame.file)) side.files.insert(frame.file);
  }
  const std::vector<std::string> telling = telling_files(*log.crash_report);
  for (std::size_t i = 0; i < std::min(kFilesLookedAt, telling.size()); ++i) {
    add_words(telling[i], side.words);
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

std::string_view claimed_subject(const BisectionLog& log) {
  if (log.printed_culprit && !log.printed_culprit->subject.empty()) return log.printed_culprit->subject;
  const bool one = log.claim && log.claim->kind == Claim::Kind::commit;
  return one ? std::string_view(log.claim->text) : std::string_view();
}

CulpritNearness culprit_nearness(const BisectionLog& log, const CrashEvidence& evidence) {
  CulpritNearness nearness;
  const CrashSide crash = crash_side(log, evidence);
  Words path_words;
  const PrintedCommit none;
  for (const PrintedPath& path : (log.printed_culprit ? *log.printed_culprit : none).paths) {
    add_words(path.path, path_words);
    // Folders of the root alone, as git of 2019 listed them, hide the files in them.
    nearness.folders_only = nearness.folders_only || path.directory;
    const auto same = [&](const std::string& file) { return is_same_file(path, file); };
    nearness.changes_file = nearness.changes_file || std::ranges::any_of(crash.files, same);
  }
  nearness.known = log.printed_culprit && !log.printed_culprit->paths.empty() && !crash.files.empty();
  Words subject_words;
  add_words(claimed_subject(log), subject_words);
  nearness.subject_shares_word = meet(crash.words, subject_words);
  nearness.shares_word = nearness.subject_shares_word || meet(crash.words, path_words);
  return nearness;
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
