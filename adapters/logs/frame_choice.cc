#include "adapters/logs/frame_choice.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/logs/skipped_functions.h"
#include "adapters/logs/stack_frame.h"
#include "adapters/logs/words.h"
#include "engine/judge/crash_title.h"

namespace rebisect {
namespace {

using Functions = std::vector<std::string>;

bool matches(std::string_view function, std::string_view pattern) {
  const bool at_start = pattern.starts_with('^');
  if (at_start) pattern.remove_prefix(1);
  const bool at_end = pattern.ends_with('$');
  if (at_end) pattern.remove_suffix(1);
  if (at_start && at_end) return function == pattern;
  if (at_start) return function.starts_with(pattern);
  if (at_end) return function.ends_with(pattern);
  return function.find(pattern) != std::string_view::npos;
}

bool matches_any(std::string_view function, std::span<const std::string_view> patterns) {
  return std::ranges::any_of(patterns, [&](std::string_view pattern) { return matches(function, pattern); });
}

// --- the functions at a place of the report, innermost first ---

class Places {
 public:
  Places(const OopsMatch& oops, std::span<const ConsoleLine> lines, const CrashStacks& stacks)
      : oops_(oops), lines_(lines), stacks_(stacks) {}

  Functions at(const FramePlace& place) const {
    switch (place.kind) {
      case FramePlace::Kind::heading:
        return heading();
      case FramePlace::Kind::counter:
        return counter();
      case FramePlace::Kind::trace:
        return trace(place.phrase);
      case FramePlace::Kind::at:
        return locks(place.phrase);
      case FramePlace::Kind::below:
        return below(place.phrase);
      case FramePlace::Kind::both:
        return joined(counter(), trace(""));
      case FramePlace::Kind::access:
        break;
    }
    return {};
  }

  // The tops of the stacks behind the lines with `phrase`: the two sides of a data race.
  std::vector<Functions> sides(std::string_view phrase) const {
    std::vector<Functions> sides;
    for (const ConsoleLine& line : lines_) {
      if (line.text.find(phrase) != std::string_view::npos) sides.push_back(stack_behind(line.number));
    }
    return sides;
  }

 private:
  static Functions joined(Functions one, const Functions& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
  }

  static void add(Functions& functions, const std::optional<StackFrame>& frame) {
    if (frame && !frame->inlined && !frame->uncertain) {
      functions.emplace_back(without_compiler_suffix(frame->function));
    }
  }

  // Scripts that add inlined functions repeat the line for each; the function itself comes last.
  Functions heading() const {
    Functions functions;
    const std::string_view front = oops_.rule->trigger.substr(0, oops_.rule->trigger.find('*'));
    for (const ConsoleLine& line : lines_) {
      if (line.text.find(front) == std::string_view::npos) break;
      add(functions, find_symbol(line.text));
    }
    return functions;
  }

  bool is_counter(const StackFrame& frame) const {
    const std::string& name = stacks_.names[frame.stack];
    return name == "RIP" || name == "EIP" || name == "IP" || name == "pc" || name == "PC" || name == "epc" ||
           name == "NIP";
  }

  Functions counter() const {
    Functions functions;
    for (const StackFrame& frame : stacks_.frames) {
      if (!is_counter(frame)) continue;
      add(functions, frame);
      if (!functions.empty()) break;
    }
    return functions;
  }

  Functions stack_behind(std::uint32_t number) const {
    Functions functions;
    std::optional<std::size_t> stack;
    for (const StackFrame& frame : stacks_.frames) {
      if (is_counter(frame) || frame.report_line <= number) continue;
      if (!stack) stack = frame.stack;
      if (frame.stack != *stack) break;
      add(functions, frame);
    }
    return functions;
  }

  Functions trace(std::string_view phrase) const {
    // "Preemption disabled at:" and the like may stand before the trace itself.
    constexpr std::string_view kUsual[] = {"Call Trace", "Call trace", "Backtrace"};
    for (const ConsoleLine& line : lines_) {
      if (phrase.empty()) {
        if (std::ranges::none_of(kUsual,
                                 [&](std::string_view head) { return line.text.starts_with(head); })) {
          continue;
        }
      } else if (line.text.find(phrase) == std::string_view::npos) {
        continue;
      }
      return stack_behind(line.number);
    }
    return phrase.empty() ? stack_behind(0) : Functions();
  }

  Functions below(std::string_view phrase) const {
    Functions functions;
    const auto holds = [&](const StackFrame& frame) {
      return frame.function.find(phrase) != std::string::npos;
    };
    const auto top = std::ranges::find_if(stacks_.frames, holds);
    if (top == stacks_.frames.end()) return functions;
    for (auto frame = top + 1; frame != stacks_.frames.end(); ++frame) {
      if (!holds(*frame) && (frame->stack == top->stack || is_counter(*frame))) add(functions, *frame);
    }
    return functions;
  }

