// Html: markup that cannot be broken by what it shows. A value of this type is well-formed by construction:
// text becomes Html only by being escaped, and everything else comes from element(), whose names are literals
// of this program. So no function that writes a page can forget to escape.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace rebisect {

// How many code points of one text a page shows; of more it tells the number that is left out.
inline constexpr std::size_t kMostOfText = 600;

// The name of an element or of an attribute. Only a literal converts, and only one that is a name.
class MarkupName {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is what stands in a call.
  consteval MarkupName(const char* literal) : name_(literal) {
    for (const char c : std::string_view(literal)) {
      const bool fits =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
      if (!fits) throw "no name of markup";
    }
  }
  constexpr std::string_view text() const { return name_; }

 private:
  const char* name_;
};

class Html {
 public:
  Html() = default;
  // The text as it is read, not as markup: `<b>` shows as `<b>`. Control characters and marks that turn the
  // direction of writing become '?', invalid UTF-8 becomes U+FFFD; cut behind kMostOfText.
  // NOLINTNEXTLINE(google-explicit-constructor): so that text can stand where markup is wanted.
  Html(std::string_view text);
  // NOLINTNEXTLINE(google-explicit-constructor)
  Html(const std::string& text) : Html(std::string_view(text)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Html(const char* text) : Html(std::string_view(text)) {}

  Html& operator+=(const Html& behind) {
    markup_ += behind.markup_;
    return *this;
  }
  friend Html operator+(Html before, const Html& behind) { return std::move(before += behind); }

  bool empty() const { return markup_.empty(); }
  const std::string& markup() const { return markup_; }

 private:
  friend class Markup;
  std::string markup_;
};

// An attribute's value is escaped as text is; one that runs or loads something (`on...`, `style`, `src`) is
// none of this program's, and `href` is for places in the same folder (page_link()).
struct Attribute {
  MarkupName name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

// <tag attributes>content</tag>.
Html element(MarkupName tag, Attributes attributes, const Html& content = {});
inline Html element(MarkupName tag, const Html& content) {
  return element(tag, {}, content);
}
// <tag attributes>: an element without content or end, as `meta` and `br` are.
Html void_element(MarkupName tag, Attributes attributes);

// The text as it may stand within quotes of an attribute or between tags, at its full length.
std::string escaped(std::string_view text);
// The name of a file as a relative link: all but letters, digits, '.', '_' and '-' as %XX.
std::string page_link(std::string_view file_name);

// A whole document: doctype, policy, style and script. `style` and `script` are of this program; they are
// named by their hashes in the policy, which allows nothing else and no request.
struct EmbeddedText {
  std::string_view text;
  std::string_view sha256;  // of `text`, 64 hexadecimal digits
};
struct Page {
  std::string title;
  EmbeddedText style;
  EmbeddedText script;
  Html body;
};
std::string to_document(const Page& page);

}  // namespace rebisect
