#include "adapters/report/html.h"

#include <cstdint>

#include <fmt/format.h>

#include "adapters/report/layout.h"

namespace rebisect {

// The only way to make Html of characters that are markup already.
class Markup {
 public:
  static Html of(std::string characters) {
    Html html;
    html.markup_ = std::move(characters);
    return html;
  }
};

namespace {

bool continues(char c) {
  return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
}

// At most so many code points of valid UTF-8.
std::string_view first_of(std::string_view text, std::size_t most) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!continues(text[i]) && seen++ == most) return text.substr(0, i);
  }
  return text;
}

std::string start_tag(MarkupName tag, Attributes attributes) {
  std::string text = fmt::format("<{}", tag.text());
  for (const Attribute& attribute : attributes) {
    text += fmt::format(" {}=\"{}\"", attribute.name.text(), escaped(attribute.value));
  }
  return text + ">";
}

std::uint32_t digit(char c) {
  return static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

// Hexadecimal digits, of a number of bytes that is 2 more than a multiple of 3, in base 64 (RFC 4648).
std::string in_base64(std::string_view hex) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 3) {
    std::uint32_t bits = 0;  // 12 at a time: three digits are two letters
    for (std::size_t at = i; at < i + 3; ++at) bits = bits << 4U | (at < hex.size() ? digit(hex[at]) : 0);
    text += kLetters[bits >> 6U];
    text += kLetters[bits & 63U];
  }
  // 64 digits leave one, whose two letters hold 4 bits and 8 that are none: one letter and the filling.
  return text.substr(0, (hex.size() * 4 + 5) / 6) + "=";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

Html::Html(std::string_view text) {
  const std::string shown = printable(text);
  const std::string_view first = first_of(shown, kMostOfText);
  markup_ = escaped(first);
  if (first.size() == shown.size()) return;
  markup_ += fmt::format("... ({} more characters)", columns(shown) - kMostOfText);
}

Html element(MarkupName tag, Attributes attributes, const Html& content) {
  return Markup::of(fmt::format("{}{}</{}>", start_tag(tag, attributes), content.markup(), tag.text()));
}

Html void_element(MarkupName tag, Attributes attributes) {
  return Markup::of(start_tag(tag, attributes));
}

std::string page_link(std::string_view file_name) {
  std::string link;
  for (const char c : file_name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    link += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
  }
  return link;
}

std::string to_document(const Page& page) {
  const std::string policy = fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action "
      "'none'",
      in_base64(page.style.sha256), in_base64(page.script.sha256));
  Html head = void_element("meta", {{"charset", "utf-8"}});
  head += void_element("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy}});
  head += void_element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  head += void_element("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  head += void_element("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  head += element("title", page.title);
  head += element("style", Markup::of(std::string(page.style.text)));
  const Html script = element("script", Markup::of(std::string(page.script.text)));
  return "<!doctype html>\n" +
         element("html", {{"lang", "en"}}, element("head", head) + element("body", page.body + script))
             .markup() +
         "\n";
}

}  // namespace rebisect
