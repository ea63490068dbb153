// The stack traces of a console's output.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "adapters/logs/console.h"
#include "engine/model/crash_report.h"

namespace rebisect {

// Stacks and their frames, as CrashReport has them. Lines between two frames that are no frames (registers,
// code bytes, what other parts of the kernel print) end no stack; a line that heads the next one does. Where
// the processor stood ("RIP:") is a stack of its own, of one frame, wherever it stands.
struct CrashStacks {
  std::vector<std::string> names;
  std::vector<StackFrame> frames;
};

CrashStacks read_stacks(std::span<const ConsoleLine> lines);

// Does a stack begin behind this line? "Call Trace:", "Freed by task 7:", "-> #1 (&mm->mmap_sem){++++}:"
bool heads_stack(std::string_view line);

}  // namespace rebisect
