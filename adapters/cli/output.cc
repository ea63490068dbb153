#include "adapters/cli/output.h"

#include <algorithm>

#include "adapters/cli/read_input.h"
#include "adapters/report/layout.h"
#include "engine/review/report.h"

namespace rebisect {
namespace {

// As asked for; else the terminal's, where the output goes to one.
std::size_t width_of(const CommonOptions& options, const Settings& settings,
                     const Surroundings& surroundings) {
  if (options.width) return *options.width;
  if (surroundings.terminal_width == 0 || !options.output.empty()) return settings.report.width;
  return std::clamp<std::size_t>(surroundings.terminal_width, kNarrowestText,
                                 std::max(settings.report.terminal_width, kNarrowestText));
}

}  // namespace

ToolVersion tool(const Surroundings& surroundings) {
  ToolVersion version;
  version.version = surroundings.version;
  return version;
}

TextStyle style_of(const CommonOptions& options, const Settings& settings, const Surroundings& surroundings) {
  TextStyle style;
  style.width = width_of(options, settings, surroundings);
  style.candidates_shown = options.verbose ? kMostCandidates : settings.report.candidates_shown;
  style.first_line_only = options.quiet;
  style.color = options.color == ColorWhen::always || (options.color == ColorWhen::automatic &&
                                                       surroundings.color_terminal && options.output.empty());
  return style;
}

Result<int> write_done(const CommonOptions& options, const std::string& text,
                       const Surroundings& surroundings) {
  const bool reduced = surroundings.ascii && options.format == OutputFormat::text;
  const Result<void> written = write_output(options.output, reduced ? in_ascii(text) : text);
  if (!written) return tl::unexpected(written.error());
  return kDone;
}

}  // namespace rebisect