  Functions locks(std::string_view phrase) const {
    Functions functions;
    bool behind = false;
    for (const ConsoleLine& line : lines_) {
      if (behind && line.text.empty()) break;
      if (behind && line.text.find(" at: ") != std::string_view::npos) add(functions, find_symbol(line.text));
      behind = behind || line.text.find(phrase) != std::string_view::npos;
      if (behind && heads_stack(line.text)) break;
    }
    return functions;
  }

  const OopsMatch& oops_;
  std::span<const ConsoleLine> lines_;
  const CrashStacks& stacks_;
};

// --- one of them ---

std::string first_usable(const Functions& functions, std::string_view also_skip) {
  const auto usable = std::ranges::find_if(
      functions, [&](const std::string& function) { return !is_skipped_function(function, also_skip); });
  return usable == functions.end() ? std::string() : *usable;
}

// A stall is noticed anywhere below the loop that causes it, so its innermost function is chance.
std::string below_entry(const Functions& functions, std::string_view also_skip) {
  constexpr std::string_view kOtherProcessor = "smp_call_function";  // waits for one that stalls
  std::string below;
  for (const std::string& function : functions) {
    if (matches_any(function, entry_functions())) return below.empty() ? function : below;
    if (function.starts_with(kOtherProcessor)) return std::string(kOtherProcessor);
    if (!is_skipped_function(function, also_skip)) below = function;
  }
  return below;
}

// Whoever waits for these is a victim; the tasks that wait are many, the lock is one.
std::string where_it_hangs(const Functions& functions, std::string_view also_skip) {
  constexpr std::pair<std::string_view, std::string_view> kCommon[] = {
      {"rtnl_lock", "rtnl_lock"},
      {"synchronize_rcu", "synchronize_rcu"},
      {"synchronize_srcu", "synchronize_rcu"},
      {"synchronize_sched", "synchronize_rcu"},
      {"synchronize_net", "synchronize_rcu"},
  };
  for (const std::string& function : functions) {
    const std::string_view name =
        std::string_view(function).substr(std::min(function.find_first_not_of('_'), function.size()));
    for (const auto& [start, bucket] : kCommon) {
      if (name.starts_with(start)) return std::string(bucket);
    }
  }
  const auto usable = std::ranges::find_if(functions, [&](const std::string& function) {
    return !matches_any(function, waiting_functions()) && !is_skipped_function(function, also_skip);
  });
  return usable == functions.end() ? std::string() : *usable;
}

std::string choose(const Functions& functions, const OopsRule& rule) {
  switch (rule.choice) {
    case FrameChoice::below_entry:
      return below_entry(functions, rule.also_skip);
    case FrameChoice::hang:
      return where_it_hangs(functions, rule.also_skip);
    case FrameChoice::any:
      return functions.empty() ? std::string() : functions.front();
    case FrameChoice::first:
      break;
  }
  return first_usable(functions, rule.also_skip);
}

// "sys_read" for each entry of that system call.
std::string name_in_title(const std::string& function) {
  const std::string_view bare = without_syscall_prefix(function);
  return bare.size() == function.size() ? function : "sys_" + std::string(bare);
}

// "one / other" of a data race, in the order of the alphabet, as the titles of it have them.
std::string both_sides(const std::vector<Functions>& sides, std::string_view also_skip) {
  Functions tops;
  for (const Functions& side : sides) {
    std::string top = first_usable(side, also_skip);
    if (!top.empty() && tops.size() < 2) tops.push_back(name_in_title(top));
  }
  std::ranges::sort(tops);
  if (tops.empty()) return {};
  return tops.size() == 1 ? tops.front() : tops.front() + " / " + tops.back();
}

}  // namespace

bool is_skipped_function(std::string_view function, std::string_view also) {
  return matches_any(function, skipped_functions()) || matches_any(function, split_words(also));
}

std::string choose_function(const OopsMatch& oops, std::span<const ConsoleLine> lines,
                            const CrashStacks& stacks) {
  const Places places(oops, lines, stacks);
  for (const FramePlace& place : oops.rule->places) {
    if (place.kind == FramePlace::Kind::access) {
      return both_sides(places.sides(place.phrase), oops.rule->also_skip);
    }
    const std::string function = choose(places.at(place), *oops.rule);
    if (!function.empty()) return name_in_title(function);
  }
  return {};
}

}  // namespace rebisect
