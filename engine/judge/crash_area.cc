#include "engine/judge/crash_area.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "engine/judge/crash_frames.h"

namespace rebisect {
namespace {

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// Folders whose code has its users all over the kernel.
constexpr std::string_view kSharedFolders[] = {"arch/", "block/",   "drivers/base/", "include/", "init/",
                                               "ipc/",  "kernel/",  "lib/",          "mm/",      "net/core/",
                                               "rust/", "scripts/", "security/"};
// Their own files are shared, those of their folders belong to a file system or a protocol.
constexpr std::string_view kSharedAtTop[] = {"", "fs", "net"};

// How near one path comes to one file of the crash.
Nearness between(std::string_view path, std::string_view file) {
  // A folder, of which it is not known what changed in it.
  if (path.ends_with('/')) return file.starts_with(path) ? Nearness::directory : Nearness::none;
  // Only the end of the path is known: both are compared as far as it goes.
  constexpr std::string_view kCut = "...";
  const bool cut = path.starts_with(".../");
  if (cut) path.remove_prefix(kCut.size());
  const auto same = [&](std::string_view known, std::string_view whole) {
    return cut ? whole.ends_with(known) : whole == known;
  };
  if (same(path, file)) return Nearness::file;
  const std::string_view directory = directory_of(path);
  const bool near = !directory.empty() && !is_generic_file(file) && same(directory, directory_of(file));
  return near ? Nearness::directory : Nearness::none;
}

Nearness nearness_of(std::string_view path, std::span<const SourceLine> crash) {
  Nearness nearest = Nearness::none;
  for (const SourceLine& line : crash) nearest = std::max(nearest, between(path, line.file));
  return nearest;
}

bool tells_nothing(std::span<const SourceLine> crash) {
  return std::ranges::all_of(crash, [](const SourceLine& line) { return is_generic_file(line.file); });
}

template <typename Path, typename Paths>
Nearness nearest_of(const Paths& changed, std::span<const SourceLine> crash, const Path& path) {
  if (tells_nothing(crash)) return Nearness::unread;
  Nearness nearest = Nearness::none;
  for (const auto& change : changed) nearest = std::max(nearest, nearness_of(path(change), crash));
  return nearest;
}

}  // namespace

std::vector<SourceLine> crash_lines(const CrashReport& report) {
  std::vector<SourceLine> lines;
  for (const StackFrame& frame : report.frames) {
    if (!frame.file.empty() && !frame.uncertain) lines.push_back({frame.file, frame.line});
  }
  return lines;
}

std::vector<SourceLine> telling_lines(std::span<const SourceLine> crash, std::size_t most) {
  std::vector<SourceLine> telling;
  for (const SourceLine& line : crash) {
    if (telling.size() == most) break;
    if (line.line == 0 || is_generic_file(line.file)) continue;
    if (std::ranges::find(telling, line.file, &SourceLine::file) == telling.end()) telling.push_back(line);
  }
  return telling;
}

bool is_shared_code(std::string_view path) {
  const auto inside = [path](std::string_view folder) { return path.starts_with(folder); };
  if (std::ranges::any_of(kSharedFolders, inside)) return true;
  return !path.ends_with('/') &&
         std::ranges::find(kSharedAtTop, directory_of(path)) != std::end(kSharedAtTop);
}

std::vector<std::string> printed_paths(const PrintedCommit& commit) {
  std::vector<std::string> paths;
  for (const PrintedPath& path : commit.paths) {
    paths.push_back((path.abbreviated ? ".../" : "") + path.path + (path.directory ? "/" : ""));
  }
  return paths;
}

Nearness nearness(std::span<const std::string> paths, std::span<const SourceLine> crash) {
  return nearest_of(paths, crash, [](const std::string& path) -> std::string_view { return path; });
}

Nearness nearness(std::span<const ChangedFile> changes, std::span<const SourceLine> crash) {
  return nearest_of(changes, crash,
                    [](const ChangedFile& change) -> std::string_view { return change.path; });
}

}  // namespace rebisect
