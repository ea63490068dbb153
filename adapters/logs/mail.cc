#include "adapters/logs/mail.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "adapters/logs/git_bisect.h"
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

bool contains_in_lower_case(std::string_view line, std::string_view lower) {
  return lowered(line).find(lower) != std::string::npos;
}

// What the header of a mail, or of a part of it, says about its text.
struct Encoding {
  bool quoted_printable = false;
  bool flowed = false;
  bool mail = false;             // there is a header, or quoting
  std::size_t header_lines = 0;  // at the head of the text
};

bool is_header_field(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos || colon == 0) return false;
  return std::ranges::all_of(line.substr(0, colon), [](char c) {
    return c == '-' || std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
}

constexpr std::string_view kCommonFields[] = {"from:", "subject:", "date:", "to:", "message-id:"};

// How many lines a mail's header takes up; 0 where the text does not begin with one.
std::size_t header_length(const std::vector<LineView>& lines) {
  std::size_t known = 0;
  std::size_t length = 0;
  for (; length < lines.size() && !lines[length].text.empty(); ++length) {
    const std::string_view line = lines[length].text;
    const bool continued = length > 0 && (line.front() == ' ' || line.front() == '\t');
    const bool envelope = length == 0 && line.starts_with("From ");
    if (!continued && !envelope && !is_header_field(line)) return 0;
    for (const std::string_view field : kCommonFields) {
      if (contains_in_lower_case(line.substr(0, field.size()), field)) ++known;
    }
  }
  return known >= 2 ? length : 0;
}

Encoding encoding_of(const std::vector<LineView>& lines) {
  Encoding encoding;
  encoding.header_lines = header_length(lines);
  encoding.mail = encoding.header_lines > 0;
  for (const LineView& line : lines) {
    if (is_landmark(line.text)) break;
    if (contains_in_lower_case(line.text, "content-transfer-encoding: quoted-printable")) {
      encoding.quoted_printable = true;
    }
    if (contains_in_lower_case(line.text, "format=flowed")) encoding.flowed = true;
  }
  return encoding;
}

std::optional<char> decoded_byte(std::string_view escape) {
  if (escape.size() < 3 || !is_hex(escape.substr(1, 2))) return std::nullopt;
  unsigned byte = 0;
  std::from_chars(escape.data() + 1, escape.data() + 3, byte, 16);
  return static_cast<char>(static_cast<unsigned char>(byte));
}

std::string decoded(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = line[i] == '=' ? decoded_byte(line.substr(i, 3)) : std::nullopt;
    text += byte.value_or(line[i]);
    if (byte) i += 2;
  }
  return text;
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
  explicit Undo(std::string_view text) {
    result_.lines = read_lines(text);
    result_.line_count = static_cast<std::uint32_t>(result_.lines.size());
    encoding_ = encoding_of(result_.lines);
  }

  MailText finish() && { return std::move(result_); }

  void undo_quoted_printable() {
    if (!encoding_.quoted_printable) return;
    std::vector<LineView> lines;
    bool soft_break = false;
    for (LineView line : result_.lines) {
      const bool ends_softly = line.text.ends_with('=');
      if (ends_softly) line.text.remove_suffix(1);
      const std::string text = decoded(line.text);
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
      if (quote == 0 || !is_landmark(line.text.substr(quote))) continue;
      ++landmarks;
      if (line.text[quote - 1] == '>') ++without_blank;
    }
    if (landmarks == 0) return;
    encoding_.mail = true;
    const QuoteStyle style = without_blank == landmarks ? QuoteStyle::without_blank : QuoteStyle::with_blank;
    for (LineView& line : result_.lines) {
      const std::size_t quote = quote_length(line.text, style);
      line.text.remove_prefix(quote);
      line.remark = quote == 0 && !line.text.empty() && !is_log_line(line.text);
    }
  }

  void mark_header() {
    for (LineView& line : result_.lines) {
      if (line.span.first <= encoding_.header_lines) line.remark = true;
    }
  }

  void undo_breaks() {
    std::vector<LineView> lines;
    for (const LineView& line : result_.lines) {
      if (!lines.empty() && is_broken(lines.back(), line)) {
        result_.diagnostics.push_back(
            {line.span.first, "put together with the line before, as it must have been"});
        join(lines.back(), line, lines.back().text.ends_with(' ') ? "" : " ");
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
    text += glue;
    text += back.text;
    front.text = text;
    front.span.last = back.span.last;
    front.remark = front.remark && back.remark;
  }

  // Did `front` go on as `back` before a mailer broke it?
  bool is_broken(const LineView& front, const LineView& back) const {
    if (front.remark || back.text.empty()) return false;
    if (is_incomplete(front.text, back.text)) return true;
    if (back.remark) return false;
    const bool whole = front.span.first == front.span.last;
    return (encoding_.mail && whole && is_full(front.text, back.text)) ||
           (encoding_.flowed && front.text.ends_with(' ') && !is_blank(front.text) &&
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

MailText undo_mail(std::string_view text) {
  Undo undo(text);
  undo.undo_quoted_printable();
  undo.undo_quoting();
  undo.mark_header();
  undo.undo_breaks();
  return std::move(undo).finish();
}

}  // namespace rebisect
