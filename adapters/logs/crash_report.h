// Crash reports: what a kernel printed when it crashed, from a console, a log or a mail.
#pragma once

#include <span>
#include <string_view>

#include "adapters/logs/line_reader.h"
#include "engine/base/result.h"
#include "engine/model/crash_report.h"

namespace rebisect {

// Reads the first crash in `text`. Tolerant of what consoles put in front of lines, of other lines between
// those of the report, and of reports that end early. Fails (malformed) where no line tells of a crash.
Result<CrashReport> parse_crash_report(std::string_view text);

// The same of lines that were taken from elsewhere; never fails: without a crash the title is empty and
// oops_line 0, and the stacks are those of all lines. Line numbers are those of `lines`, from 1.
CrashReport read_crash_report(std::span<const LineView> lines);

}  // namespace rebisect
