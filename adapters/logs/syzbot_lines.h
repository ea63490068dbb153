// The lines that syzbot's bisecter prints, as a table: how each is recognised, what it means to the reader
// and when it was printed. docs/log-formats.md lists them for people.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rebisect {

// What the reader does with a line. Lines that only tell what the bisecter is up to share `note`.
enum class SyzbotMeaning : std::uint8_t {
  note,
  host,
  header_cause,
  header_fix,
  syzkaller,
  reidentified,
  ensuring,
  release,
  head,
  instrumentation,
  range_merge_base,
  picked,
  test,
  compiler,
  signature,
  all_runs,
  run,
  representative,
  chance,
  misplaced_skip,
  flaky,
  build_failure,
  test_failure,
  presence_merge_base,
  pretended,
  parent_untested,
  culprit_signature,
  parent_signature,
  git_command,
  error_probability,
  revisions_tested,
  error,
  nothing_found,
  commit_message,
  inconclusive,
  first_bad,
  recipients,
  crash,
};

// Where in a log a line is taken for what it looks like. A failed build prints anything, "error: ..." too.
enum class SyzbotPlace : std::uint8_t {
  anywhere,
  in_test,  // between "testing commit" and the next such line
  at_end,   // after "revisions tested"
};

// What stands between a line's start and its end.
enum class SyzbotRest : std::uint8_t {
  nothing,
  text,
  texts,         // text that may go on over the next lines
  around,        // the start stands amid text
  run_outcome,   // "<number>: <text>", which may go on over the next lines
  id,            // 40 hexadecimal digits
  sha256,        // 64
  id_then_with,  // an id, " with ", text
  id_then_text,  // an id, and perhaps text after a blank
  id_then_texts,
  word,
};

// The dialects in which a line was printed, D0 to D20; see syzbot_dialect.h.
struct DialectRange {
  std::uint8_t first = 0;
  std::uint8_t last = 20;

  friend bool operator==(const DialectRange&, const DialectRange&) = default;
};

struct SyzbotShape {
  std::string_view name;  // as in docs/log-formats.md
  SyzbotMeaning meaning;
  SyzbotPlace place;
  SyzbotRest rest;
  DialectRange dialects;
  std::string_view start;
  std::string_view end;
};

// All shapes; of two that fit a line the first one counts.
std::span<const SyzbotShape> syzbot_shapes();

struct SyzbotLineView {
  const SyzbotShape* shape;
  std::string_view rest;  // between the shape's start and its end
};

// Where the reader is, to tell the bisecter's lines from those of a failed build.
struct SyzbotContext {
  bool in_test = false;
  bool at_end = false;
};

// The shape of a line in column 0; nullopt where it has none. Cost: one comparison per row of the table.
std::optional<SyzbotLineView> match_syzbot_line(std::string_view line, SyzbotContext context);

// May the text of such a line go on over the next lines?
bool goes_on(SyzbotRest rest);

}  // namespace rebisect
