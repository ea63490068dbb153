#include "engine/judge/crash_area.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

using Paths = std::vector<std::string>;

const std::vector<SourceLine> kCrash = {{"lib/dump_stack.c", 118},  {"mm/kasan/report.c", 500},
                                        {"net/tipc/socket.c", 120}, {"net/tipc/socket.c", 90},
                                        {"net/socket.c", 700},      {"fs/splice.c", 0},
                                        {"kernel/signal.c", 30},    {"arch/x86/entry/common.c", 80}};

TEST(CrashArea, AFileIsNearerThanItsDirectory) {
  EXPECT_EQ(nearness(Paths{"net/tipc/socket.c"}, kCrash), Nearness::file);
  EXPECT_EQ(nearness(Paths{"net/tipc/link.c"}, kCrash), Nearness::directory);
  EXPECT_EQ(nearness(Paths{"net/tipc/link.c", "fs/splice.c"}, kCrash), Nearness::file);
  EXPECT_EQ(nearness(Paths{"net/ipv4/tcp.c", "drivers/base/core.c"}, kCrash), Nearness::none);
  EXPECT_EQ(nearness(Paths{}, kCrash), Nearness::none);
}

TEST(CrashArea, AGenericFileCountsOnlyItself) {
  EXPECT_EQ(nearness(Paths{"mm/kasan/report.c"}, kCrash), Nearness::file);
  EXPECT_EQ(nearness(Paths{"mm/kasan/common.c"}, kCrash), Nearness::none);
  EXPECT_EQ(nearness(Paths{"kernel/pid.c"}, kCrash), Nearness::none);
}

TEST(CrashArea, PathsCanBeKnownInPart) {
  EXPECT_EQ(nearness(Paths{"net/"}, kCrash), Nearness::directory);
  EXPECT_EQ(nearness(Paths{"drivers/"}, kCrash), Nearness::none);
  EXPECT_EQ(nearness(Paths{".../tipc/socket.c"}, kCrash), Nearness::file);
  EXPECT_EQ(nearness(Paths{".../tipc/link.c"}, kCrash), Nearness::directory);
  EXPECT_EQ(nearness(Paths{".../socket.c"}, kCrash), Nearness::file);
  EXPECT_EQ(nearness(Paths{".../ipv4/tcp.c", ".../tcp.c"}, kCrash), Nearness::none);
}

TEST(CrashArea, SomeCodeIsEveryonesAndSomeIsNot) {
  for (const char* path : {"kernel/fork.c", "include/net/sock.h", "mm/", "net/core/dev.c", "fs/namei.c",
                           "net/socket.c", "drivers/base/core.c", "Makefile"}) {
    EXPECT_TRUE(is_shared_code(path)) << path;
  }
  for (const char* path : {"net/tipc/socket.c", "fs/ext4/inode.c", "drivers/usb/core/hub.c", "net/", "fs/",
                           "drivers/", ".../core/dev.c", "kernels/x.c"}) {
    EXPECT_FALSE(is_shared_code(path)) << path;
  }
}

TEST(CrashArea, PrintedPathsSayWhatIsMissing) {
  PrintedCommit commit;
  commit.paths = {{"net/tipc/socket.c", false, false}, {"net", true, false}, {"tipc/link.c", false, true}};
  EXPECT_EQ(printed_paths(commit), (Paths{"net/tipc/socket.c", "net/", ".../tipc/link.c"}));
}

TEST(CrashArea, AStackOfGenericFilesTellsNothing) {
  const std::vector<SourceLine> crash = {{"lib/dump_stack.c", 118}, {"kernel/sched/core.c", 3}};
  EXPECT_EQ(nearness(Paths{"net/ipv4/tcp.c"}, crash), Nearness::unread);
  EXPECT_EQ(nearness(Paths{"net/ipv4/tcp.c"}, {}), Nearness::unread);
  EXPECT_TRUE(telling_lines(crash, 5).empty());
}

TEST(CrashArea, ALineForEachTellingFile) {
  EXPECT_EQ(telling_lines(kCrash, 5), (std::vector<SourceLine>{{"net/tipc/socket.c", 120}}));
  const std::vector<SourceLine> crash = {{"a/b.c", 1}, {"a/c.c", 2}, {"a/b.c", 3}, {"a/d.c", 4}};
  EXPECT_EQ(telling_lines(crash, 2), (std::vector<SourceLine>{{"a/b.c", 1}, {"a/c.c", 2}}));
}

}  // namespace
}  // namespace rebisect
