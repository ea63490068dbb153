#include "adapters/logs/parse_log.h"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/logs/git_bisect.h"
#include "adapters/logs/git_log_lines.h"
#include "adapters/logs/mail.h"
#include "adapters/logs/mail_parts.h"
#include "adapters/logs/refusal.h"
#include "adapters/logs/syzbot.h"
#include "adapters/logs/words.h"

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

// Nothing but commands to git and comments: "git bisect start main old" may stand in prose, but not alone.
bool holds_commands_alone(const std::vector<LineView>& lines) {
  bool starts = false;
  for (const LineView& line : lines) {
    const std::string_view text = trim(line.text);
    if (text.empty() || text.starts_with('#')) continue;
    const auto command = bisect_command_of(text);
    if (!command) return false;
    starts = starts || command->starts_with("start ");
  }
  return starts;
}

bool is_git_log(const std::vector<LineView>& lines) {
  return std::ranges::any_of(lines, is_git_log_landmark, &LineView::text) || holds_commands_alone(lines);
}

Result<BisectionLog> parse_text(std::string_view text, TextFlow flow) {
  MailText mail = undo_mail(text, flow);
  BisectionLog log;
  if (std::ranges::any_of(mail.lines, is_syzbot_landmark, &LineView::text)) {
    log = read_syzbot_log(mail.lines, mail.line_count);
  } else if (is_git_log(mail.lines)) {
    log = read_git_bisect_log(mail.lines, mail.line_count);
  } else {
    return fail(ErrorCode::malformed, describe_refusal(text));
  }
  log.diagnostics.insert(log.diagnostics.end(), mail.diagnostics.begin(), mail.diagnostics.end());
  std::ranges::stable_sort(log.diagnostics, {}, &Diagnostic::line);
  return log;
}

}  // namespace

Result<BisectionLog> parse_log(std::string_view text, const LogLimits& limits) {
  if (const auto within = check_limits(text, limits); !within) return tl::unexpected(within.error());
  const auto decoded = log_in_base64(text);
  REBISECT_TRY(BisectionLog log,
               decoded ? parse_text(decoded->text, decoded->flow) : parse_text(text, TextFlow::fixed));
  log.mail = mail_facts(text);
  if (!decoded) return log;
  log.diagnostics.insert(log.diagnostics.begin(),
                         {0, "the log stands in base64 in a mail; line numbers are those of the log alone"});
  return log;
}

}  // namespace rebisect
