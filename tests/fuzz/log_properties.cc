#include "tests/fuzz/log_properties.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace rebisect::fuzz {
namespace {

bool lies_within(LineSpan span, std::size_t line_count) {
  if (span == LineSpan{}) return true;
  return span.first >= 1 && span.first <= span.last && span.last <= line_count;
}

void check_command(const BisectionLog& log, const GitCommand& command, std::size_t line_count) {
  ENSURE(lies_within(command.lines, line_count) && command.lines.first > 0);
  ENSURE(lies_within(command.output.lines, line_count));
  ENSURE(command.steps.size() <= command.revisions.size());
  for (const std::size_t step : command.steps) {
    ENSURE(step < log.steps.size());
    ENSURE(log.steps[step].logged.has_value());
  }
  if (command.kind == GitCommand::Kind::verdict) ENSURE(!command.revisions.empty());
}

}  // namespace

void check_log(const BisectionLog& log, std::size_t line_count) {
  ENSURE(log.line_kinds.size() == line_count);
  for (std::size_t i = 0; i < line_count; ++i) {
    const auto is_here = [&](const Diagnostic& diagnostic) { return diagnostic.line == i + 1; };
    // A line that a mailer broke softly has its diagnostic where it begins.
    const bool goes_on = i > 0 && log.line_kinds[i - 1] == LineKind::unknown;
    ENSURE(log.line_kinds[i] != LineKind::unknown || goes_on ||
           std::ranges::any_of(log.diagnostics, is_here));
  }
  for (const Diagnostic& diagnostic : log.diagnostics) {
    ENSURE(diagnostic.line <= line_count);
    ENSURE(!diagnostic.text.empty());
  }
  for (const Step& step : log.steps) {
    ENSURE(lies_within(step.lines, line_count) && step.lines.first > 0);
    ENSURE(!step.build_failed || step.runs.empty());
  }
  for (const GitCommand& command : log.commands) check_command(log, command, line_count);
  if (log.claim) ENSURE(lies_within(log.claim->lines, line_count) && log.claim->lines.first > 0);
}

}  // namespace rebisect::fuzz
