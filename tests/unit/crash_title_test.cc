#include "engine/judge/crash_title.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/judge/crash_title_rules.h"

namespace rebisect {
namespace {

// "use-after-free (memory corruption) of tcp_close".
std::string outline(std::string_view text) {
  const CrashTitle title = read_title(text);
  std::string outline(to_text(title.kind));
  outline.append(" (").append(to_text(title.family)).append(")");
  if (!title.function.empty()) outline += " of " + title.function;
  return outline;
}

TEST(CrashTitle, TellsKindFamilyAndFunction) {
  struct Row {
    const char* title;
    const char* expected;
  };
  const Row rows[] = {
      {"KASAN: use-after-free Read in tcp_close", "use-after-free (memory corruption) of tcp_close"},
      {"KASAN: slab-out-of-bounds Write in ext4_xattr_set (3)",
       "out-of-bounds (memory corruption) of ext4_xattr_set"},
      {"KASAN: use-after-free in tty_read at addr ADDR", "use-after-free (memory corruption) of tty_read"},
      {"KASAN: null-ptr-deref Read", "KASAN null pointer dereference (memory access)"},
      {"BUG: KFENCE: memory corruption in kmem_free",
       "invalid memory access (memory corruption) of kmem_free"},
      {"general protection fault in sk_clone.part.0", "general protection fault (memory access) of sk_clone"},
      {"BUG: unable to handle kernel", "paging request (memory access)"},
      {"kernel BUG at lib/list_debug.c:LINE!", "corrupted list (memory corruption)"},
      {"INFO: rcu detected stall in __x64_sys_futex", "RCU stall (hang) of futex"},
      {"INFO: rcu_preempt self-detected stall on CPU", "RCU stall (hang)"},
      {"possible deadlock in userfaultfd_release", "possible deadlock (locking) of userfaultfd_release"},
      {"WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected", "possible deadlock (locking)"},
      {"[ INFO: possible recursive locking detected ]", "possible deadlock (locking)"},
      {"BUG: using __this_cpu_read() in preemptible code in trace_hardirqs_on",
       "use in preemptible code (atomic context) of trace_hardirqs_on"},
      {"BUG: using smp_processor_id() in preemptible [ADDR] code: init",
       "use in preemptible code (atomic context)"},
      {"memory leak in next_bio", "memory leak (leak) of next_bio"},
      {"unregister_netdevice: waiting for DEV to become free", "device leak (leak)"},
      {"WARNING in vkms_open/usb_submit_urb", "WARNING (assertion) of vkms_open"},
      {"WARNING in corrupted", "WARNING (assertion)"},
      {"WARNING: refcount bug in rds_free", "refcount bug (assertion) of rds_free"},
      {"WARNING: filesystem loop0 was created with 512 inodes", "kernel message (assertion)"},
      {"KCSAN: data-race in write_b / read_a", "data race (data race) of read_a / write_b"},
      {"UBSAN: shift-out-of-bounds in red_change", "UBSAN shift (undefined behaviour) of red_change"},
      {"kernel panic: corrupted stack end in sys_exit", "stack overrun (memory corruption) of exit"},
      {"kernel panic: Fatal exception", "kernel panic (panic)"},
      {"no output from test machine", "no output (monitor)"},
      {"SYZFAIL: wrong response packet", "test program failure (test program)"},
      {"somebody tripped over the cable", "other (other)"},
      {"", "other (other)"},
  };
  for (const Row& row : rows) EXPECT_EQ(outline(row.title), row.expected) << row.title;
}

TEST(CrashTitle, TakesTheSpellingsOfOneTitleAsEqual) {
  const std::vector<const char*> rows[] = {
      {"KASAN: use-after-free Read in f", "kasan: use-after-free write in f (12)",
       "KASAN: use-after-free in f", "KASAN: slab-use-after-free Read of size 8 in f.isra.1",
       "  KASAN: use-after-free Write in f.cold  "},
      {"general protection fault in read", "general protection fault in __x64_sys_read",
       "general protection fault in ksys_read.constprop.0"},
      {"BUG: unable to handle kernel NULL pointer dereference in f",
       "BUG: kernel NULL pointer dereference in f"},
      {"BUG: unable to handle kernel paging request in f",
       "BUG: unable to handle page fault for address in f"},
      {"WARNING: suspicious RCU usage in f", "INFO: suspicious RCU usage in f", "suspicious RCU usage in f"},
      {"BUG: bad unlock balance in f", "WARNING: bad unlock balance in f"},
      {"possible deadlock in corrupted", "WARNING: possible circular locking dependency detected",
       "INFO: possible irq lock inversion dependency detected ]"},
      {"WARNING: filesystem loop0 was created", "WARNING: filesystem loop15 was created"},
      {"KCSAN: data-race in a / b", "KCSAN: data-race in b / a"},
  };
  for (const std::vector<const char*>& titles : rows) {
    for (const char* title : titles) {
      EXPECT_EQ(read_title(title).normal, read_title(titles.front()).normal) << title;
      EXPECT_EQ(similarity(read_title(title), read_title(titles.front())), TitleSimilarity::equal) << title;
    }
  }
}

TEST(CrashTitle, RanksSimilarityBothWaysAlike) {
  using S = TitleSimilarity;
  struct Row {
    const char* why;
    const char* one;
    const char* other;
    S expected;
  };
  const Row rows[] = {
      {"another kind of bounds", "KASAN: slab-out-of-bounds Read in f",
       "KASAN: global-out-of-bounds Read in f", S::same_function_and_kind},
      {"found by another detector", "KASAN: use-after-free Read in f", "KFENCE: use-after-free in f",
       S::same_function_and_kind},
      {"another kind", "KASAN: use-after-free Read in f", "general protection fault in f", S::same_function},
      {"one subsystem", "WARNING in nf_hook_add", "WARNING: ODEBUG bug in __nf_hook_del", S::function_prefix},
      {"a name of three letters is enough", "WARNING in tcf_a", "memory leak in tcf_b", S::function_prefix},
      {"two letters are not", "WARNING in io_a", "memory leak in io_b", S::unrelated},
      {"but with another word", "WARNING in io_commit_cqring", "memory leak in io_cqring_ev_posted",
       S::function_prefix},
      {"not with a verb", "WARNING in io_get_a", "memory leak in io_b_get", S::unrelated},
      {"a verb is no subsystem", "WARNING in get_a", "memory leak in get_b", S::unrelated},
      {"but a subsystem may stand behind it", "WARNING in get_mnt_ns", "memory leak in get_mnt_opts",
       S::function_prefix},
      {"the kind alone", "WARNING in tcp_close", "WARNING in ext4_iget", S::same_kind},
      {"a fault on a wrong pointer", "general protection fault in a", "KASAN: null-ptr-deref Read in b",
       S::near_kind},
      {"one that hangs", "INFO: task hung in a", "INFO: rcu detected stall in b", S::same_kind},
      {"nothing", "INFO: task hung in a", "WARNING in b", S::unrelated},
      {"two of no known form", "the cable fell out", "the cable fell in", S::unrelated},
      {"without a function only the kind is left", "kernel BUG at a.c:LINE!", "kernel BUG in f",
       S::same_kind},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const CrashTitle one = read_title(row.one);
    const CrashTitle other = read_title(row.other);
    EXPECT_EQ(to_text(similarity(one, other)), to_text(row.expected));
    EXPECT_EQ(similarity(other, one), similarity(one, other));
    EXPECT_EQ(similarity(one, one), S::equal);
  }
}

// A form that an earlier one hides, or two spellings of one title with different kinds, would be a slip.
TEST(CrashTitle, ReachesEachForm) {
  for (const TitleForm& form : title_forms()) {
    std::string title;
    for (const char c : form.start) title += c == '*' ? std::string("any") : std::string(1, c);
    EXPECT_EQ(find_title_form(title), &form) << form.start;
    for (const TitleForm& other : title_forms()) {
      if (!form.normal.empty() && form.normal == other.normal) {
        EXPECT_EQ(form.kind, other.kind) << form.start << " and " << other.start;
      }
    }
  }
}

TEST(CrashTitle, StripsWhatCompilersAndEntriesAdd) {
  EXPECT_EQ(without_compiler_suffix("foo.part.0.cold"), "foo");
  EXPECT_EQ(without_compiler_suffix("foo"), "foo");
  EXPECT_EQ(without_syscall_prefix("__ia32_compat_sys_ioctl"), "ioctl");
  EXPECT_EQ(without_syscall_prefix("__sys_sendmsg"), "sendmsg");
  EXPECT_EQ(without_syscall_prefix("__sys_"), "__sys_") << "nothing would be left";
  EXPECT_EQ(without_syscall_prefix("sysfs_read"), "sysfs_read");
}

}  // namespace
}  // namespace rebisect
