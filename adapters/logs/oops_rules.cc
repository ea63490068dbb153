#include "adapters/logs/oops_rules.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/wildcard.h"

namespace rebisect {
namespace {

using P = FramePlace::Kind;

constexpr FramePlace kTrace[] = {{P::trace, ""}};
constexpr FramePlace kCounterThenTrace[] = {{P::counter, ""}, {P::trace, ""}};
constexpr FramePlace kHeadingThenTrace[] = {{P::heading, ""}, {P::trace, ""}};
constexpr FramePlace kHeadingThenCounter[] = {{P::heading, ""}, {P::counter, ""}, {P::trace, ""}};
constexpr FramePlace kCircular[] = {
    {P::at, "is trying to acquire lock"}, {P::at, "already holding lock"}, {P::trace, "stack backtrace"}};
constexpr FramePlace kRecursive[] = {{P::at, "is trying to acquire lock"}, {P::trace, "stack backtrace"}};
constexpr FramePlace kInversion[] = {{P::at, "just changed the state of lock"},
                                     {P::trace, "stack backtrace"}};
constexpr FramePlace kUnsafeOrder[] = {
    {P::trace, "which became"}, {P::at, "is trying to acquire"}, {P::trace, "stack backtrace"}};
constexpr FramePlace kLockState[] = {{P::trace, "stack backtrace"}, {P::at, "takes:"}};
constexpr FramePlace kUnlock[] = {{P::trace, "is trying to release lock"}, {P::trace, ""}};
constexpr FramePlace kHeldLock[] = {{P::at, "held by"}, {P::trace, ""}};
constexpr FramePlace kFreedLock[] = {{P::at, "lock still held there"}, {P::trace, ""}};
constexpr FramePlace kBackTrace[] = {{P::trace, "backtrace"}};
constexpr FramePlace kLastAllocation[] = {{P::trace, "page last allocated"}, {P::trace, ""}};
constexpr FramePlace kInterrupted[] = {{P::below, "apic_timer_interrupt"}, {P::trace, ""}};
constexpr FramePlace kStalled[] = {{P::both, ""}};
constexpr FramePlace kRace[] = {{P::access, "by task"}};
constexpr std::span<const FramePlace> kNowhere;

// What a lock report's stack begins with.
constexpr std::string_view kLockdep =
    "check_usage check_noncircular print_ check_prev validate_chain trace_hardirqs trace_softirqs";

constexpr OopsRule kRules[] = {
    {"BUG: KASAN: double-free", "KASAN: invalid-free in {f}", kHeadingThenTrace, "^kfree ^kvfree free$"},
    {"BUG: KASAN: invalid-free", "KASAN: invalid-free in {f}", kHeadingThenTrace, "^kfree ^kvfree free$"},
    {"BUG: KASAN: * in ", "KASAN: {1} {access} in {f}", kHeadingThenTrace, ""},
    {"BUG: KASAN: * on address", "KASAN: {1} {access}", kNowhere, ""},
    {"BUG: KASAN: ", "{line}", kNowhere, ""},
    {"BUG: KMSAN: uninit-value in ", "KMSAN: uninit-value in {f}", kHeadingThenTrace, "^__msan"},
    {"BUG: KMSAN: * in ", "KMSAN: {1} in {f}", kHeadingThenTrace, "copy_to"},
    {"BUG: KCSAN: data-race in ", "KCSAN: data-race in {f}", kRace, ""},
    {"BUG: KCSAN: * in ", "KCSAN: {1} in {f}", kHeadingThenTrace, ""},
    {"BUG: KFENCE: invalid free in ", "KFENCE: invalid free in {f}", kHeadingThenTrace, "^kfree"},
    {"BUG: KFENCE: * in ", "KFENCE: {1} in {f}", kHeadingThenTrace, ""},

    {"BUG: unable to handle kernel paging request", "BUG: unable to handle kernel paging request in {f}",
     kCounterThenTrace, ""},
    {"BUG: unable to handle page fault", "BUG: unable to handle kernel paging request in {f}",
     kCounterThenTrace, ""},
    {"BUG: unable to handle kernel NULL pointer dereference",
     "BUG: unable to handle kernel NULL pointer dereference in {f}", kCounterThenTrace, ""},
    {"BUG: kernel NULL pointer dereference", "BUG: unable to handle kernel NULL pointer dereference in {f}",
     kCounterThenTrace, ""},
    {"Unable to handle kernel NULL pointer dereference",
     "BUG: unable to handle kernel NULL pointer dereference in {f}", kCounterThenTrace, ""},
    {"Unable to handle kernel access to user memory",
     "BUG: unable to handle kernel access to user memory in {f}", kCounterThenTrace, ""},
    {"Unable to handle kernel ", "BUG: unable to handle kernel paging request in {f}", kCounterThenTrace, ""},
    {"BUG: spinlock lockup suspected", "BUG: spinlock lockup suspected in {f}", kTrace, "spin_"},
    {"BUG: spinlock * on CPU", "BUG: spinlock {1} in {f}", kTrace, "spin_"},
    {"BUG: rwlock * on CPU", "BUG: rwlock {1} in {f}", kTrace, "rwlock _lock"},
    {"BUG: soft lockup", "BUG: soft lockup in {f}", kStalled, "", FrameChoice::below_entry},
    {"BUG: scheduling while atomic", "BUG: scheduling while atomic in {f}", kTrace, "schedule"},
    {"BUG: sleeping function called from invalid context at ",
     "BUG: sleeping function called from invalid context in {f}", kTrace, "sleep"},
    {"BUG: using *() in preemptible", "BUG: using {1}() in preemptible code in {f}", kTrace,
     "preempt smp_processor_id this_cpu"},
    {"BUG: bad unlock balance detected", "BUG: bad unlock balance in {f}", kUnlock, "unlock"},
    {"WARNING: bad unlock balance detected", "WARNING: bad unlock balance in {f}", kUnlock, "unlock"},
    {"BUG: held lock freed", "BUG: held lock freed in {f}", kFreedLock, "locks_freed"},
    {"WARNING: held lock freed", "WARNING: held lock freed in {f}", kFreedLock, "locks_freed"},
    {"BUG: * still has locks held", "BUG: still has locks held in {f}", kTrace, "locks_held freez"},
    {"WARNING: * still has locks held", "WARNING: still has locks held in {f}", kTrace, "locks_held freez"},
    {"BUG: lock held when returning to user space", "BUG: lock held when returning to user space in {f}",
     kHeldLock, "", FrameChoice::any},
    {"WARNING: lock held when returning to user space",
     "WARNING: lock held when returning to user space in {f}", kHeldLock, "", FrameChoice::any},
    {"BUG: memory leak", "memory leak in {f}", kBackTrace, "alloc memdup strdup ^__get_free"},
    {"BUG: Bad page map", "BUG: Bad page map", kNowhere, ""},
    {"BUG: Bad page state", "BUG: Bad page state in {f}", kLastAllocation, ""},
    {"BUG: Bad page cache", "BUG: Bad page cache in {f}", kTrace, ""},
    {"BUG: Bad rss-counter state", "BUG: Bad rss-counter state", kNowhere, ""},
    {"BUG: * stack guard page was hit", "BUG: stack guard page was hit in {f}", kCounterThenTrace, ""},
    {"BUG: stack guard page was hit", "BUG: stack guard page was hit in {f}", kCounterThenTrace, ""},
    {"BUG: workqueue leaked", "BUG: workqueue leaked lock or atomic in {f}", kTrace, ""},
    {"BUG: workqueue lockup", "BUG: workqueue lockup", kNowhere, ""},
    {"BUG: Invalid wait context", "WARNING: locking bug in {f}", kTrace, "lock"},

    {"kernel BUG at lib/list_debug.c", "BUG: corrupted list in {f}", kTrace, "list_"},
    {"kernel BUG at mm/usercopy.c", "BUG: bad usercopy in {f}", kTrace, "usercopy check_ copy_"},
    {"kernel BUG at *.c:", "kernel BUG in {f}", kCounterThenTrace, "", FrameChoice::first, "{line}"},
    {"kernel BUG at *.h:", "kernel BUG in {f}", kCounterThenTrace, "", FrameChoice::first, "{line}"},
    {"Kernel BUG at ", "kernel BUG in {f}", kCounterThenTrace, ""},
    {"kernel BUG at ", "{line}", kNowhere, ""},

    {"WARNING: possible circular locking dependency", "possible deadlock in {f}", kCircular, kLockdep},
    {"INFO: possible circular locking dependency", "possible deadlock in {f}", kCircular, kLockdep},
    {"WARNING: possible recursive locking", "possible deadlock in {f}", kRecursive, kLockdep},
    {"INFO: possible recursive locking", "possible deadlock in {f}", kRecursive, kLockdep},
    {"WARNING: possible irq lock inversion", "possible deadlock in {f}", kInversion, kLockdep},
    {"INFO: possible irq lock inversion", "possible deadlock in {f}", kInversion, kLockdep},
    {"WARNING: *-safe -> *-unsafe lock order detected", "possible deadlock in {f}", kUnsafeOrder, kLockdep},
    {"INFO: *-safe -> *-unsafe lock order detected", "possible deadlock in {f}", kUnsafeOrder, kLockdep},
    {"WARNING: inconsistent lock state", "inconsistent lock state in {f}", kLockState, kLockdep},
    {"INFO: inconsistent lock state", "inconsistent lock state in {f}", kLockState, kLockdep},
    {"WARNING: suspicious RCU usage", "WARNING: suspicious RCU usage in {f}", kTrace, "rcu"},
    {"INFO: suspicious RCU usage", "INFO: suspicious RCU usage in {f}", kTrace, "rcu"},
    {"INFO: trying to register non-static key", "INFO: trying to register non-static key in {f}", kTrace,
     "stack lock IRQ"},
    {"INFO: rcu*detected*stall", "INFO: rcu detected stall in {f}", kInterrupted, "",
     FrameChoice::below_entry},
    {"INFO: task * blocked for more than", "INFO: task hung in {f}", kTrace, "", FrameChoice::hang},
    {"INFO: task * can't die for more than", "INFO: task can't die in {f}", kTrace, "", FrameChoice::hang},

    {"WARNING: *lib/refcount.c:", "WARNING: refcount bug in {f}", kHeadingThenCounter,
     "refcount kobject_ kref_"},
    {"WARNING: *lib/debugobjects.c:", "WARNING: ODEBUG bug in {f}", kHeadingThenCounter,
     "debug_ hrtimer_init"},
    {"WARNING: *lib/kobject.c:", "WARNING: kobject bug in {f}", kHeadingThenCounter, "kobject_"},
    {"WARNING: *kernel/locking/lockdep.c:", "WARNING: locking bug in {f}", kHeadingThenCounter,
     "^__lock_acquire ^lock_is_held ^lock_sock"},
    {"WARNING: *mm/usercopy.c:", "WARNING: bad usercopy in {f}", kTrace, "usercopy check_ copy_"},
    {"WARNING: * at mm/*.c:* *malloc", "WARNING: kmalloc bug in {f}", kHeadingThenCounter, ""},
    {"WARNING: mm/*.c:* at *malloc", "WARNING: kmalloc bug in {f}", kHeadingThenCounter, ""},
    {"WARNING: *fs/proc/generic.c:", "WARNING: proc registration bug in {f}", kHeadingThenCounter, "proc_"},
    {"WARNING: *drivers/usb/core/urb.c:", "WARNING in {f}/usb_submit_urb", kHeadingThenCounter,
     "usb_submit usb_start_wait"},
    {"WARNING: CPU: *.c:", "WARNING in {f}", kHeadingThenCounter, ""},
    {"WARNING: CPU: *.h:", "WARNING in {f}", kHeadingThenCounter, ""},
    {"WARNING: *.c:* at *+0x", "WARNING in {f}", kHeadingThenCounter, ""},
    {"WARNING: *.h:* at *+0x", "WARNING in {f}", kHeadingThenCounter, ""},

    {"general protection fault", "general protection fault in {f}", kCounterThenTrace, ""},
    {"divide error:", "divide error in {f}", kCounterThenTrace, ""},
    {"divide_error:", "divide error in {f}", kCounterThenTrace, ""},
    {"Oops: divide error", "divide error in {f}", kCounterThenTrace, ""},
    {"invalid opcode:", "invalid opcode in {f}", kCounterThenTrace, ""},
    {"int3:", "int3 in {f}", kCounterThenTrace, ""},
    {"stack segment:", "stack segment fault in {f}", kCounterThenTrace, ""},
    {"PANIC: double fault", "PANIC: double fault in {f}", kCounterThenTrace, ""},
    {"Unhandled fault:", "Unhandled fault in {f}", kCounterThenTrace, ""},
    {"Internal error:", "Internal error in {f}", kCounterThenTrace, ""},
    {"Kernel panic - not syncing: stack-protector: *in: ", "kernel panic: stack is corrupted in {f}",
     kHeadingThenTrace, "", FrameChoice::any},
    {"Kernel panic - not syncing: corrupted stack end", "kernel panic: corrupted stack end in {f}", kTrace,
     "schedule"},
    {"Kernel panic - not syncing: kernel stack overflow", "kernel stack overflow in {f}", kCounterThenTrace,
     ""},
    {"Kernel panic - not syncing: ", "kernel panic: {line}", kNowhere, ""},
    {"UBSAN: Undefined behaviour in ", "UBSAN: undefined-behaviour in {f}", kTrace, "ubsan"},
    {"UBSAN: * in ", "UBSAN: {1} in {f}", kTrace, "ubsan"},
    {"unregister_netdevice: waiting for * to become free",
     "unregister_netdevice: waiting for DEV to become free", kNowhere, ""},
    {"SYZFAIL: ", "{line}", kNowhere, ""},
    {"SYZFATAL: ", "{line}", kNowhere, ""},
    {"panic: runtime error:", "{line}", kNowhere, ""},
    {"fatal error: ", "{line}", kNowhere, ""},
    {"Booting the kernel.", "unexpected kernel reboot", kNowhere, ""},
    {"WARNING: ", "{line}", kNowhere, ""},
    {"BUG: ", "{line}", kNowhere, ""},
};

// Lines that look like one but tell of no crash.
constexpr std::string_view kNoCrash[] = {
    "WARNING: /etc/",        "WARNING: You are running",    "WARNING: Please activate",
    "BUG: KASAN: stack-ool", "INFO: lockdep is turned off", "INFO: Stall ended",
};

// A line without any of these is of no rule, which most are.
constexpr std::string_view kLandmarks[] = {
    "BUG",   "WARNING: ",         "INFO: ",         "anic",  "UBSAN: ",       "fault",
    "error", "Unable to handle",  "invalid opcode", "int3:", "stack segment", "unregister_netdevice",
    "SYZFA", "Booting the kernel"};

// "ODEBUG: free active" holds "BUG: " too.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view literal_front(std::string_view pattern) {
  return pattern.substr(0, pattern.find('*'));
}

}  // namespace

std::optional<OopsMatch> match_oops(std::string_view line) {
  const auto holds = [&](std::string_view part) { return line.find(part) != std::string_view::npos; };
  if (std::ranges::none_of(kLandmarks, holds) || std::ranges::any_of(kNoCrash, holds)) return std::nullopt;
  OopsMatch match;
  for (const OopsRule& rule : kRules) {
    const std::size_t at = line.find(literal_front(rule.trigger));
    if (at == std::string_view::npos || (at > 0 && is_letter(line[at - 1]))) continue;
    if (!begins_like(line.substr(at), rule.trigger, &match.stars)) continue;
    match.rule = &rule;
    match.from_trigger = line.substr(at);
    return match;
  }
  return std::nullopt;
}

std::span<const OopsRule> oops_rules() {
  return kRules;
}

}  // namespace rebisect
