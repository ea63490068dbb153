// The forms are those that syzkaller's pkg/report/linux.go has printed since 2017, old spellings included,
// and those of its VM monitor and test programs.
#include "engine/judge/crash_title_rules.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "engine/base/wildcard.h"

namespace rebisect {
namespace {

using K = CrashKind;
using F = CrashFamily;

constexpr TitleForm kForms[] = {
    {"kasan: use-after-free", K::use_after_free, "kasan: use-after-free"},
    {"kasan: slab-use-after-free", K::use_after_free, "kasan: use-after-free"},
    {"kasan: double-free", K::invalid_free, "kasan: invalid-free"},
    {"kasan: invalid-free", K::invalid_free, "kasan: invalid-free"},
    {"bug: double free or freeing an invalid pointer", K::invalid_free, "kasan: invalid-free"},
    {"kasan: null-ptr-deref", K::kasan_null_dereference, "kasan: null-ptr-deref"},
    {"kasan: wild-memory-access", K::wild_access, ""},
    {"kasan: user-memory-access", K::wild_access, ""},
    {"kasan: invalid-access", K::wild_access, ""},
    {"kasan: *out-of-bounds", K::out_of_bounds, ""},
    {"kasan: ", K::invalid_access, ""},
    {"kfence: use-after-free", K::use_after_free, "kfence: use-after-free"},
    {"bug: kfence: use-after-free", K::use_after_free, "kfence: use-after-free"},
    {"kfence: out-of-bounds", K::out_of_bounds, "kfence: out-of-bounds"},
    {"bug: kfence: out-of-bounds", K::out_of_bounds, "kfence: out-of-bounds"},
    {"kfence: invalid free", K::invalid_free, "kfence: invalid-free"},
    {"bug: kfence: invalid free", K::invalid_free, "kfence: invalid-free"},
    {"kfence: ", K::invalid_access, ""},
    {"bug: kfence: ", K::invalid_access, ""},
    {"kmsan: uninit-value", K::kmsan_uninitialised, "kmsan: uninit-value"},
    {"kmsan: ", K::kmsan_leak, ""},
    {"kcsan: ", K::data_race, ""},

    {"general protection fault", K::general_protection_fault, "general protection fault"},
    {"stack segment", K::general_protection_fault, "stack segment fault"},
    {"bug: unable to handle kernel null pointer", K::null_dereference, "null pointer dereference"},
    {"bug: kernel null pointer dereference", K::null_dereference, "null pointer dereference"},
    {"unable to handle kernel null pointer", K::null_dereference, "null pointer dereference"},
    {"bug: unable to handle kernel", K::paging_request, "paging request"},
    {"bug: unable to handle page fault", K::paging_request, "paging request"},
    {"unable to handle kernel", K::paging_request, "paging request"},
    {"unable to handle paging request", K::paging_request, "paging request"},
    {"internal error:", K::paging_request, ""},
    {"unhandled fault:", K::paging_request, ""},

    {"bug: corrupted list", K::corrupted_list, "corrupted list"},
    {"kernel bug at lib/list_debug.c", K::corrupted_list, "corrupted list"},
    {"bug: bad page", K::bad_page, ""},
    {"bug: bad rss-counter", K::bad_page, ""},
    {"bug: non-zero pgtables_bytes", K::bad_page, ""},
    {"bug: bad usercopy", K::bad_usercopy, "bad usercopy"},
    {"warning: bad usercopy", K::bad_usercopy, "bad usercopy"},
    {"kernel bug at mm/usercopy.c", K::bad_usercopy, "bad usercopy"},
    {"kernel panic: stack is corrupted", K::stack_overrun, ""},
    {"kernel panic: corrupted stack end", K::stack_overrun, ""},
    {"kernel panic: kernel stack overflow", K::stack_overrun, ""},
    {"kernel panic: stack-protector", K::stack_overrun, "kernel panic: stack is corrupted"},
    {"bug: stack guard page was hit", K::stack_overrun, ""},
    {"panic: double fault", K::stack_overrun, ""},

    {"info: task hung", K::task_hung, "task hung"},
    {"info: task can't die", K::task_hung, ""},
    {"kernel panic: hung_task", K::task_hung, ""},
    {"info: rcu*stall", K::rcu_stall, "rcu stall"},
    {"bug: soft lockup", K::soft_lockup, "soft lockup"},
    {"bug: workqueue lockup", K::workqueue_lockup, ""},
    {"bug: spinlock lockup suspected", K::spinlock_lockup, ""},

    {"possible deadlock", K::possible_deadlock, "possible deadlock"},
    {"*possible circular locking dependency", K::possible_deadlock, "possible deadlock"},
    {"*possible recursive locking", K::possible_deadlock, "possible deadlock"},
    {"*possible irq lock inversion", K::possible_deadlock, "possible deadlock"},
    {"*-safe -> *-unsafe lock order", K::possible_deadlock, "possible deadlock"},
    {"inconsistent lock state", K::inconsistent_lock_state, "inconsistent lock state"},
    {"warning: inconsistent lock state", K::inconsistent_lock_state, "inconsistent lock state"},
    {"info: inconsistent lock state", K::inconsistent_lock_state, "inconsistent lock state"},
    {"*suspicious rcu usage", K::suspicious_rcu_usage, "suspicious rcu usage"},
    {"*bad unlock balance", K::lock_imbalance, "bad unlock balance"},
    {"*held lock freed", K::lock_imbalance, "held lock freed"},
    {"*still has locks held", K::lock_imbalance, "still has locks held"},
    {"*lock held when returning to user space", K::lock_imbalance, "lock held when returning to user space"},
    {"bug: workqueue leaked lock", K::lock_imbalance, ""},
    {"*nested lock was not taken", K::lock_misuse, "nested lock was not taken"},
    {"warning: locking bug", K::lock_misuse, "locking bug"},
    {"bug: locking bug", K::lock_misuse, "locking bug"},
    {"bug: invalid wait context", K::lock_misuse, "locking bug"},
    {"info: trying to register non-static key", K::lock_misuse, ""},
    {"bug: looking up invalid subclass", K::lock_misuse, ""},
    {"bug: spinlock ", K::lock_misuse, ""},
    {"bug: rwlock ", K::lock_misuse, ""},
    {"bug: max_lock", K::lockdep_limit, ""},
    {"bug: max_stack_trace_entries", K::lockdep_limit, ""},

    {"bug: sleeping function called from invalid context", K::sleep_in_atomic, "sleeping function called"},
    {"bug: scheduling while atomic", K::sleep_in_atomic, ""},
    {"bug: assuming atomic context", K::sleep_in_atomic, ""},
    {"bug: using *() in preemptible", K::preemptible_use, ""},
    {"memory leak", K::memory_leak, "memory leak"},
    {"bug: memory leak", K::memory_leak, "memory leak"},
    {"unregister_netdevice: waiting for", K::device_leak, "unregister_netdevice"},

    {"kernel bug ", K::kernel_bug, ""},
    {"warning in ", K::warning, "warning"},
    {"warning: refcount bug", K::refcount_bug, "refcount bug"},
    {"warning: odebug bug", K::object_debug, "odebug bug"},
    {"warning: kmalloc bug", K::kmalloc_bug, "kmalloc bug"},
    {"warning: kobject bug", K::registration_bug, ""},
    {"warning: proc registration bug", K::registration_bug, ""},
    {"divide error", K::divide_error, "divide error"},
    {"invalid opcode", K::invalid_opcode, "invalid opcode"},
    {"int3", K::invalid_opcode, "int3"},
    {"ubsan: array-index-out-of-bounds", K::ubsan_index, ""},
    {"ubsan: shift-out-of-bounds", K::ubsan_shift, ""},
    {"ubsan: ", K::ubsan_other, ""},

    {"lost connection to test machine", K::lost_connection, "lost connection"},
    {"no output from test machine", K::no_output, "no output"},
    {"unexpected kernel reboot", K::reboot, "reboot"},
    {"syzfail: ", K::test_program, ""},
    {"syzfatal: ", K::test_program, ""},
    {"panic: ", K::test_program, ""},
    {"fatal error: ", K::test_program, ""},
    {"kernel panic: ", K::kernel_panic, ""},
    {"warning: ", K::message, ""},
    {"bug: ", K::message, ""},
    {"info: ", K::message, ""},
};

struct KindRow {
  CrashKind kind;
  CrashFamily family;
  std::string_view text;
};

// In the order of the enumeration.
constexpr KindRow kKinds[] = {
    {K::other, F::other, "other"},
    {K::general_protection_fault, F::memory_access, "general protection fault"},
    {K::null_dereference, F::memory_access, "null pointer dereference"},
    {K::paging_request, F::memory_access, "paging request"},
    {K::kasan_null_dereference, F::memory_access, "KASAN null pointer dereference"},
    {K::wild_access, F::memory_access, "wild memory access"},
    {K::use_after_free, F::memory_corruption, "use-after-free"},
    {K::out_of_bounds, F::memory_corruption, "out-of-bounds"},
    {K::invalid_free, F::memory_corruption, "invalid free"},
    {K::invalid_access, F::memory_corruption, "invalid memory access"},
    {K::corrupted_list, F::memory_corruption, "corrupted list"},
    {K::bad_page, F::memory_corruption, "bad page state"},
    {K::bad_usercopy, F::memory_corruption, "bad usercopy"},
    {K::stack_overrun, F::memory_corruption, "stack overrun"},
    {K::task_hung, F::hang, "task hung"},
    {K::rcu_stall, F::hang, "RCU stall"},
    {K::soft_lockup, F::hang, "soft lockup"},
    {K::workqueue_lockup, F::hang, "workqueue lockup"},
    {K::spinlock_lockup, F::hang, "spinlock lockup"},
    {K::possible_deadlock, F::locking, "possible deadlock"},
    {K::inconsistent_lock_state, F::locking, "inconsistent lock state"},
    {K::suspicious_rcu_usage, F::locking, "suspicious RCU usage"},
    {K::lock_imbalance, F::locking, "lock imbalance"},
    {K::lock_misuse, F::locking, "lock misuse"},
    {K::lockdep_limit, F::locking, "lockdep limit"},
    {K::sleep_in_atomic, F::atomic_context, "sleep in atomic context"},
    {K::preemptible_use, F::atomic_context, "use in preemptible code"},
    {K::memory_leak, F::leak, "memory leak"},
    {K::device_leak, F::leak, "device leak"},
    {K::kernel_bug, F::assertion, "kernel BUG"},
    {K::warning, F::assertion, "WARNING"},
    {K::refcount_bug, F::assertion, "refcount bug"},
    {K::object_debug, F::assertion, "ODEBUG bug"},
    {K::kmalloc_bug, F::assertion, "kmalloc bug"},
    {K::registration_bug, F::assertion, "registration bug"},
    {K::message, F::assertion, "kernel message"},
    {K::divide_error, F::exception, "divide error"},
    {K::invalid_opcode, F::exception, "invalid opcode"},
    {K::ubsan_index, F::undefined_behaviour, "UBSAN array index"},
    {K::ubsan_shift, F::undefined_behaviour, "UBSAN shift"},
    {K::ubsan_other, F::undefined_behaviour, "UBSAN"},
    {K::kmsan_uninitialised, F::uninitialised_value, "KMSAN uninitialised value"},
    {K::kmsan_leak, F::uninitialised_value, "KMSAN information leak"},
    {K::data_race, F::data_race, "data race"},
    {K::kernel_panic, F::panic, "kernel panic"},
    {K::lost_connection, F::monitor, "lost connection"},
    {K::no_output, F::monitor, "no output"},
    {K::reboot, F::monitor, "reboot"},
    {K::test_program, F::test_program, "test program failure"},
};

constexpr bool in_order_of_kinds() {
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
  }
  return std::size(kKinds) == static_cast<std::size_t>(K::test_program) + 1;
}
static_assert(in_order_of_kinds(), "a row for each CrashKind, in its order");

const KindRow& row_of(CrashKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

}  // namespace

std::span<const TitleForm> title_forms() {
  return kForms;
}

const TitleForm* find_title_form(std::string_view lower) {
  const auto form = std::ranges::find_if(
      kForms, [&](std::string_view start) { return begins_like(lower, start); }, &TitleForm::start);
  return form == std::end(kForms) ? nullptr : form;
}

CrashFamily family_of(CrashKind kind) {
  return row_of(kind).family;
}

std::string_view to_text(CrashKind kind) {
  return row_of(kind).text;
}

std::string_view to_text(CrashFamily family) {
  constexpr std::string_view kTexts[] = {
      "other",
      "memory access",
      "memory corruption",
      "hang",
      "locking",
      "atomic context",
      "leak",
      "assertion",
      "exception",
      "undefined behaviour",
      "uninitialised value",
      "data race",
      "panic",
      "monitor",
      "test program",
  };
  return kTexts[static_cast<std::size_t>(family)];
}

}  // namespace rebisect
