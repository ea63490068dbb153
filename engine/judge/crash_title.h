// CrashTitle: what the title of a crash says, and how alike two titles are. A log knows a crash by its title
// alone ("KASAN: use-after-free Read in tcp_close"), and one bug shows under several of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rebisect {

// What went wrong, as the rule says that found it. Titles of one kind differ in the function alone.
enum class CrashKind : std::uint8_t {
  other,  // of no known form; such titles are alike only where they are equal
  // memory_access
  general_protection_fault,
  null_dereference,
  paging_request,
  kasan_null_dereference,
  wild_access,
  // memory_corruption
  use_after_free,
  out_of_bounds,
  invalid_free,
  invalid_access,
  corrupted_list,
  bad_page,
  bad_usercopy,
  stack_overrun,
  // hang
  task_hung,
  rcu_stall,
  soft_lockup,
  workqueue_lockup,
  spinlock_lockup,
  // locking
  possible_deadlock,
  inconsistent_lock_state,
  suspicious_rcu_usage,
  lock_imbalance,
  lock_misuse,
  lockdep_limit,
  // atomic_context
  sleep_in_atomic,
  preemptible_use,
  // leak
  memory_leak,
  device_leak,
  // assertion
  kernel_bug,
  warning,
  refcount_bug,
  object_debug,
  kmalloc_bug,
  registration_bug,
  message,
  // exception
  divide_error,
  invalid_opcode,
  // undefined_behaviour
  ubsan_index,
  ubsan_shift,
  ubsan_other,
  // uninitialised_value, data_race, panic
  kmsan_uninitialised,
  kmsan_leak,
  data_race,
  kernel_panic,
  // monitor: seen from outside the machine
  lost_connection,
  no_output,
  reboot,
  // test_program: the bot's own programs failed
  test_program,
};

// Kinds that one bug is seen to move between.
enum class CrashFamily : std::uint8_t {
  other,
  memory_access,
  memory_corruption,
  hang,
  locking,
  atomic_context,
  leak,
  assertion,
  exception,
  undefined_behaviour,
  uninitialised_value,
  data_race,
  panic,
  monitor,
  test_program,
};

// "use-after-free", "task hung".
std::string_view to_text(CrashKind kind);
std::string_view to_text(CrashFamily family);
CrashFamily family_of(CrashKind kind);

struct CrashTitle {
  std::string text;    // as it was given
  std::string normal;  // the same for all spellings of one title; for comparing, not for showing
  CrashKind kind = CrashKind::other;
  CrashFamily family = CrashFamily::other;
  // Without what compilers append (".isra.0", ".cold") and without the prefix of a system call; of a data
  // race both, "a / b", in the order of the alphabet. Empty where the title names none.
  std::string function;

  friend bool operator==(const CrashTitle&, const CrashTitle&) = default;
};

// Reads any text; one of no known form is CrashKind::other. Left out of `normal`: case, the " (2)" of bugs
// that came back, "Read" and "Write" and sizes, numbers, and what differs between the old and the new form of
// one rule of syzkaller's pkg/report/linux.go. Linear in the text.
CrashTitle read_title(std::string_view text);

// Best first: the better, the more probable it is that both titles are of one bug.
enum class TitleSimilarity : std::uint8_t {
  equal,                   // the same but for what `normal` leaves out
  same_function_and_kind,  // e.g. slab-out-of-bounds and stack-out-of-bounds
  same_function,
  function_prefix,  // functions that begin with the same words, as those of one subsystem do
  same_kind,        // any two hangs are
  near_kind,        // of one family
  unrelated,
};

std::string_view to_text(TitleSimilarity similarity);

// The first level that holds. Symmetric.
TitleSimilarity similarity(const CrashTitle& a, const CrashTitle& b);

// `symbol` without what compilers append to it: "foo" for "foo.isra.0.cold".
std::string_view without_compiler_suffix(std::string_view symbol);

// `function` without the prefix of a system call's entry: "read" for "__x64_sys_read". Since 2020-10-28
// syzkaller's titles come without it.
std::string_view without_syscall_prefix(std::string_view function);

}  // namespace rebisect
