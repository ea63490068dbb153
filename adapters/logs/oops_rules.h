// The table behind a crash report's title: which line tells of a crash, how the title is worded, and where
// the function in it is found. After syzkaller's pkg/report/linux.go.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rebisect {

// A place in the report where symbols are looked for. All but `heading` lie behind the oops line.
struct FramePlace {
  enum class Kind : std::uint8_t {
    heading,  // the oops line itself, and its repetitions for inlined functions
    counter,  // where the processor stood
    trace,    // the first stack behind the line that `phrase` is in (empty: behind the oops line)
    at,       // "at: foo+0x1f", in the lines behind the one that `phrase` is in, up to an empty line
    below,    // what was interrupted: behind the first frame whose name holds `phrase`, the counter included
    both,     // the counter, and behind it the trace
    access,   // of a data race: the top of the stack behind the nth line of `phrase`
  };
  Kind kind = Kind::heading;
  std::string_view phrase;
};

// How one frame of a stack is chosen.
enum class FrameChoice : std::uint8_t {
  first,        // the first that is not skipped
  any,          // the first
  below_entry,  // of a stall: the one that the entry to the kernel called, since the loop may be anywhere
                // below
  hang,         // of a task that waits: what it waits in, with waits for common locks taken together
};

// "corrupted" stands in the title where the function should.
inline constexpr std::string_view kCorrupted;

struct OopsRule {
  std::string_view trigger;  // "*" stands for any text; looked for anywhere in a line
  // "{1}", "{2}": what the stars of the trigger stood for; "{access}": Read or Write; "{f}": the function;
  // "{line}": the line from the trigger on, with numbers and addresses left out.
  std::string_view title;
  std::span<const FramePlace> places;  // tried in turn
  std::string_view also_skip;          // patterns as in the table of skipped functions, separated by blanks
  FrameChoice choice = FrameChoice::first;
  std::string_view without_function = kCorrupted;  // the title where no function is found
};

struct OopsMatch {
  const OopsRule* rule = nullptr;
  std::string_view from_trigger;  // the line from the trigger on
  std::vector<std::string_view> stars;
};

// The first rule of the table that fits the line; nullopt where the line tells of no crash.
std::optional<OopsMatch> match_oops(std::string_view line);

std::span<const OopsRule> oops_rules();

}  // namespace rebisect
