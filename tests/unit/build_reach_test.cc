#include "engine/judge/build_reach.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::told;

// "documentation", or "possible".
std::string reach(const char* path, const char* architecture = "x86") {
  const BuildReach reach = build_reach(path, architecture);
  return reach.possible ? "possible" : std::string(reach.reason);
}

struct PathRow {
  const char* path;
  const char* expected;
};

TEST(BuildReach, OfPathsOnX86) {
  const PathRow rows[] = {
      // Sources of the kernel, and what builds them.
      {"net/ipv4/tcp.c", "possible"},
      {"include/linux/mm.h", "possible"},
      {"arch/x86/kvm/x86.c", "possible"},
      {"arch/x86/lib/x86-opcode-map.txt", "possible"},
      {"arch/x86/configs/x86_64_defconfig", "possible"},
      {"arch/Kconfig", "possible"},
      {"arch", "possible"},
      {"Makefile", "possible"},
      {"Kconfig", "possible"},
      {"init/Kconfig", "possible"},
      {"usr/gen_init_cpio.c", "possible"},
      {"samples/kprobes/kprobe_example.c", "possible"},
      {"include/dt-bindings/clock/imx8mq-clock.h", "possible"},
      {"include/asm-generic/bug.h", "possible"},
      {"include/asm-x86/page.h", "possible"},
      {"include/asm-i386/page.h", "possible"},
      {"arch/i386/mm/fault.c", "possible"},
      {"lib/test_kasan.c", "possible"},
      {"rust/kernel/lib.rs", "possible"},
      {"a/name/nobody/has/seen", "possible"},
      {"", "possible"},
      // Parts of tools and scripts that the build runs.
      {"tools", "possible"},
      {"tools/objtool/check.c", "possible"},
      {"tools/build/Makefile.build", "possible"},
      {"tools/include/linux/list.h", "possible"},
      {"tools/arch/x86/lib/insn.c", "possible"},
      {"tools/lib/bpf/libbpf.c", "possible"},
      {"tools/lib/subcmd/exec-cmd.c", "possible"},
      {"tools/bpf/resolve_btfids/main.c", "possible"},
      {"tools/scripts/Makefile.include", "possible"},
      {"scripts/Makefile.lib", "possible"},
      {"scripts/kconfig/conf.c", "possible"},
      {"scripts/mod/modpost.c", "possible"},
      {"scripts/link-vmlinux.sh", "possible"},
      {"scripts/gcc-plugins/randomize_layout_plugin.c", "possible"},
      // Documentation.
      {"Documentation", "documentation"},
      {"Documentation/", "documentation"},
      {"arch/", "possible"},
      {".../selftests/net/fib_tests.sh", "possible"},  // the front of the path is not known
      {"Documentation/admin-guide/kernel-parameters.txt", "documentation"},
      {"Documentation/devicetree/bindings/net/dsa.yaml", "documentation"},
      {"Documentation/Makefile", "documentation"},
      {"Documentation/Kconfig", "possible"},
      {"Documentations/x", "possible"},
      {"drivers/staging/fbtft/README", "documentation"},
      {"drivers/staging/media/TODO", "documentation"},
      {"fs/TODO.c", "possible"},
      {"drivers/gpu/drm/ci/readme.rst", "documentation"},
      {"README", "documentation"},
      // People.
      {"MAINTAINERS", "notes for people and their tools"},
      {"CREDITS", "notes for people and their tools"},
      {"COPYING", "notes for people and their tools"},
      {".mailmap", "notes for people and their tools"},
      {"LICENSES/preferred/GPL-2.0", "notes for people and their tools"},
      {"drivers/tty/vt/.gitignore", "notes for people and their tools"},
      {"drivers/MAINTAINERS", "possible"},
      // Tools and tests.
      {"tools/testing/selftests/net/fib_tests.sh", "tests that are built apart from the kernel"},
      {"tools/testing/ktest/ktest.pl", "tests that are built apart from the kernel"},
      {"tools/perf/builtin-top.c", "programs that run beside the kernel"},
      {"tools/power/x86/turbostat/turbostat.c", "programs that run beside the kernel"},
      {"tools/lib/traceevent/event-parse.c", "programs that run beside the kernel"},
      {"tools/bpf/bpftool/main.c", "programs that run beside the kernel"},
      {"scripts/checkpatch.pl", "scripts that no build runs"},
      {"scripts/get_maintainer.pl", "scripts that no build runs"},
      {"scripts/coccinelle/free/kfree.cocci", "scripts that no build runs"},
      {"scripts/spelling.txt", "scripts that no build runs"},
      // Other architectures.
      {"arch/arm64/kvm/arm.c", "code of another architecture"},
      {"arch/powerpc/Kconfig", "code of another architecture"},
      {"arch/arm/boot/dts/omap3.dtsi", "code of another architecture"},
      {"arch/um/kernel/process.c", "code of another architecture"},
      {"arch/x86/um/ptrace_64.c", "code of another architecture"},
      {"include/asm-arm/page.h", "code of another architecture"},
      {"drivers/s390/block/dasd.c", "code of another architecture"},
      {"virt/kvm/arm/vgic/vgic.c", "code of another architecture"},
      {"drivers/net/ethernet/ibm/ibmveth.c", "possible"},
  };
  for (const PathRow& row : rows) EXPECT_EQ(reach(row.path), row.expected) << row.path;
}

