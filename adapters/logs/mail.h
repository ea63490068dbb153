// A log as people pass it on: pasted into a mail, quoted, broken into short lines.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/logs/line_reader.h"
#include "adapters/logs/mail_parts.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// The lines of a log without what mailers did to them. `lines` look into the text that was given and into
// `rewritten`, so neither may go first.
struct MailText {
  std::vector<LineView> lines;
  std::deque<std::string> rewritten;  // lines that were decoded or put together again
  std::vector<Diagnostic> diagnostics;
  std::uint32_t line_count = 0;  // of the input
};

// Undoes, where the text has it:
// - the mail's parts: the one that has most of a log is read, the lines of all others are remarks;
// - quoted-printable ("=3D", "=" at a line's end), where a header says so;
// - quoting ("> ", nested too), where lines of a log are quoted; lines beside them that are not quoted and no
//   lines of a log are remarks;
// - format=flowed, where a header or `flow` says so;
// - lines of a log that were broken at a blank. A line is put together again only where it is incomplete
//   without the next one, or (in a mail) where it is as long as a mailer allows and the next one is no line
//   of a log. Each time gives a diagnostic.
// Lines of a mail's header are remarks. A text that has nothing of this comes back line by line as it stands.
// Cost: linear in the text.
MailText undo_mail(std::string_view text, TextFlow flow = TextFlow::fixed);

// The log of a mail whose body or attachment is in base64.
struct DecodedLog {
  std::string text;
  TextFlow flow;
};

// The part of a mail that has most of a log, where that part is in base64; nullopt for all other texts. Cost:
// linear in the text.
std::optional<DecodedLog> log_in_base64(std::string_view text);

}  // namespace rebisect
