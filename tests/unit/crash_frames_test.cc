#include "engine/judge/crash_frames.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(CrashFrames, KnowsTheFilesOfEveryStack) {
  for (const char* path : {"lib/dump_stack.c", "mm/kasan/report.c", "kernel/locking/lockdep.c",
                           "arch/x86/entry/common.c", "arch/arm64/kernel/traps.c", "arch/x86/mm/fault.c",
                           "include/linux/spinlock.h", "net/socket.c", "mm/slab.h"}) {
    EXPECT_TRUE(is_generic_file(path)) << path;
  }
  for (const char* path : {"net/ipv4/tcp.c", "fs/userfaultfd.c", "arch/x86/kvm/x86.c", "arch/x86/mm/pat.c",
                           "include/net/sock.h", "mm/slab.cc", "lib/iov_iter.c", "arch/x86", ""}) {
    EXPECT_FALSE(is_generic_file(path)) << path;
  }
}

TEST(CrashFrames, ListsTheFilesThatTellSomething) {
  CrashReport report;
  const auto call = [&](const char* function, const char* file) -> StackFrame& {
    report.frames.push_back({function, file, 1, false, false, 0, 0});
    return report.frames.back();
  };
  call("dump_stack", "lib/dump_stack.c");
  call("tcp_close", "net/ipv4/tcp.c");
  call("stale", "net/ipv6/route.c").uncertain = true;
  call("inet_release", "net/ipv4/af_inet.c").inlined = true;
  call("tcp_disconnect", "net/ipv4/tcp.c");
  call("sock_close", "net/socket.c");
  call("without_file", "");
  EXPECT_EQ(telling_files(report), (std::vector<std::string>{"net/ipv4/tcp.c", "net/ipv4/af_inet.c"}));
}

}  // namespace
}  // namespace rebisect
