// Any text as a crash report: what is read stands in the text, and a title always reads back as of its kind.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "adapters/logs/crash_report.h"
#include "adapters/logs/line_reader.h"
#include "adapters/report/crash_report_output.h"
#include "engine/base/ensure.h"
#include "engine/judge/crash_frames.h"
#include "engine/judge/crash_title.h"

// The name that libFuzzer calls.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::vector<LineView> lines = read_lines(text);
  const CrashReport tolerant = read_crash_report(lines);
  const auto report = parse_crash_report(text);
  ENSURE(report.has_value() == (tolerant.oops_line != 0));
  if (report) ENSURE(*report == tolerant);
  std::uint32_t last = 0;
  for (const StackFrame& frame : tolerant.frames) {
    ENSURE(frame.stack < tolerant.stacks.size());
    ENSURE(frame.report_line > last && frame.report_line <= lines.size());
    ENSURE(!frame.function.empty() &&
           lines[frame.report_line - 1].text.find(frame.function) != std::string::npos);
    last = frame.report_line;
  }
  ENSURE(telling_files(tolerant).size() <= tolerant.frames.size());
  const CrashTitle title = read_title(tolerant.title);
  ENSURE(similarity(title, title) == TitleSimilarity::equal);
  ENSURE(!to_text(tolerant, {}).empty() && !to_json(tolerant, {}).empty());
  // The text itself as a title.
  const CrashTitle odd = read_title(text);
  ENSURE(similarity(odd, title) == similarity(title, odd));
  return 0;
}
