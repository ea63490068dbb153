// The reports are made up, in the kernel's words.
#include "adapters/logs/crash_report.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "adapters/logs/frame_choice.h"
#include "adapters/logs/oops_rules.h"
#include "tests/support/log_text.h"

namespace rebisect {
namespace {

// The frames of a text "a b c" as lines of a trace.
std::string calls(std::string_view names) {
  std::string text = "Call Trace:\n";
  while (!names.empty()) {
    const std::size_t end = names.find(' ');
    text.append(" ").append(names.substr(0, end)).append("+0x1f/0x40\n");
    names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
  }
  return text;
}

std::string title_of(const std::string& text) {
  const auto report = parse_crash_report(text);
  return report ? report->title : "no crash: " + report.error().message;
}

TEST(CrashReport, WordsTheTitleByItsRule) {
  struct Row {
    std::string report;
    const char* title;
  };
  const Row rows[] = {
      {"BUG: KASAN: use-after-free in ant_walk+0x1/0x2\nRead of size 8 at addr ffff8880b3c4d5e6 by task "
       "a/1\n",
       "KASAN: use-after-free Read in ant_walk"},
      {"BUG: KASAN: slab-out-of-bounds in memcpy+0x1/0x2\nWrite of size 9 at addr 1\n" +
           calls("kasan_report memcpy bee_fly do_syscall_64"),
       "KASAN: slab-out-of-bounds Write in bee_fly"},
      {"BUG: KASAN: slab-use-after-free in ant_walk.isra.0+0x1/0x2\nRead of size 8 at addr 1\n",
       "KASAN: slab-use-after-free Read in ant_walk"},
      {"BUG: KASAN: double-free or invalid-free in kfree+0x1/0x2\n" + calls("kasan_report kfree cat_put"),
       "KASAN: invalid-free in cat_put"},
      {"BUG: KASAN: null-ptr-deref on address (null)\nRead of size 8 by task a/1\n",
       "KASAN: null-ptr-deref Read"},
      {"BUG: KASAN: null-ptr-deref on address (null)\n", "KASAN: null-ptr-deref"},
      {"BUG: KASAN: use-after-free in ant_walk+0x1/0x2\n", "KASAN: use-after-free in ant_walk"},
      {"BUG: KMSAN: uninit-value in dog_bark+0x1/0x2\n" + calls("dog_bark"),
       "KMSAN: uninit-value in dog_bark"},
      {"BUG: KCSAN: data-race in b_set / a_get\n\nwrite to 0xffff of 8 bytes by task 7 on cpu 0:\n "
       "b_set+0x1/0x2\n"
       "\nread to 0xffff of 8 bytes by task 8 on cpu 1:\n a_get+0x1/0x2\n",
       "KCSAN: data-race in a_get / b_set"},
      {"BUG: KFENCE: use-after-free read in elk_run+0x1/0x2\n", "KFENCE: use-after-free read in elk_run"},
      {"BUG: unable to handle page fault for address: ffffc90005e6b038\nRIP: 0010:fox_dig+0x1/0x2\n",
       "BUG: unable to handle kernel paging request in fox_dig"},
      {"BUG: unable to handle kernel NULL pointer dereference at (null)\nIP: fox_dig+0x1/0x2\n",
       "BUG: unable to handle kernel NULL pointer dereference in fox_dig"},
      {"Unable to handle kernel paging request at virtual address dfff800000000003\npc : gnu_run+0x1/0x2\n"
       "lr : gnu_call+0x1/0x2\nCall trace:\n gnu_run+0x1/0x2\n",
       "BUG: unable to handle kernel paging request in gnu_run"},
      {"Unable to handle kernel NULL pointer dereference at virtual address 0000\nepc : hen_lay+0x1/0x2 ra : "
       "x+0x1/0x2\n",
       "BUG: unable to handle kernel NULL pointer dereference in hen_lay"},
      {"general protection fault, probably for non-canonical address 0xdffffc0000000058: 0000 [#1] SMP\n"
       "KASAN: null-ptr-deref in range [0x2c0-0x2c7]\nRIP: 0010:memset+0x1/0x2\n" +
           calls("ibex_jump"),
       "general protection fault in ibex_jump"},
      {"divide error: 0000 [#1] SMP\nRIP: 0010:jay_sing+0x1/0x2\n", "divide error in jay_sing"},
      {"kernel BUG at fs/kiwi.c:250!\ninvalid opcode: 0000 [#1]\nRIP: 0010:kiwi_eat+0x1/0x2\n",
       "kernel BUG in kiwi_eat"},
      {"kernel BUG at fs/kiwi.c:250!\n", "kernel BUG at fs/kiwi.c:LINE!"},
      {"kernel BUG at lib/list_debug.c:29!\n" + calls("__list_add_valid list_add lark_add"),
       "BUG: corrupted list in lark_add"},
      {"WARNING: CPU: 1 PID: 17 at net/mole.c:7 mole_dig+0x1/0x2 net/mole.c:7\n", "WARNING in mole_dig"},
      {"WARNING: net/mole.c:7 at mole_dig+0x1/0x2, CPU#1: a/1\n", "WARNING in mole_dig"},
      {"WARNING: CPU: 1 PID: 17 at lib/refcount.c:28 refcount_warn_saturate+0x1/0x2\n" +
           calls("kobject_put refcount_dec newt_free"),
       "WARNING: refcount bug in newt_free"},
      {"ODEBUG: free active (active state 0) object type: timer_list hint: owl_timer+0x0/0x70\n"
       "WARNING: CPU: 0 PID: 9 at lib/debugobjects.c:505 debug_print_object+0x1/0x2\n" +
           calls("debug_check owl_free"),
       "WARNING: ODEBUG bug in owl_free"},
      {"WARNING: CPU: 0 PID: 9 at mm/util.c:597 kvmalloc_node+0x1/0x2\n" + calls("kvmalloc_array pig_load"),
       "WARNING: kmalloc bug in pig_load"},
      {"WARNING: CPU: 0 PID: 9 at drivers/usb/core/urb.c:479 usb_submit_urb+0x1/0x2\n" + calls("ray_send"),
       "WARNING in ray_send/usb_submit_urb"},
      {"WARNING: suspicious RCU usage\n" + calls("lockdep_rcu_suspicious yak_list"),
       "WARNING: suspicious RCU usage in yak_list"},
      {"INFO: suspicious RCU usage. ]\n" + calls("yak_list"), "INFO: suspicious RCU usage in yak_list"},
      {"BUG: sleeping function called from invalid context at mm/slab.h:1\nPreemption disabled at:\n"
       "[<ffffffff81>] rat_lock+0x1/0x2\n" +
           calls("dump_stack __might_sleep rat_alloc"),
       "BUG: sleeping function called from invalid context in rat_alloc"},
      {"BUG: using __this_cpu_read() in preemptible [00000000] code: a/1\n" +
           calls("check_preemption_disabled seal_swim"),
       "BUG: using __this_cpu_read() in preemptible code in seal_swim"},
      {"BUG: memory leak\nunreferenced object 0xffff8800 (size 256):\n  backtrace:\n    [<ffffffff82>] "
       "kmemleak_alloc+0x1/0x2\n    [<ffffffff81>] kmalloc include/linux/slab.h:5 [inline]\n    "
       "[<ffffffff81>] "
       "toad_new+0x1/0x2\n",
       "memory leak in toad_new"},
      {"INFO: trying to register non-static key.\n" + calls("register_lock_class urchin_init"),
       "INFO: trying to register non-static key in urchin_init"},
      {"UBSAN: shift-out-of-bounds in net/vole.c:5:9\n" + calls("ubsan_epilogue vole_dig.cold"),
       "UBSAN: shift-out-of-bounds in vole_dig"},
      {"Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: __lock_acquire+0x1/0x2\n",
       "kernel panic: stack is corrupted in __lock_acquire"},
      {"Kernel panic - not syncing: No wasp on CPU#3 since 0xffffffff81234567\n",
       "kernel panic: No wasp on CPU#NUM since ADDR"},
      {"BUG: wasp 12 seen at fs/wasp.c:99 in sting+0x1f/0x20 (id 007)\n",
       "BUG: wasp NUM seen at fs/wasp.c:LINE in sting (id 007)"},
      {"unregister_netdevice: waiting for lo to become free. Usage count = 2\n",
       "unregister_netdevice: waiting for DEV to become free"},
      {"SYZFAIL: wrong response packet\n", "SYZFAIL: wrong response packet"},
      {"WARNING: CPU: 1 PID: 17 at net/mole.c:7 printk+0x1/0x2\n", "WARNING in corrupted"},
  };
  for (const Row& row : rows) EXPECT_EQ(title_of(row.report), row.title) << row.report;
}

TEST(CrashReport, FindsTheLockThatAReportIsAbout) {
  const std::string trace = "\nstack backtrace:\n" + calls("dump_stack print_bug lock_acquire worm_flush");
  const std::string trying =
      "worm/7 is trying to acquire lock:\n0000 (&a){+.+.}, at: mutex_lock include/linux/mutex.h:1 [inline]\n"
      "0000 (&a){+.+.}, at: worm_dig+0x1/0x2 fs/worm.c:5\n\nbut task is already holding lock:\n"
      "0000 (&b){+.+.}, at: worm_eat+0x1/0x2\n";
  EXPECT_EQ(title_of("WARNING: possible circular locking dependency detected\n" + trying + trace),
            "possible deadlock in worm_dig");
  EXPECT_EQ(title_of("WARNING: possible recursive locking detected\n" + trying + trace),
            "possible deadlock in worm_dig");
  EXPECT_EQ(
      title_of("[ INFO: possible circular locking dependency detected ]\nworm/7 is trying to acquire lock:\n"
               "0000 (&a){+.+.}, at: [<ffffffff81>] spin_lock+0x1/0x2\n\nbut task is already holding lock:\n"
               "0000 (&b){+.+.}, at: [<ffffffff81>] worm_eat+0x1/0x2\n" +
               trace),
      "possible deadlock in worm_eat")
      << "the first lock was taken in a function that tells nothing";
  EXPECT_EQ(
      title_of(
          "WARNING: possible irq lock inversion dependency detected\nworm/7 just changed the state of lock:\n"
          "0000 (&a){+.+.}, at: worm_free+0x1/0x2\nbut this lock was taken by another one:\n" +
          trace),
      "possible deadlock in worm_free");
  EXPECT_EQ(
      title_of("WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected\nworm/7 is trying to acquire:\n"
               "0000 (&a){+.+.}, at: worm_dig+0x1/0x2\n\n... which became SOFTIRQ-irq-safe at:\n"
               "  lock_acquire+0x1/0x2\n  worm_timer+0x1/0x2\n" +
               trace),
      "possible deadlock in worm_timer");
  EXPECT_EQ(
      title_of("WARNING: inconsistent lock state\nworm/7 takes:\n0000 (&a){+.+.}, at: worm_dig+0x1/0x2\n" +
               trace),
      "inconsistent lock state in worm_flush");
  EXPECT_EQ(title_of("WARNING: bad unlock balance detected!\nworm/7 is trying to release lock (&a) at:\n"
                     "[<ffffffff81>] worm_put+0x1/0x2\nbut there are no more locks to release!\n" +
                     trace),
            "WARNING: bad unlock balance in worm_put");
}

TEST(CrashReport, CallsAHangByWhatCausesIt) {
  const auto hung = [](std::string_view names) {
    return title_of("INFO: task a:7 blocked for more than 143 seconds.\n" + calls(names));
  };
  EXPECT_EQ(hung("__schedule schedule wait_for_completion crab_walk do_syscall_64"),
            "INFO: task hung in crab_walk");
  EXPECT_EQ(hung("__schedule schedule __mutex_lock rtnl_lock_killable crab_walk"),
            "INFO: task hung in rtnl_lock");
  EXPECT_EQ(hung("__schedule schedule __synchronize_srcu crab_walk"), "INFO: task hung in synchronize_rcu");
  EXPECT_EQ(hung("__schedule schedule"), "INFO: task hung in corrupted");

  const auto stalled = [](std::string_view names) {
    return title_of("rcu: INFO: rcu_preempt self-detected stall on CPU\n" + calls(names));
  };
  const std::string interrupt = "dump_stack tick_sched_timer asm_sysvec_apic_timer_interrupt ";
  EXPECT_EQ(stalled(interrupt + "inner outer crab_ioctl vfs_ioctl __x64_sys_ioctl do_syscall_64"),
            "INFO: rcu detected stall in crab_ioctl");
  EXPECT_EQ(stalled(interrupt + "inner __x64_sys_crab do_syscall_64"),
            "INFO: rcu detected stall in sys_crab");
  EXPECT_EQ(stalled(interrupt + "inner crab_timer call_timer_fn __do_softirq"),
            "INFO: rcu detected stall in crab_timer");
  EXPECT_EQ(stalled(interrupt + "smp_call_function_many crab_flush do_syscall_64"),
            "INFO: rcu detected stall in smp_call_function");
  EXPECT_EQ(title_of("watchdog: BUG: soft lockup - CPU#1 stuck for 123s! [a:7]\nRIP: 0010:inner+0x1/0x2\n" +
                     calls("outer crab_work process_one_work kthread")),
            "BUG: soft lockup in crab_work");
}

TEST(CrashReport, LeavesOutWhatOthersPrint) {
  const std::string report =
      "[    1.000000][ T10] eel: loaded\n"
      "[    2.000000][ T11] BUG: KASAN: use-after-free in eel_swim+0x1/0x2\n"
      "[    2.000000][ T12]  bat_fly+0x1/0x2\n"
      "[    2.000000][ T11] Read of size 1 at addr 1 by task a/1\n"
      "[    2.000000][ T11] Call Trace:\n"
      "[    2.000000][ T12] WARNING: CPU: 1 PID: 17 at net/bat.c:7 bat_fly+0x1/0x2\n"
      "[    2.000000][ T11]  eel_swim+0x1/0x2 fs/eel.c:3\n"
      "[    2.000000][ T11]  ? eel_sleep+0x1/0x2 fs/eel.c:9\n";
  const auto parsed = parse_crash_report(report);
  ASSERT_TRUE(parsed);
  CrashReport expected;
  expected.title = "KASAN: use-after-free Read in eel_swim";
  expected.kind = "use-after-free";
  expected.oops_line = 2;
  expected.stacks = {"Call Trace"};
  expected.frames = {{"eel_swim", "fs/eel.c", 3, false, false, 0, 7},
                     {"eel_sleep", "fs/eel.c", 9, false, true, 0, 8}};
  EXPECT_EQ(*parsed, expected);
}

TEST(CrashReport, RefusesATextWithoutACrash) {
  EXPECT_EQ(title_of("all is well\nDEBUG: nothing\nINFO: lockdep is turned off.\n").substr(0, 9),
            "no crash:");
  EXPECT_EQ(title_of("").substr(0, 9), "no crash:");
}

TEST(CrashReport, StandsInTheLogThatEndsWithIt) {
  const BisectionLog log = testing::read_log(
      "bisecting cause commit starting from $a\ntesting commit $a with gcc (GCC) 8.1.0\nall runs: crashed: "
      "WARNING in f\n"
      "revisions tested: 1, total time: 1m0s\nfirst bad commit: $a x\ncrash: WARNING in f\n"
      "WARNING: CPU: 1 PID: 17 at net/f.c:7 f+0x1/0x2 net/f.c:7\nCall Trace:\n g+0x1/0x2 net/g.c:8\n");
  ASSERT_TRUE(log.crash_report);
  EXPECT_EQ(log.crash_report->title, "WARNING in f");
  ASSERT_EQ(log.crash_report->frames.size(), 1U);
  EXPECT_EQ(log.crash_report->frames[0].file, "net/g.c");
}

TEST(OopsRules, HideNoneOfThemselves) {
  for (const OopsRule& rule : oops_rules()) {
    std::string line(rule.trigger);
    for (std::size_t star = line.find('*'); star != std::string::npos; star = line.find('*')) {
      line.replace(star, 1, "any");
    }
    const auto match = match_oops(line);
    ASSERT_TRUE(match) << line;
    EXPECT_EQ(match->rule->trigger, rule.trigger);
  }
}

TEST(OopsRules, SkipFunctionsByPartBeginningAndEnd) {
  EXPECT_TRUE(is_skipped_function("__kasan_report", ""));
  EXPECT_TRUE(is_skipped_function("kfree", ""));
  EXPECT_FALSE(is_skipped_function("kfree_skb_list", "")) << "the pattern names the whole function";
  EXPECT_FALSE(is_skipped_function("do_panic", "")) << "the pattern names the beginning";
  EXPECT_TRUE(is_skipped_function("ant_walk", "bee ^ant_ cat"));
  EXPECT_FALSE(is_skipped_function("giant_walk", "bee ^ant_ cat"));
  EXPECT_FALSE(is_skipped_function("", ""));
}

}  // namespace
}  // namespace rebisect
