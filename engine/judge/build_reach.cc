#include "engine/judge/build_reach.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace rebisect {
namespace {

constexpr std::string_view kDocumentation = "documentation";
constexpr std::string_view kPeople = "notes for people and their tools";
constexpr std::string_view kUserTool = "programs that run beside the kernel";
constexpr std::string_view kKernelTest = "tests that are built apart from the kernel";
constexpr std::string_view kDeveloperScript = "scripts that no build runs";
constexpr std::string_view kOtherArchitecture = "code of another architecture";
constexpr std::string_view kComments = "comments and white space";

struct Rule {
  enum class Fits : std::uint8_t {
    file,    // this path
    folder,  // all in it
    name,    // every file of this name
    suffix,  // every file whose name ends so
  };
  Fits fits;
  std::string_view text;
  std::string_view why_not;  // empty: possible
};

constexpr auto kFile = Rule::Fits::file;
constexpr auto kFolder = Rule::Fits::folder;
constexpr auto kName = Rule::Fits::name;
constexpr auto kSuffix = Rule::Fits::suffix;

// The first that fits decides; what none fits is possible. Left out on purpose, as some build reads them:
// include/dt-bindings (C sources include it), samples (CONFIG_SAMPLES builds them in), usr (the initramfs),
// configs (who runs `make defconfig` at each step), and of tools and scripts all that is not named here:
// objtool, resolve_btfids and what they are made of (tools/build, include, arch, lib), modpost, kconfig, dtc.
constexpr Rule kRules[] = {
    // Sourced by Kconfig since 5.8.
    {kFolder, "Documentation/Kconfig", ""},
    {kFolder, "Documentation", kDocumentation},
    {kFolder, "LICENSES", kPeople},
    {kFile, "COPYING", kPeople},
    {kFile, "CREDITS", kPeople},
    {kFile, "MAINTAINERS", kPeople},
    {kFile, "REPORTING-BUGS", kPeople},
    {kFile, ".mailmap", kPeople},
    {kFile, ".get_maintainer.ignore", kPeople},
    {kFile, ".clang-format", kPeople},
    {kFile, ".cocciconfig", kPeople},
    {kFile, ".editorconfig", kPeople},
    {kFile, ".pylintrc", kPeople},
    {kFile, ".rustfmt.toml", kPeople},
    {kName, ".gitignore", kPeople},
    {kName, ".gitattributes", kPeople},
    {kName, ".kunitconfig", kPeople},
    {kName, "README", kDocumentation},
    {kName, "TODO", kDocumentation},
    {kSuffix, ".rst", kDocumentation},
    {kSuffix, ".md", kDocumentation},

    {kFolder, "tools/testing", kKernelTest},
    {kFolder, "tools/accounting", kUserTool},
    {kFolder, "tools/bootconfig", kUserTool},
    {kFolder, "tools/cgroup", kUserTool},
    {kFolder, "tools/counter", kUserTool},
    {kFolder, "tools/debugging", kUserTool},
    {kFolder, "tools/dma", kUserTool},
    {kFolder, "tools/edid", kUserTool},
    {kFolder, "tools/firewire", kUserTool},
    {kFolder, "tools/firmware", kUserTool},
    {kFolder, "tools/gpio", kUserTool},
    {kFolder, "tools/hv", kUserTool},
    {kFolder, "tools/iio", kUserTool},
    {kFolder, "tools/kvm", kUserTool},
    {kFolder, "tools/laptop", kUserTool},
    {kFolder, "tools/leds", kUserTool},
    {kFolder, "tools/lguest", kUserTool},
    {kFolder, "tools/lib/lockdep", kUserTool},
    {kFolder, "tools/lib/perf", kUserTool},
    {kFolder, "tools/lib/thermal", kUserTool},
    {kFolder, "tools/lib/traceevent", kUserTool},
    {kFolder, "tools/memory-model", kUserTool},
    {kFolder, "tools/mm", kUserTool},
    {kFolder, "tools/nfsd", kUserTool},
    {kFolder, "tools/pci", kUserTool},
    {kFolder, "tools/pcmcia", kUserTool},
    {kFolder, "tools/perf", kUserTool},
    {kFolder, "tools/power", kUserTool},
    {kFolder, "tools/rcu", kUserTool},
    {kFolder, "tools/spi", kUserTool},
    {kFolder, "tools/thermal", kUserTool},
    {kFolder, "tools/time", kUserTool},
    {kFolder, "tools/tracing", kUserTool},
    {kFolder, "tools/usb", kUserTool},
    {kFolder, "tools/verification", kUserTool},
    {kFolder, "tools/virtio", kUserTool},
    {kFolder, "tools/vm", kUserTool},
    {kFolder, "tools/wmi", kUserTool},
    {kFolder, "tools/workqueue", kUserTool},
    {kFolder, "tools/bpf/bpftool", kUserTool},
    {kFolder, "tools/bpf/runqslower", kUserTool},

    {kFolder, "scripts/coccinelle", kDeveloperScript},
    {kFolder, "scripts/clang-tools", kDeveloperScript},
    {kFolder, "scripts/gdb", kDeveloperScript},
    {kFolder, "scripts/package", kDeveloperScript},
    {kFolder, "scripts/tracing", kDeveloperScript},
    {kFile, "scripts/Lindent", kDeveloperScript},
    {kFile, "scripts/bloat-o-meter", kDeveloperScript},
    {kFile, "scripts/bootgraph.pl", kDeveloperScript},
    {kFile, "scripts/checkincludes.pl", kDeveloperScript},
    {kFile, "scripts/checkkconfigsymbols.py", kDeveloperScript},
    {kFile, "scripts/checkpatch.pl", kDeveloperScript},
    {kFile, "scripts/checkstack.pl", kDeveloperScript},
    {kFile, "scripts/checkversion.pl", kDeveloperScript},
    {kFile, "scripts/cleanfile", kDeveloperScript},
    {kFile, "scripts/cleanpatch", kDeveloperScript},
    {kFile, "scripts/coccicheck", kDeveloperScript},
    {kFile, "scripts/const_structs.checkpatch", kDeveloperScript},
    {kFile, "scripts/decode_stacktrace.sh", kDeveloperScript},
    {kFile, "scripts/decodecode", kDeveloperScript},
    {kFile, "scripts/diffconfig", kDeveloperScript},
    {kFile, "scripts/documentation-file-ref-check", kDeveloperScript},
    {kFile, "scripts/extract-ikconfig", kDeveloperScript},
    {kFile, "scripts/extract-vmlinux", kDeveloperScript},
    {kFile, "scripts/faddr2line", kDeveloperScript},
    {kFile, "scripts/get_abi.pl", kDeveloperScript},
    {kFile, "scripts/get_maintainer.pl", kDeveloperScript},
    {kFile, "scripts/kernel-doc", kDeveloperScript},
    {kFile, "scripts/leaking_addresses.pl", kDeveloperScript},
    {kFile, "scripts/markup_oops.pl", kDeveloperScript},
    {kFile, "scripts/namespace.pl", kDeveloperScript},
    {kFile, "scripts/objdiff", kDeveloperScript},
    {kFile, "scripts/patch-kernel", kDeveloperScript},
    {kFile, "scripts/prune-kernel", kDeveloperScript},
    {kFile, "scripts/spdxcheck.py", kDeveloperScript},
    {kFile, "scripts/spelling.txt", kDeveloperScript},
    {kFile, "scripts/sphinx-pre-install", kDeveloperScript},
    {kFile, "scripts/stackusage", kDeveloperScript},
    {kFile, "scripts/tags.sh", kDeveloperScript},
    {kFile, "scripts/ver_linux", kDeveloperScript},
};

bool is_in(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool fits(const Rule& rule, std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  switch (rule.fits) {
    case Rule::Fits::file:
      return path == rule.text;
    case Rule::Fits::folder:
      return is_in(path, rule.text);
    case Rule::Fits::name:
      return name == rule.text;
    case Rule::Fits::suffix:
      break;
  }
  return name.ends_with(rule.text);
}

// Kernels of `built` read files of `of` too: one architecture under two names, or one that borrows.
struct Shared {
  std::string_view built;
  std::string_view of;
};
constexpr Shared kShared[] = {
    {"x86", "i386"},      {"x86", "x86_64"},    {"arm64", "arm"}, {"arm", "arm64"},
    {"um", "x86"},        {"um", "i386"},       {"um", "x86_64"}, {"powerpc", "ppc"},
    {"powerpc", "ppc64"}, {"sparc", "sparc64"}, {"sh", "sh64"},   {"riscv", "arm64"},
};

bool is_read_by(std::string_view architecture, std::string_view of) {
  return architecture == of || std::ranges::any_of(kShared, [&](const Shared& row) {
           return row.built == architecture && row.of == of;
         });
}

// The word of the path behind `prefix`, up to a slash that must follow: "arm" of "arch/arm/mm/fault.c".
std::string_view word_behind(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return {};
  const std::string_view rest = path.substr(prefix.size());
  const std::size_t slash = rest.find('/');
  return slash == std::string_view::npos ? std::string_view() : rest.substr(0, slash);
}

struct FolderOf {
  std::string_view folder;
  std::string_view architecture;
};
// Folders of one architecture outside of arch/. Drivers that COMPILE_TEST builds elsewhere are not among
// them.
constexpr FolderOf kFoldersOf[] = {
    {"arch/x86/um", "um"},      {"drivers/s390", "s390"},  {"drivers/parisc", "parisc"},
    {"drivers/ps3", "powerpc"}, {"drivers/zorro", "m68k"}, {"drivers/sbus", "sparc"},
    {"virt/kvm/arm", "arm64"},
};

// The architecture that a path is a part of; empty where it is of none or of all.
std::string_view architecture_of(std::string_view path) {
  for (const FolderOf& row : kFoldersOf) {
    if (is_in(path, row.folder)) return row.architecture;
  }
  for (const std::string_view prefix : {"arch/", "include/asm-"}) {
    const std::string_view word = word_behind(path, prefix);
    if (!word.empty() && word != "generic") return word;
  }
  return {};
}

struct Compiler {
  std::string_view prefix;
  std::string_view architecture;
};
constexpr Compiler kCompilers[] = {
    {"aarch64-", "arm64"}, {"arm-linux", "arm"}, {"riscv64-", "riscv"}, {"powerpc64", "powerpc"},
    {"s390x-", "s390"},    {"mips", "mips"},     {"x86_64-", "x86"},
};

}  // namespace

BuildReach build_reach(std::string_view path, std::string_view architecture) {
  const auto* const rule = std::ranges::find_if(kRules, [&](const Rule& r) { return fits(r, path); });
  if (rule != std::end(kRules)) return {rule->why_not.empty(), rule->why_not};
  const std::string_view of = architecture_of(path);
  if (architecture.empty() || of.empty() || is_read_by(architecture, of)) return {};
  return {false, kOtherArchitecture};
}

TestedArchitecture tested_architecture(const BisectionLog& log, std::span<const SourceLine> crash) {
  for (const SourceLine& line : crash) {
    const std::string_view word = word_behind(line.file, "arch/");
    if (!word.empty()) return {std::string(word), false};
  }
  for (const Step& step : log.steps) {
    for (const Compiler& compiler : kCompilers) {
      if (step.compiler.starts_with(compiler.prefix)) return {std::string(compiler.architecture), false};
    }
  }
  if (log.format == LogFormat::syzbot) return {"x86", true};
  return {};
}

std::optional<std::vector<std::string>> cannot_reach(std::span<const ChangedFile> changes,
                                                     std::string_view architecture) {
  if (changes.empty()) return std::vector<std::string>();
  std::vector<std::pair<std::string_view, std::size_t>> counts;
  for (const ChangedFile& change : changes) {
    const BuildReach reach = build_reach(change.path, architecture);
    if (reach.possible && !change.comments_only.value_or(false)) return std::nullopt;
    const std::string_view why = reach.possible ? kComments : reach.reason;
    const auto known = std::ranges::find(counts, why, &std::pair<std::string_view, std::size_t>::first);
    if (known == counts.end()) {
      counts.emplace_back(why, 1);
    } else {
      ++known->second;
    }
  }
  std::ranges::stable_sort(counts, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> reasons;
  reasons.reserve(counts.size());
  for (const auto& [why, count] : counts) reasons.emplace_back(why);
  return reasons;
}

}  // namespace rebisect