TEST(BuildReach, DependsOnTheArchitecture) {
  struct Row {
    const char* architecture;
    const char* path;
    const char* expected;
  };
  const Row rows[] = {
      {"arm64", "arch/arm64/mm/fault.c", "possible"},
      {"arm64", "arch/arm/include/asm/xen/page.h", "possible"},
      {"arm64", "virt/kvm/arm/arm.c", "possible"},
      {"arm64", "arch/x86/mm/fault.c", "code of another architecture"},
      {"um", "arch/x86/um/ptrace_64.c", "possible"},
      {"um", "arch/x86/lib/memcpy_64.S", "possible"},
      {"s390", "drivers/s390/block/dasd.c", "possible"},
      {"", "arch/arm64/mm/fault.c", "possible"},
      {"", "Documentation/x", "documentation"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(reach(row.path, row.architecture), row.expected) << row.architecture << " " << row.path;
  }
}

std::string architecture(const BisectionLog& log, std::vector<SourceLine> crash = {}) {
  const TestedArchitecture tested = tested_architecture(log, crash);
  return tested.name + (tested.assumed ? ", assumed" : "");
}

TEST(BuildReach, TheArchitectureIsReadFromTheCrashOrTheCompiler) {
  BisectionLog log = told("start b a");
  EXPECT_EQ(architecture(log), "");
  log.format = LogFormat::syzbot;
  EXPECT_EQ(architecture(log), "x86, assumed");
  log.steps.front().compiler = "gcc (Debian 10.2.1-6) 10.2.1 20210110";
  EXPECT_EQ(architecture(log), "x86, assumed");
  EXPECT_EQ(architecture(log, {{"fs/open.c", 1}, {"arch/x86/entry/common.c", 80}}), "x86");
  log.steps.front().compiler = "aarch64-linux-gnu-gcc (Debian 10.2.1-6) 10.2.1 20210110";
  EXPECT_EQ(architecture(log), "arm64");
  EXPECT_EQ(architecture(log, {{"arch/riscv/kernel/traps.c", 3}}), "riscv");
}

std::string why_not(const std::vector<ChangedFile>& changes) {
  const auto reasons = cannot_reach(changes, "x86");
  return reasons ? fmt::format("{}", fmt::join(*reasons, " and ")) : "possible";
}

TEST(BuildReach, OfACommitIsThatOfAllItsFiles) {
  EXPECT_EQ(why_not({}), "");
  EXPECT_EQ(why_not({{"net/core/dev.c"}}), "possible");
  EXPECT_EQ(why_not({{"net/core/dev.c", false}}), "possible");
  EXPECT_EQ(why_not({{"net/core/dev.c", true}}), "comments and white space");
  EXPECT_EQ(why_not({{"MAINTAINERS"}, {"net/core/dev.c"}}), "possible");
  EXPECT_EQ(why_not({{"Documentation/a"}, {"MAINTAINERS"}, {"tools/perf/b"}, {"tools/perf/c"}}),
            "programs that run beside the kernel and documentation and notes for people and their tools");
}

}  // namespace
}  // namespace rebisect
