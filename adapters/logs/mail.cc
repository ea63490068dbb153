#include "adapters/logs/mail.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/logs/git_log_lines.h"
#include "adapters/logs/git_output.h"
#include "adapters/logs/syzbot.h"
#include "adapters/logs/syzbot_lines.h"
#include "adapters/logs/words.h"

namespace rebisect {
namespace {

// A line that stands in logs and hardly elsewhere.
bool is_landmark(std::string_view line) {
  return is_syzbot_landmark(line) || line.starts_with("# git bisect ") || is_git_log_landmark(line);
}

// Any line that a log may have.
bool is_log_line(std::string_view line) {
  GitOutput ignored;
  return match_syzbot_line(line, {true, true}).has_value() || is_git_log_landmark(line) ||
         read_git_output({line, {}, false}, ignored);
}

// Whether a mailer put a blank between its ">" and the line. Both are common, and indented lines depend on
// it.
enum class QuoteStyle { with_blank, without_blank };

// The length of "> ", "> > " or ">> "; without the last blank where the style has none.
std::size_t quote_length(std::string_view line, QuoteStyle style) {
  std::size_t length = 0;
  while (length < line.size()) {
    const std::size_t next = length > 0 && line[length] == ' ' ? length + 1 : length;
    if (next == line.size() || line[next] != '>') break;
    length = next + 1;
  }
  const bool blank =
      style == QuoteStyle::with_blank && length > 0 && length < line.size() && line[length] == ' ';
  return length + (blank ? 1 : 0);
}

// How many lines of a log the lines have, quoted or not.
std::size_t count_landmarks(const LineView* first, const LineView* end) {
  return static_cast<std::size_t>(std::count_if(first, end, [](const LineView& line) {
    return is_landmark(line.text.substr(quote_length(line.text, QuoteStyle::with_blank)));
  }));
}

std::string decoded_part(const std::vector<LineView>& lines, const MailPart& part) {
  std::string text;
  for (std::size_t i = part.first; i < part.end; ++i) text += lines[i].text;
  return decode_base64(text);
}

// The part that has most of a log; the first part where none has anything of it.
MailPart part_with_log(const std::vector<LineView>& lines, const std::vector<MailPart>& parts) {
  MailPart best = parts.front();
  std::size_t most = 0;
  for (const MailPart& part : parts) {
    if (!part.may_hold_log) continue;
    std::size_t landmarks = 0;
    if (part.encoding == TransferEncoding::base64) {
      const std::string text = decoded_part(lines, part);
      const std::vector<LineView> decoded = read_lines(text);
      landmarks = count_landmarks(decoded.data(), decoded.data() + decoded.size());
    } else {
      landmarks = count_landmarks(lines.data() + part.first, lines.data() + part.end);
    }
    if (landmarks > most) best = part;
    most = std::max(most, landmarks);
  }
  return best;
}

// The lines that hold the log, and how they are encoded.
struct Encoding {
  MailPart part;
  bool mail = false;  // there is a header, or quoting
};

// Without a mail's header, but perhaps with that of a part somewhere before the log.
MailPart part_by_fields(const std::vector<LineView>& lines) {
  MailPart part{.first = 0, .end = lines.size()};
  for (const LineView& line : lines) {
    if (is_landmark(line.text)) break;
    const std::string lower = lowered(line.text);
    if (lower.find("content-transfer-encoding: quoted-printable") != std::string::npos) {
      part.encoding = TransferEncoding::quoted_printable;
    }
    if (lower.find("format=flowed") != std::string::npos) part.flow = TextFlow::flowed;
  }
  return part;
}

Encoding encoding_of(const std::vector<LineView>& lines, TextFlow flow) {
  const std::vector<MailPart> parts = mail_parts(lines);
  if (!parts.empty()) return {part_with_log(lines, parts), true};
  Encoding encoding{part_by_fields(lines)};
  if (flow != TextFlow::fixed) encoding.part.flow = flow;
  return encoding;
}

// Lines that are incomplete without the id, or the "[<id>]", that must follow.
constexpr std::string_view kBeforeId[] = {
    "bisecting cause commit starting from",
    "bisecting fixing commit since",
    "building syzkaller on",
    "testing commit",
    "git bisect good",
    "git bisect bad",
    "git bisect skip",
    "git bisect old",
    "git bisect new",
    "# git bisect good",
    "# git bisect bad",
    "# git bisect skip",
};
constexpr std::string_view kBeforeBracket[] = {"# good:",
                                               "# bad:",
                                               "# skip:",
                                               "# old:",
                                               "# new:",
                                               "# first bad commit:",
                                               "# possible first bad commit:"};

// Mailers break lines of more than 72 to 80 columns.
constexpr std::size_t kShortestWidth = 72;

class Undo {
 public:
  Undo(std::string_view text, TextFlow flow) {
    result_.lines = read_lines(text);
    result_.line_count = static_cast<std::uint32_t>(result_.lines.size());
    encoding_ = encoding_of(result_.lines, flow);
  }

  MailText finish() && { return std::move(result_); }

  void undo_quoted_printable() {
    if (encoding_.part.encoding != TransferEncoding::quoted_printable) return;
    std::vector<LineView> lines;
    bool soft_break = false;
    for (LineView line : result_.lines) {
      if (!is_of_part(line)) {
        lines.push_back(line);
        continue;
      }
      const bool ends_softly = line.text.ends_with('=');
      if (ends_softly) line.text.remove_suffix(1);
      const std::string text = decode_quoted_printable(line.text);
      if (soft_break) {
        line.text = text;
        join(lines.back(), line, "");
      } else {
        line.text = keep(text);
        lines.push_back(line);
      }
      soft_break = ends_softly;
    }
    result_.lines = std::move(lines);
  }

