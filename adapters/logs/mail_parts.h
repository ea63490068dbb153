// Where the parts of a mail stand, and how they are encoded (RFC 2045, 2046, 3676).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/logs/line_reader.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

enum class TransferEncoding { as_is, quoted_printable, base64 };

// How paragraphs are broken: where the lines end, or softly behind a blank, which may be the mailer's own.
enum class TextFlow { fixed, flowed, flowed_without_blank };

// A body without further parts.
struct MailPart {
  std::size_t first = 0;  // the places of its lines: first to end - 1
  std::size_t end = 0;
  TransferEncoding encoding = TransferEncoding::as_is;
  TextFlow flow = TextFlow::fixed;
  bool may_hold_log = true;  // text, or bytes of no known kind; not HTML, pictures and the like
};

// The parts of the mail that the lines begin with, those of mails within it too, in order; empty where they
// begin with no mail's header. Cost: linear in the lines.
std::vector<MailPart> mail_parts(const std::vector<LineView>& lines);

// How many lines the header of a mail takes up; 0 where the lines do not begin with one.
std::size_t mail_header_length(const std::vector<LineView>& lines);

// What the header of a mail says of it; nullopt where the text does not begin with one. Names in encoded
// words of UTF-8 (RFC 2047) are decoded. Cost: linear in the header.
std::optional<MailFacts> mail_facts(std::string_view text);

// What base64 text stands for, up to its padding. Characters that are none of its 64 are passed over, as RFC
// 2045 asks for.
std::string decode_base64(std::string_view text);

// What the escapes "=3D" of a line of quoted-printable text stand for. Others stay as they are.
std::string decode_quoted_printable(std::string_view line);

}  // namespace rebisect
