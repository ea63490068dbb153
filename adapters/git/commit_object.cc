#include "adapters/git/commit_object.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <system_error>

namespace rebisect {
namespace {

constexpr std::string_view kSpace = " \t\n\r";  // what git takes for white space

// Takes the first line off the text, without its end.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

// The id of a "WORD ID" line.
std::optional<Oid> id_on(std::string_view line, std::string_view word) {
  return line.starts_with(word) ? Oid::from_hex(line.substr(word.size())) : std::nullopt;
}

std::string_view without_end_space(std::string_view text) {
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

std::string_view without_start_space(std::string_view text) {
  return text.substr(std::min(text.size(), text.find_first_not_of(kSpace)));
}

// The number that the text starts with; 0 where it starts with none, the largest where it is too long.
std::uint64_t number_at_start(std::string_view text) {
  text = without_start_space(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : number;
}

// What stands behind the address of an "author" or "committer" line: "1234567890 +0200".
std::string_view date_of(std::string_view line) {
  const std::size_t end = line.rfind('>');
  return end == std::string_view::npos ? std::string_view() : line.substr(end + 1);
}

std::int32_t offset_minutes(std::string_view date) {
  const std::size_t sign = date.find_last_of("+-");
  if (sign == std::string_view::npos) return 0;
  const std::uint64_t number = std::min<std::uint64_t>(number_at_start(date.substr(sign + 1)), 9999);
  const auto minutes = static_cast<std::int32_t>(number / 100 * 60 + number % 100);
  return date[sign] == '-' ? -minutes : minutes;
}

// "name" of "author name <address> date".
std::string_view name_of(std::string_view line) {
  const std::string_view behind = line.substr(std::min(line.size(), line.find(' ')));
  return without_start_space(without_end_space(behind.substr(0, behind.find('<'))));
}

std::string subject_of(std::string_view message) {
  std::string subject;
  while (!message.empty()) {
    const std::string_view line = without_end_space(take_line(message));
    if (line.empty() && !subject.empty()) break;
    if (line.empty()) continue;
    if (!subject.empty()) subject += ' ';
    subject += line;
  }
  return subject;
}

bool is_latin_1(std::string_view encoding) {
  std::string plain;
  for (const char c : encoding) {
    if (c == '-' || c == '_') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain == "iso88591" || plain == "latin1";
}

// ISO 8859-1's bytes are the first 256 code points.
std::string latin_1_to_utf_8(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80U) {
      result += c;
    } else {
      result += static_cast<char>(0xc0U | byte >> 6U);
      result += static_cast<char>(0x80U | (byte & 0x3fU));
    }
  }
  return result;
}

}  // namespace

// As parse_commit_buffer() and parse_commit_date() in git's commit.c.
Result<CommitHeader> parse_commit_header(std::string_view object) {
  if (!id_on(take_line(object), "tree ")) {
    return fail(ErrorCode::malformed, "the commit does not start with its tree");
  }
  CommitHeader header;
  std::string_view line = take_line(object);
  for (; line.starts_with("parent "); line = take_line(object)) {
    const std::optional<Oid> parent = id_on(line, "parent ");
    if (!parent) return fail(ErrorCode::malformed, "a parent of the commit is not an id");
    header.parents.push_back(*parent);
  }
  if (!line.starts_with("author")) return header;
  line = take_line(object);
  if (line.starts_with("committer")) header.time = number_at_start(date_of(line));
  return header;
}

std::optional<Oid> parse_tag_target(std::string_view object) {
  return id_on(take_line(object), "object ");
}

CommitDescription parse_commit_description(std::string_view object) {
  CommitDescription description;
  bool latin_1 = false;
  for (std::string_view line = take_line(object); !line.empty(); line = take_line(object)) {
    if (line.starts_with("author ")) {
      description.author = name_of(line);
      const std::uint64_t time = number_at_start(date_of(line));
      constexpr std::uint64_t kLatest = std::numeric_limits<std::int64_t>::max();
      description.author_time = static_cast<std::int64_t>(std::min(time, kLatest));
      description.author_offset_minutes = offset_minutes(date_of(line));
    } else if (line.starts_with("encoding ")) {
      latin_1 = is_latin_1(line.substr(line.find(' ') + 1));
    }
  }
  description.subject = subject_of(object);
  if (latin_1) {
    description.subject = latin_1_to_utf_8(description.subject);
    description.author = latin_1_to_utf_8(description.author);
  }
  return description;
}

}  // namespace rebisect
