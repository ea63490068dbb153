// A report is read in one pass: the first line that the table of rules knows makes the title, and the stacks
// behind it the function in it. What is printed before is left out; what other tasks or processors print in
// between too, where the console says who printed what.
#include "adapters/logs/crash_report.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/logs/console.h"
#include "adapters/logs/crash_stacks.h"
#include "adapters/logs/frame_choice.h"
#include "adapters/logs/oops_rules.h"
#include "adapters/logs/raw_title.h"
#include "engine/judge/crash_title.h"

namespace rebisect {
namespace {

// "Read" or "Write" of KASAN's second line.
std::string_view access_of(std::span<const ConsoleLine> lines) {
  for (const ConsoleLine& line : lines) {
    if (line.text.starts_with("Read of size") || line.text.starts_with("Read at addr")) return "Read";
    if (line.text.starts_with("Write of size") || line.text.starts_with("Write at addr")) return "Write";
  }
  return {};
}

// The template with its braces filled in.
std::string fill_in(const OopsMatch& oops, std::string_view access, std::string_view function) {
  std::string title;
  const bool nameless = function.empty() && !oops.rule->without_function.empty();
  std::string_view rest = nameless ? oops.rule->without_function : oops.rule->title;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    title += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    rest.remove_prefix(close + 1);
    if (name == "f") {
      title += function.empty() ? "corrupted" : function;
    } else if (name == "access") {
      title += access;
    } else if (name == "line") {
      title += raw_title(oops);
    } else {
      const auto star = static_cast<std::size_t>(name.front() - '1');
      if (star < oops.stars.size()) title += oops.stars[star];
    }
  }
  // Where nothing tells of the access.
  if (const std::size_t gap = title.find("  "); gap != std::string::npos) title.erase(gap, 1);
  title.erase(title.find_last_not_of(' ') + 1);
  return title;
}

CrashReport report_of(std::span<const ConsoleLine> lines, const OopsMatch& oops) {
  std::vector<ConsoleLine> own;
  for (const ConsoleLine& line : lines) {
    const bool of_another = !line.context.empty() && line.context != lines.front().context;
    if (!of_another) own.push_back(line);
  }
  CrashStacks stacks = read_stacks(own);
  CrashReport report;
  report.title = fill_in(oops, access_of(own), choose_function(oops, own, stacks));
  report.kind = to_text(read_title(report.title).kind);
  report.oops_line = lines.front().number;
  report.stacks = std::move(stacks.names);
  report.frames = std::move(stacks.frames);
  return report;
}

CrashReport read_lines_of_console(std::span<const ConsoleLine> lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (const auto oops = match_oops(lines[i].text)) return report_of(lines.subspan(i), *oops);
  }
  CrashStacks stacks = read_stacks(lines);
  CrashReport report;
  report.stacks = std::move(stacks.names);
  report.frames = std::move(stacks.frames);
  return report;
}

}  // namespace

Result<CrashReport> parse_crash_report(std::string_view text) {
  CrashReport report = read_lines_of_console(read_console(text));
  if (report.oops_line == 0) {
    return fail(ErrorCode::malformed,
                "no line tells of a crash; a report begins with a line like `BUG: ...` or `WARNING: ...`");
  }
  return report;
}

CrashReport read_crash_report(std::span<const LineView> lines) {
  std::vector<ConsoleLine> console;
  std::uint32_t number = 0;
  for (const LineView& line : lines) console.push_back(strip_prefix(line.text, ++number));
  return read_lines_of_console(console);
}

}  // namespace rebisect
