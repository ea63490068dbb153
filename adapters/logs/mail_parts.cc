#include "adapters/logs/mail_parts.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

using Lines = std::vector<LineView>;

bool is_header_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  return std::ranges::all_of(line.substr(0, colon), [](char c) {
    return c == '-' || std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
}

bool continues_field(std::string_view line) {
  return line.starts_with(' ') || line.starts_with('\t');
}

constexpr std::string_view kCommonFields[] = {"from:", "subject:", "date:", "to:", "message-id:"};

// Fields of a header by their names in lower case, put together where they were broken.
using Fields = std::map<std::string, std::string>;

struct Header {
  Fields fields;
  std::size_t end = 0;  // the place of the first line that is not the header's
};

Header read_header(const Lines& lines, std::size_t first, std::size_t end) {
  Header header;
  std::string* open = nullptr;
  header.end = first;
  for (; header.end < end && !lines[header.end].text.empty(); ++header.end) {
    const std::string_view line = lines[header.end].text;
    if (continues_field(line)) {
      if (open != nullptr) *open += line;
    } else if (is_header_field(line)) {
      const std::size_t colon = line.find(':');
      open = &(header.fields[lowered(line.substr(0, colon))] = trim(line.substr(colon + 1)));
    }
  }
  return header;
}

// "NAME=VALUE" or NAME="VALUE" behind a semicolon of a field; empty where there is none. `lower` is the field
// in lower case; the value keeps its case.
std::string parameter_of(const std::string& field, std::string_view name) {
  const std::string lower = lowered(field);
  for (std::size_t at = lower.find(';'); at != std::string::npos; at = lower.find(';', at + 1)) {
    const std::size_t equals = lower.find('=', at);
    if (equals == std::string::npos) break;
    if (trim(std::string_view(lower).substr(at + 1, equals - at - 1)) != name) continue;
    const std::string_view value = trim(std::string_view(field).substr(equals + 1));
    if (value.starts_with('"')) return std::string(value.substr(1, value.find('"', 1) - 1));
    return std::string(trim(value.substr(0, value.find(';'))));
  }
  return "";
}

// Kinds of parts beside text and unknown bytes.
constexpr std::string_view kNoLog[] = {"text/html", "image/", "audio/", "video/", "font/", "application/pdf"};

class PartFinder {
 public:
  explicit PartFinder(const Lines& lines) : lines_(lines) {}

  // The header and body that stand in these lines. Mails within mails are followed a few levels down.
  void find(std::size_t first, std::size_t end, int levels) {
    Header header = read_header(lines_, first, end);
    const std::string& content = header.fields["content-type"];
    const std::string type = lowered(trim(std::string_view(content).substr(0, content.find(';'))));
    const std::size_t body = std::min(end, header.end + 1);
    if (type == "message/rfc822" && levels > 0) return find(body, end, levels - 1);
    const std::string boundary = parameter_of(content, "boundary");
    if (type.starts_with("multipart/") && !boundary.empty() && levels > 0) {
      return split("--" + boundary, body, end, levels - 1);
    }
    parts.push_back({body, end, encoding_of(header.fields), flow_of(content),
                     std::ranges::none_of(kNoLog, [&](auto kind) { return type.starts_with(kind); })});
  }

  std::vector<MailPart> parts;

 private:
  void split(const std::string& delimiter, std::size_t first, std::size_t end, int levels) {
    std::optional<std::size_t> open;
    for (std::size_t i = first; i < end; ++i) {
      const auto rest = after(lines_[i].text, delimiter);
      if (!rest || (!is_blank(*rest) && !rest->starts_with("--"))) continue;
      if (open) find(*open, i, levels);
      open = i + 1;
      if (rest->starts_with("--")) return;
    }
    if (open) find(*open, end, levels);  // the mail lacks its end
  }

  static TransferEncoding encoding_of(Fields& fields) {
    const std::string encoding = lowered(fields["content-transfer-encoding"]);
    if (encoding.starts_with("quoted-printable")) return TransferEncoding::quoted_printable;
    return encoding.starts_with("base64") ? TransferEncoding::base64 : TransferEncoding::as_is;
  }

  static TextFlow flow_of(const std::string& content) {
    if (lowered(parameter_of(content, "format")) != "flowed") return TextFlow::fixed;
    const bool own_blank = lowered(parameter_of(content, "delsp")) == "yes";
    return own_blank ? TextFlow::flowed_without_blank : TextFlow::flowed;
  }

  const Lines& lines_;
};

// Deeper than any mailer nests, and few enough that the cost stays linear.
constexpr int kMostLevels = 8;

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<char> decoded_byte(std::string_view escape) {
  if (escape.size() < 3 || !is_hex(escape.substr(1, 2))) return std::nullopt;
  unsigned byte = 0;
  std::from_chars(escape.data() + 1, escape.data() + 3, byte, 16);
  return static_cast<char>(static_cast<unsigned char>(byte));
}

// How many bytes stand before the first empty line.
std::size_t header_size(std::string_view text) {
  return std::min(text.find("\n\n"), text.find("\n\r\n"));
}

// "<...>" of a field; empty where there is none.
std::string message_id_in(std::string_view field) {
  const std::size_t begin = field.find('<');
  const std::size_t end = field.find('>', begin == std::string_view::npos ? 0 : begin);
  if (begin == std::string_view::npos || end == std::string_view::npos) return "";
  return std::string(field.substr(begin, end - begin + 1));
}

// "=?UTF-8?Q?J=C3=B6rg?=": what it stands for; other words as they are.
std::string decode_word(std::string_view word) {
  const std::string lower = lowered(word);
  constexpr std::string_view kStart = "=?utf-8?";
  if (!lower.starts_with(kStart) || !lower.ends_with("?=") || word.size() < kStart.size() + 4) {
    return std::string(word);
  }
  const char encoding = lower[kStart.size()];
  std::string content(word.substr(kStart.size() + 2, word.size() - kStart.size() - 4));
  if (encoding == 'b') return decode_base64(content);
  std::ranges::replace(content, '_', ' ');
  return decode_quoted_printable(content);
}

// The name in "NAME <ADDRESS>", or the address where that stands alone.
std::string name_in(std::string_view field) {
  std::string_view name = trim(field.substr(0, field.find('<')));
  if (name.empty()) {
    const std::string address = message_id_in(field);
    return address.size() > 2 ? address.substr(1, address.size() - 2) : "";
  }
  if (name.size() > 1 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
  std::string decoded;
  for (const std::string_view word : split_words(name)) {
    decoded += (decoded.empty() ? "" : " ") + decode_word(word);
  }
  return decoded;
}

}  // namespace

std::size_t mail_header_length(const std::vector<LineView>& lines) {
  std::size_t known = 0;
  std::size_t length = 0;
  for (; length < lines.size() && !lines[length].text.empty(); ++length) {
    const std::string_view line = lines[length].text;
    const bool continued = length > 0 && continues_field(line);
    const bool envelope = length == 0 && line.starts_with("From ");
    if (!continued && !envelope && !is_header_field(line)) return 0;
    const std::string lower = lowered(line);
    if (std::ranges::any_of(kCommonFields, [&](auto field) { return lower.starts_with(field); })) ++known;
  }
  return known >= 2 ? length : 0;
}

std::vector<MailPart> mail_parts(const std::vector<LineView>& lines) {
  if (mail_header_length(lines) == 0) return {};
  PartFinder finder(lines);
  finder.find(0, lines.size(), kMostLevels);
  return std::move(finder.parts);
}

std::optional<MailFacts> mail_facts(std::string_view text) {
  // Only the header is looked at: up to the first empty line.
  const std::vector<LineView> lines = read_lines(text.substr(0, header_size(text)));
  const std::size_t length = mail_header_length(lines);
  if (length == 0) return std::nullopt;
  Fields fields = read_header(lines, 0, length).fields;
  MailFacts facts;
  facts.message_id = message_id_in(fields["message-id"]);
  facts.subject = fields["subject"];
  facts.sender = name_in(fields["from"]);
  facts.date = fields["date"];
  return facts;
}

std::string decode_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text.substr(0, text.find('='))) {
    const std::size_t value = kBase64.find(c);
    if (value == std::string_view::npos) continue;
    group = (group << 6U) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(static_cast<unsigned char>(group >> bits));
  }
  return bytes;
}

std::string decode_quoted_printable(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = line[i] == '=' ? decoded_byte(line.substr(i, 3)) : std::nullopt;
    text += byte.value_or(line[i]);
    if (byte) i += 2;
  }
  return text;
}

}  // namespace rebisect
