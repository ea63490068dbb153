#include "engine/judge/crash_frames.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace rebisect {
namespace {

// Whole folders; headers too, for what they hold is inlined everywhere.
constexpr std::string_view kFolders[] = {
    "include/asm-generic/", "include/linux/", "include/trace/", "init/",
    "kernel/debug/",        "kernel/entry/",  "kernel/irq/",    "kernel/kcsan/",
    "kernel/locking/",      "kernel/printk/", "kernel/rcu/",    "kernel/sched/",
    "kernel/trace/",        "mm/kasan/",      "mm/kfence/",     "mm/kmsan/",
    "rust/core/",           "rust/alloc/",
};

// Below "arch/NAME/".
constexpr std::string_view kArchitectureFolders[] = {"entry/", "include/",     "kernel/",
                                                     "lib/",   "mm/extable.c", "mm/fault.c"};

constexpr std::string_view kFiles[] = {
    // detectors, and what prints
    "lib/bug.c",
    "lib/debugobjects.c",
    "lib/dump_stack.c",
    "lib/fault-inject.c",
    "lib/list_debug.c",
    "lib/nmi_backtrace.c",
    "lib/refcount.c",
    "lib/smp_processor_id.c",
    "lib/stackdepot.c",
    "lib/ubsan.c",
    "lib/usercopy.c",
    "kernel/hung_task.c",
    "kernel/panic.c",
    "kernel/stacktrace.c",
    "kernel/watchdog.c",
    "mm/failslab.c",
    "mm/kmemleak.c",
    "mm/page_owner.c",
    "mm/usercopy.c",
    // memory, strings, objects
    "lib/kobject.c",
    "lib/string.c",
    "lib/string_helpers.c",
    "mm/kasan.c",
    "mm/maccess.c",
    "mm/mempolicy.c",
    "mm/page_alloc.c",
    "mm/slab.c",
    "mm/slab.h",
    "mm/slab_common.c",
    "mm/slob.c",
    "mm/slub.c",
    "mm/util.c",
    // tasks, timers, deferred work
    "kernel/exit.c",
    "kernel/fork.c",
    "kernel/kthread.c",
    "kernel/notifier.c",
    "kernel/signal.c",
    "kernel/smp.c",
    "kernel/smpboot.c",
    "kernel/softirq.c",
    "kernel/task_work.c",
    "kernel/time/hrtimer.c",
    "kernel/time/tick-sched.c",
    "kernel/time/timer.c",
    "kernel/umh.c",
    "kernel/workqueue.c",
    // the way in, by system call or by the driver core
    "drivers/base/bus.c",
    "drivers/base/core.c",
    "drivers/base/dd.c",
    "fs/file_table.c",
    "fs/fs_context.c",
    "fs/ioctl.c",
    "fs/namei.c",
    "fs/namespace.c",
    "fs/open.c",
    "fs/read_write.c",
    "fs/super.c",
    "net/compat.c",
    "net/core/dev.c",
    "net/core/rtnetlink.c",
    "net/core/sock.c",
    "net/netlink/af_netlink.c",
    "net/netlink/genetlink.c",
    "net/socket.c",
    "security/security.c",
};

// "kernel/traps.c" of "arch/x86/kernel/traps.c"; empty for other paths.
std::string_view below_architecture(std::string_view path) {
  constexpr std::string_view kArch = "arch/";
  if (!path.starts_with(kArch)) return {};
  const std::size_t slash = path.find('/', kArch.size());
  return slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
}

}  // namespace

bool is_generic_file(std::string_view path) {
  const auto below = [](std::string_view file) {
    return [file](std::string_view folder) { return file.starts_with(folder); };
  };
  return std::ranges::any_of(kFolders, below(path)) ||
         std::ranges::any_of(kArchitectureFolders, below(below_architecture(path))) ||
         std::ranges::find(kFiles, path) != std::end(kFiles);
}

std::vector<std::string> telling_files(const CrashReport& report) {
  std::vector<std::string> files;
  for (const StackFrame& frame : report.frames) {
    if (frame.file.empty() || frame.uncertain || is_generic_file(frame.file)) continue;
    if (std::ranges::find(files, frame.file) == files.end()) files.push_back(frame.file);
  }
  return files;
}

}  // namespace rebisect
