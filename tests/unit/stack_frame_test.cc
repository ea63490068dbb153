#include "adapters/logs/stack_frame.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "adapters/logs/console.h"
#include "adapters/logs/crash_stacks.h"

namespace rebisect {
namespace {

// "tcp_close net/ipv4/tcp.c:12 inlined uncertain"; "-" for no frame.
std::string outline(const std::optional<StackFrame>& frame) {
  if (!frame) return "-";
  std::string text = frame->function;
  if (!frame->file.empty()) text += " " + frame->file + ":" + std::to_string(frame->line);
  if (frame->inlined) text += " inlined";
  if (frame->uncertain) text += " uncertain";
  return text;
}

TEST(StackFrame, ReadsTheLinesOfAllArchitecturesAndYears) {
  struct Row {
    const char* why;
    const char* line;
    const char* expected;
  };
  const Row rows[] = {
      {"as the kernel prints it", " tcp_close+0x1f/0x40", "tcp_close"},
      {"with the place in the sources", " tcp_close+0x1f/0x40 net/ipv4/tcp.c:12",
       "tcp_close net/ipv4/tcp.c:12"},
      {"with a column", "foo+0x1/0x2 fs/foo.c:7:28", "foo fs/foo.c:7"},
      {"inlined, as scripts add it", " sk_put include/net/sock.h:5 [inline]",
       "sk_put include/net/sock.h:5 inlined"},
      {"inlined, and cut off there", " sk_put include/net/sock.h:5 [inl",
       "sk_put include/net/sock.h:5 inlined"},
      {"found on the stack", " ? stale_call.isra.0+0x1f/0x40", "stale_call.isra.0 uncertain"},
      {"with its address, before 4.11", " [<ffffffff81c80bb9>] kfree+0x19/0x50 mm/slab.c:3",
       "kfree mm/slab.c:3"},
      {"both", " [<ffffffff81c80bb9>] ? kfree+0x19/0x50", "kfree uncertain"},
      {"behind the mark of an interrupt", " <IRQ>  [<ffffffff81c80bb9>] kfree+0x19/0x50", "kfree"},
      {"of a module", " btrfs_sync+0x12/0x80 [btrfs]", "btrfs_sync"},
      {"of a module, symbolised", " btrfs_sync+0x12/0x80 [btrfs] fs/btrfs/super.c:9",
       "btrfs_sync fs/btrfs/super.c:9"},
      {"arm64 with a flag", " el0_svc+0x58/0x14c (P) arch/arm64/kernel/entry-common.c:745",
       "el0_svc arch/arm64/kernel/entry-common.c:745"},
      {"arm", "[<80101010>] (foo+0x1/0x2) from [<80202020>] (bar+0x3/0x4)", "foo"},
      {"arm without the offset", "[<80101010>] (foo) from [<80202020>] (bar+0x3/0x4)", "foo"},
      {"arm since 5.18", " foo from bar+0x3/0x4", "foo"},
      {"not arm", "objects when called from foo+0x1/0x2", "-"},
      {"riscv", "[<ffffffff80005c1e>] dump_backtrace+0x1c/0x24", "dump_backtrace"},
      {"powerpc", "[c000000001] [c000000002] kernel_init+0x10/0x20", "kernel_init"},
      {"kmemleak with an index", "    [<00000000a5fbf9d3>] alloc_skb+0x47/0x1d0", "alloc_skb"},
      {"Rust", " core::panicking::panic+0x1/0x2", "core::panicking::panic"},
      {"a built tree's path", " aio_poll+0x1/0x2 /home/build/linux/fs/aio.c:5", "aio_poll fs/aio.c:5"},
      {"a path that goes up", " kvm_run+0x1/0x2 arch/x86/kvm/../../../virt/kvm/kvm_main.c:5",
       "kvm_run virt/kvm/kvm_main.c:5"},
      {"prose that names a symbol", "Workqueue: events foo+0x1/0x2", "-"},
      {"a lock", " #0: ffff8880b9c32898 (&lock){+.+.}, at: foo+0x1/0x2", "-"},
      {"registers", "RAX: ffffffffffffffda RBX: 00007f0c01330700", "-"},
      {"a mark", " </TASK>", "-"},
      {"nothing before the offset", " +0x1f/0x40", "-"},
      {"nothing but digits before it", " 123+0x1f/0x40", "-"},
      {"an empty line", "", "-"},
  };
  for (const Row& row : rows) EXPECT_EQ(outline(parse_frame(row.line)), row.expected) << row.why;
}

TEST(StackFrame, FindsTheSymbolInALine) {
  EXPECT_EQ(
      outline(find_symbol("00000000df76c770 (&ctx->lock){+.+.}, at: free_all+0x4dc/0x620 fs/foo.c:921")),
      "free_all fs/foo.c:921");
  EXPECT_EQ(outline(find_symbol("(&ctx->lock){+.+.}, at: spin_lock include/linux/spinlock.h:338 [inline]")),
            "spin_lock include/linux/spinlock.h:338 inlined");
  EXPECT_EQ(outline(find_symbol("BUG: KASAN: use-after-free in foo.part.3+0xe3/0xf0")), "foo.part.3");
  EXPECT_EQ(outline(find_symbol("no symbol here")), "-");
}

TEST(StackFrame, ReadsWhereTheProcessorStood) {
  struct Row {
    const char* line;
    const char* expected;
  };
  const Row rows[] = {
      {"RIP: 0010:putname+0x45/0x50 fs/namei.c:250", "putname fs/namei.c:250"},
      {"RIP: 0010:[<ffffffff81234567>]  [<ffffffff81234567>] putname+0x45/0x50", "putname"},
      {"RIP: 0010:__skb_pull include/linux/skbuff.h:2587 [inline]",
       "__skb_pull include/linux/skbuff.h:2587 inlined"},
      {"EIP: putname+0x45/0x50", "putname"},
      {"IP: [<ffffffff81234567>] putname+0x45/0x50", "putname"},
      {"pc : putname+0x45/0x50", "putname"},
      {"PC is at putname+0x45/0x50", "putname"},
      {"epc : putname+0x45/0x50 ra : caller+0x1/0x2", "putname"},
      {"NIP [c0000000001] putname+0x45/0x50", "putname"},
      {"RIP: 0033:0x7f77dbd59a99", "-"},
      {"lr : caller+0x1/0x2", "-"},
      {"PC is at ra : caller+0x1/0x2", "caller"},
  };
  for (const Row& row : rows) EXPECT_EQ(outline(parse_program_counter(row.line)), row.expected) << row.line;
}

TEST(Console, TakesOffWhatStandsInFrontOfALine) {
  struct Row {
    const char* line;
    const char* text;
    const char* context;
  };
  const Row rows[] = {
      {"BUG: x", "BUG: x", ""},
      {"[   12.345678] BUG: x", "BUG: x", ""},
      {"<4>[   12.345678] BUG: x\r", "BUG: x", ""},
      {"[   12.345678][ T123] BUG: x", "BUG: x", "T123"},
      {"[   12.345678][    C1]  foo+0x1/0x2", " foo+0x1/0x2", "C1"},
      {"[    T7] BUG: x", "BUG: x", "T7"},
      {"Nov 21 13:20:29 host kernel: [   12.345678] BUG: x", "BUG: x", ""},
      {"[ INFO: possible recursive locking detected ]", "[ INFO: possible recursive locking detected ]", ""},
      {"[<ffffffff81>] foo+0x1/0x2", "[<ffffffff81>] foo+0x1/0x2", ""},
      {"[", "[", ""},
      {"", "", ""},
  };
  for (const Row& row : rows) {
    const ConsoleLine line = strip_prefix(row.line, 1);
    EXPECT_EQ(line.text, row.text) << row.line;
    EXPECT_EQ(line.context, row.context) << row.line;
  }
}

// "Call Trace: a b | RIP: c" with the stacks in the order of their first frames.
std::string stacks_of(std::string_view text) {
  const CrashStacks stacks = read_stacks(read_console(text));
  std::string outline;
  for (std::size_t stack = 0; stack < stacks.names.size(); ++stack) {
    outline += (stack == 0 ? "" : " | ") + stacks.names[stack] + ":";
    for (const StackFrame& frame : stacks.frames) {
      if (frame.stack == stack) outline += " " + frame.function;
    }
  }
  return outline;
}

TEST(CrashStacks, KeepsATraceTogether) {
  EXPECT_EQ(stacks_of("Call Trace:\n <IRQ>\n a+0x1/0x2\nRIP: 0010:c+0x1/0x2\nRAX: 0 RBX: 1\n b+0x1/0x2\n"
                      "eth0: link is up\n d+0x1/0x2\n\nAllocated by task 7:\n e+0x1/0x2\n\nFreed by task 8:\n"
                      " f+0x1/0x2\n"),
            "Call Trace: a b d | RIP: c | Allocated by task 7: e | Freed by task 8: f");
  EXPECT_EQ(
      stacks_of("-> #1 (&mm->mmap_sem){++++}:\n a+0x1/0x2\n\n-> #0 (&pipe->mutex){+.+.}:\n b+0x1/0x2\n"),
      "-> #1 (&mm->mmap_sem){++++}: a | -> #0 (&pipe->mutex){+.+.}: b");
  EXPECT_EQ(stacks_of("a+0x1/0x2\n"), "Call Trace: a") << "a trace without a head";
  EXPECT_EQ(stacks_of("nothing\n"), "");
}

}  // namespace
}  // namespace rebisect
