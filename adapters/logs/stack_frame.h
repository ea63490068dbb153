// One line of a stack trace.
#pragma once

#include <optional>
#include <string_view>

#include "engine/model/crash_report.h"

namespace rebisect {

// The symbol that a line names, wherever it stands: "at: foo+0x1f/0x40 fs/foo.c:12", or, where scripts have
// added what was inlined, "foo fs/foo.h:3 [inline]". The last one of each form: a line that names callers
// behind it names none here. `stack` and `report_line` are left at 0.
std::optional<StackFrame> find_symbol(std::string_view line);

// A line that is a frame and nothing else: blanks, addresses in brackets and "? " may stand in front.
std::optional<StackFrame> parse_frame(std::string_view line);

// Where the processor stood: "RIP: 0010:foo+0x1f/0x40", "pc : foo+0x1f/0x40", "PC is at foo+0x1f/0x40".
// nullopt for other lines and for addresses of user programs.
std::optional<StackFrame> parse_program_counter(std::string_view line);

// "arch/x86/kvm/../../../virt/kvm/kvm_main.c" is "virt/kvm/kvm_main.c"; "./" and the folder of a build
// ("/syzkaller/.../kernel/fs/aio.c") are taken off.
std::string plain_path(std::string_view path);

}  // namespace rebisect
