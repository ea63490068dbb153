// CrashReport: what a kernel printed when it crashed, as values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rebisect {

// One call of a stack trace, or a symbol that the report names elsewhere ("RIP:", "at:").
struct StackFrame {
  std::string function;    // as printed, without "+0x1f/0x40": "foo.isra.0"
  std::string file;        // from the root of the kernel's sources: "net/ipv4/tcp.c"; empty where not printed
  std::uint32_t line = 0;  // of the file; 0 where not printed
  bool inlined = false;    // the compiler put its code into the frame below
  bool uncertain = false;  // "? foo": an address found on the stack, perhaps of an earlier call
  std::size_t stack = 0;   // in CrashReport::stacks
  std::uint32_t report_line = 0;  // where it stands in the report, from 1

  friend bool operator==(const StackFrame&, const StackFrame&) = default;
};

struct CrashReport {
  std::string title;                // as syzkaller would word it: "KASAN: use-after-free Read in tcp_close"
  std::string kind;                 // "use-after-free"
  std::uint32_t oops_line = 0;      // the line that the title was read from, from 1; 0: none was found
  std::vector<std::string> stacks;  // what stands above each stack: "Call Trace", "Freed by task 7"
  std::vector<StackFrame> frames;   // as printed: in each stack, the innermost call first

  friend bool operator==(const CrashReport&, const CrashReport&) = default;
};

}  // namespace rebisect