  void undo_quoting() {
    std::size_t landmarks = 0;
    std::size_t without_blank = 0;
    for (const LineView& line : result_.lines) {
      const std::size_t quote = quote_length(line.text, QuoteStyle::with_blank);
      if (!is_of_part(line) || quote == 0 || !is_landmark(line.text.substr(quote))) continue;
      ++landmarks;
      if (line.text[quote - 1] == '>') ++without_blank;
    }
    if (landmarks == 0) return;
    encoding_.mail = true;
    const QuoteStyle style = without_blank == landmarks ? QuoteStyle::without_blank : QuoteStyle::with_blank;
    for (LineView& line : result_.lines) {
      if (!is_of_part(line)) continue;
      const std::size_t quote = quote_length(line.text, style);
      line.text.remove_prefix(quote);
      line.remark = quote == 0 && !line.text.empty() && !is_log_line(line.text);
    }
  }

  void mark_other_parts() {
    for (LineView& line : result_.lines) {
      if (!is_of_part(line) && !line.text.empty()) line.remark = true;
    }
  }

  // Flowed text puts a blank before lines that begin with one.
  void undo_stuffing() {
    if (encoding_.part.flow == TextFlow::fixed) return;
    for (LineView& line : result_.lines) {
      if (is_of_part(line) && line.text.starts_with(' ')) line.text.remove_prefix(1);
    }
  }

  void undo_breaks() {
    std::vector<LineView> lines;
    for (const LineView& line : result_.lines) {
      if (!lines.empty() && is_broken(lines.back(), line)) {
        result_.diagnostics.push_back(
            {line.span.first, "put together with the line before, as it must have been"});
        if (encoding_.part.flow == TextFlow::flowed_without_blank && lines.back().text.ends_with(' ')) {
          lines.back().text.remove_suffix(1);
          join(lines.back(), line, "");
        } else {
          join(lines.back(), line, lines.back().text.ends_with(' ') ? "" : " ");
        }
      } else {
        lines.push_back(line);
      }
    }
    result_.lines = std::move(lines);
  }

 private:
  std::string_view keep(std::string text) {
    result_.rewritten.push_back(std::move(text));
    return result_.rewritten.back();
  }

  // Appends to the last rewritten line in place, or many short pieces would cost their square.
  void join(LineView& front, const LineView& back, std::string_view glue) {
    const bool rewritten = !result_.rewritten.empty() && front.text.data() == result_.rewritten.back().data();
    if (!rewritten) keep(std::string(front.text));
    std::string& text = result_.rewritten.back();
    text.resize(front.text.size());  // the view may have been shortened since
    text += glue;
    text += back.text;
    front.text = text;
    front.span.last = back.span.last;
    front.remark = front.remark && back.remark;
  }

  bool is_of_part(const LineView& line) const {
    return line.span.first > encoding_.part.first && line.span.first <= encoding_.part.end;
  }

  // Did `front` go on as `back` before a mailer broke it?
  bool is_broken(const LineView& front, const LineView& back) const {
    if (front.remark || back.text.empty()) return false;
    if (is_incomplete(front.text, back.text)) return true;
    if (back.remark) return false;
    const bool whole = front.span.first == front.span.last;
    return (encoding_.mail && whole && is_full(front.text, back.text)) ||
           (encoding_.part.flow != TextFlow::fixed && front.text.ends_with(' ') && !is_blank(front.text) &&
            !is_log_line(back.text));
  }

  // The first line lacks the id or the bracket that the second one gives.
  static bool is_incomplete(std::string_view front, std::string_view back) {
    const std::string_view start = trim(front);
    if (std::ranges::find(kBeforeBracket, start) != std::end(kBeforeBracket)) return is_checkout_line(back);
    const std::string_view id = back.substr(0, back.find(' '));
    if (std::ranges::find(kBeforeId, start) != std::end(kBeforeId)) {
      return is_whole_id(id) && (id == trim(back) || start == "testing commit");
    }
    if (start.starts_with("Bisecting: ") && start.find('(') != std::string_view::npos &&
        !start.ends_with(')')) {
      return trim(back).ends_with(')');
    }
    return start.starts_with("# git bisect start ") && split_words(start).size() == 5 && id == trim(back) &&
           is_whole_id(id);
  }

  // A line with a title, so long that the next word did not fit, and a next line that is none of a log.
  static bool is_full(std::string_view front, std::string_view back) {
    const std::size_t next_word = std::min(back.size(), back.find(' '));
    if (front.size() + 1 + next_word <= kShortestWidth) return false;
    const bool titled = is_checkout_line(front) || front.starts_with("first bad commit: ") ||
                        front.starts_with("first good commit: ") ||
                        (front.starts_with("# ") && front.find(": [") != std::string_view::npos);
    return titled && !is_log_line(back);
  }

  MailText result_;
  Encoding encoding_;
};

}  // namespace

MailText undo_mail(std::string_view text, TextFlow flow) {
  Undo undo(text, flow);
  undo.undo_quoted_printable();
  undo.undo_quoting();
  undo.undo_stuffing();
  undo.mark_other_parts();
  undo.undo_breaks();
  return std::move(undo).finish();
}

std::optional<DecodedLog> log_in_base64(std::string_view text) {
  const std::vector<LineView> lines = read_lines(text);
  const std::vector<MailPart> parts = mail_parts(lines);
  if (parts.empty()) return std::nullopt;
  const MailPart part = part_with_log(lines, parts);
  if (part.encoding != TransferEncoding::base64) return std::nullopt;
  return DecodedLog{decoded_part(lines, part), part.flow};
}

}  // namespace rebisect
