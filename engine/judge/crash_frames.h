// Which of a crash's stack frames say where the bug is. Most of a stack is the same in every crash: the code
// that found the bug, that prints, locks, allocates, and the way into the kernel.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/crash_report.h"

namespace rebisect {

// Is `path` ("mm/kasan/report.c") a file whose functions stand in stacks of any bug? The table is our own;
// its measure is that a file that is named in the reports of many unrelated bugs tells nothing about one.
bool is_generic_file(std::string_view path);

// The files of the report's frames that are not generic, each once, in the order of the report. Frames that
// the kernel itself is not certain of ("? foo") are left out.
std::vector<std::string> telling_files(const CrashReport& report);

}  // namespace rebisect
