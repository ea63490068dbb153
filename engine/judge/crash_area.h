// How near a change is to a crash: the files of the crash's stack, and the directories they are in.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/crash_report.h"
#include "engine/model/culprit_facts.h"
#include "engine/model/path_relevance.h"
#include "engine/model/printed_commit.h"

namespace rebisect {

// The lines of a report's frames, in its order; frames that the kernel itself is not certain of are left out,
// and those without a file.
std::vector<SourceLine> crash_lines(const CrashReport& report);

// The lines of files that are not generic (see is_generic_file()), each file once, at its innermost line; at
// most `most`.
std::vector<SourceLine> telling_lines(std::span<const SourceLine> crash, std::size_t most);

// Is `path` code that all parts of the kernel run through or read: memory management, scheduling, headers? A
// change there may break any of them; one of a driver's or a protocol's own files mostly breaks that one. A
// folder ("net/") counts where all in it is shared; a path without its front (".../x.c") does not.
bool is_shared_code(std::string_view path);

// What git printed of a commit's files, as nearness() takes it.
std::vector<std::string> printed_paths(const PrintedCommit& commit);

// The nearest that the paths come: to any file of the crash, or to the directory of one that is not generic.
// Nearness::unread where all files of the crash are generic, or there are none. A path that ends in a slash
// is a folder in which something changed; one that begins with ".../" has lost its front, as in git's
// statistics.
Nearness nearness(std::span<const std::string> paths, std::span<const SourceLine> crash);
Nearness nearness(std::span<const ChangedFile> changes, std::span<const SourceLine> crash);

}  // namespace rebisect
