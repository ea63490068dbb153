#include "adapters/logs/parse_log.h"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/logs/git_bisect.h"
#include "adapters/logs/mail.h"
#include "adapters/logs/refusal.h"
#include "adapters/logs/syzbot.h"

namespace rebisect {
namespace {

Result<void> check_limits(std::string_view text, const LogLimits& limits) {
  if (text.size() > limits.bytes) {
    return fail(ErrorCode::malformed,
                fmt::format("the input has {} bytes, more than the {} that are read; no "
                            "bisection log is that long",
                            text.size(), limits.bytes));
  }
  const auto breaks = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  if (breaks > limits.lines) {
    return fail(ErrorCode::malformed,
                fmt::format("the input has more than {} lines; no bisection log is that long", limits.lines));
  }
  return {};
}

}  // namespace

Result<BisectionLog> parse_log(std::string_view text, const LogLimits& limits) {
  if (const auto within = check_limits(text, limits); !within) return tl::unexpected(within.error());
  MailText mail = undo_mail(text);
  const auto holds = [&](bool (*is_landmark)(std::string_view)) {
    return std::ranges::any_of(mail.lines, [&](const LineView& line) { return is_landmark(line.text); });
  };
  BisectionLog log;
  if (holds(is_syzbot_landmark)) {
    log = read_syzbot_log(mail.lines, mail.line_count);
  } else if (holds(is_git_log_landmark)) {
    log = read_git_bisect_log(mail.lines, mail.line_count);
  } else {
    return fail(ErrorCode::malformed, describe_refusal(text));
  }
  log.diagnostics.insert(log.diagnostics.end(), mail.diagnostics.begin(), mail.diagnostics.end());
  std::ranges::stable_sort(log.diagnostics, {}, &Diagnostic::line);
  return log;
}

}  // namespace rebisect
