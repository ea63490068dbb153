#include "adapters/logs/crash_stacks.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "adapters/logs/stack_frame.h"
#include "adapters/logs/words.h"
#include "engine/base/wildcard.h"

namespace rebisect {
namespace {

// In lower case. Those of the detectors are printed by mm/kasan/report.c, mm/kmsan/report.c,
// mm/kfence/report.c, kernel/kcsan/report.c, mm/kmemleak.c and mm/page_owner.c, those about locks by
// kernel/locking/lockdep.c.
constexpr std::string_view kHeads[] = {
    "call trace:",
    "backtrace:",
    "backtrace (",
    "stack backtrace:",
    "allocated by *:",
    "allocated:",
    "allocation:",
    "freed by *:",
    "freed:",
    "deallocation:",
    "kfence-#*allocated by *:",
    "freed by *:",
    "*-of-bounds *at 0x",
    "use-after-free *at 0x",
    "invalid free of *:",
    "corrupted memory at *:",
    "last potentially related work creation:",
    "second to last potentially related work creation:",
    "page last allocated *:",
    "page last free *:",
    "uninit was *:",
    "local variable *:",
    "read to *:",
    "write to *:",
    "read-write to *:",
    "nmi backtrace for ",
    "task dump for ",
    "... acquired at:",
    "... which became *at:",
    "*-irq-safe at:",
    "*-irq-unsafe at:",
    "*irq-on-* at:",
    "in-*irq-* at:",
    "initial *use at:",
    "*state was registered at:",
    "preemption disabled at:",
    "-> #",
    "-> (",
    "task:",
};

constexpr std::size_t kLongestName = 80;

std::string name_of(std::string_view head) {
  head = trim(head);
  if (head.ends_with(':')) head.remove_suffix(1);
  return std::string(head.substr(0, kLongestName));
}

class StackCollector {
 public:
  void read(const ConsoleLine& line) {
    if (auto counter = parse_program_counter(line.text)) {
      add_stack(trim(line.text.substr(0, line.text.find_first_of(": "))));
      add(*std::move(counter), line, stacks_.names.size() - 1);
    } else if (auto frame = parse_frame(line.text)) {
      if (!open_) {
        add_stack(head_);
        open_ = stacks_.names.size() - 1;
      }
      add(*std::move(frame), line, *open_);
    } else if (heads_stack(line.text)) {
      head_ = line.text;
      open_.reset();
    }
  }

  CrashStacks finish() { return std::move(stacks_); }

 private:
  void add_stack(std::string_view head) { stacks_.names.push_back(name_of(head)); }

  void add(StackFrame frame, const ConsoleLine& line, std::size_t stack) {
    frame.stack = stack;
    frame.report_line = line.number;
    stacks_.frames.push_back(std::move(frame));
  }

  CrashStacks stacks_;
  std::string_view head_ = "Call Trace";
  std::optional<std::size_t> open_;  // the stack that the next frame belongs to
};

}  // namespace

bool heads_stack(std::string_view line) {
  const std::string lower = lowered(trim(line).substr(0, kLongestName));
  return std::ranges::any_of(kHeads, [&](std::string_view head) { return begins_like(lower, head); });
}

CrashStacks read_stacks(std::span<const ConsoleLine> lines) {
  StackCollector collector;
  for (const ConsoleLine& line : lines) collector.read(line);
  return collector.finish();
}

}  // namespace rebisect
