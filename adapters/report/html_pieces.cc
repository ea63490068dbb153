#include "adapters/report/html_pieces.h"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/report/date.h"
#include "adapters/report/judgement_text.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr std::string_view kFixedBlank = "\xC2\xA0";  // U+00A0

Html shape(MarkupName tag, Attributes attributes) {
  return element(tag, attributes);
}

Html symbol(std::string_view id, std::string_view box, const Html& content) {
  return element("symbol", {{"id", std::string(id)}, {"viewBox", std::string(box)}}, content);
}

Html lettered(std::string_view id, std::string_view letter) {
  return symbol(
      id, "0 0 12 14",
      shape("rect", {{"class", "cell-none"}, {"x", "0.5"}, {"y", "0.5"}, {"width", "11"}, {"height", "13"}}) +
          element("text", {{"class", "cell-letter"}, {"x", "6"}, {"y", "10.5"}}, letter));
}

std::string_view sign_of(std::optional<Verdict> verdict) {
  if (!verdict) return "sign-none";
  switch (*verdict) {
    case Verdict::good:
      return "sign-good";
    case Verdict::bad:
      return "sign-bad";
    case Verdict::skip:
      break;
  }
  return "sign-skip";
}

// Which colour a verdict has: whether the bug was there, not which word git was told.
std::string_view tone_of(std::optional<Verdict> verdict, Aim aim) {
  if (!verdict) return "tone-none";
  const std::optional<bool> present = bug_present(*verdict, aim);
  if (!present) return "tone-skip";
  return *present ? "tone-bad" : "tone-good";
}

}  // namespace

Html section(std::string_view id, std::string_view title, const Html& content) {
  const std::string heading = fmt::format("{}-heading", id);
  return element("section", {{"id", std::string(id)}, {"aria-labelledby", heading}},
                 element("h2", {{"id", heading}}, title) + element("div", {{"class", "content"}}, content));
}

Html note(const Html& text) {
  return element("p", {{"class", "note"}}, text);
}

std::string page_percent(double probability) {
  std::string text = percent(probability);
  return text.replace(text.find(' '), 1, kFixedBlank);
}

std::string grouped(std::size_t number) {
  const std::string digits = fmt::format("{}", number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

Html commit_code(std::string_view revision) {
  const std::string shown = brief(revision);
  if (shown == revision) return element("code", shown);
  return element("code", {{"title", std::string(revision)}}, shown);
}

std::string subject_of(const Report& report, const std::string& digits) {
  const auto found = report.descriptions.find(digits);
  return found == report.descriptions.end() ? "" : found->second.subject;
}

Html described_commit(const Report& report, const std::string& revision) {
  Html text = commit_code(revision);
  const auto found = report.descriptions.find(revision);
  if (found == report.descriptions.end()) return text;
  const CommitDescription& description = found->second;
  text += " " + element("bdi", {{"class", "subject"}}, description.subject);
  text += " " + element("span", {{"class", "by"}},
                        element("bdi", description.author) + ", " + author_date(description));
  return text;
}

Html step_link(std::size_t step) {
  return element("a", {{"href", fmt::format("#step-{}", step)}}, fmt::format("step{}{}", kFixedBlank, step));
}

Html verdict_sign(std::string_view x, std::string_view y, std::optional<Verdict> verdict, Aim aim) {
  return element("svg", {{"x", std::string(x)}, {"y", std::string(y)}, {"class", "anchor"}},
                 element("use", {{"href", fmt::format("#{}", sign_of(verdict))},
                                 {"class", std::string(tone_of(verdict, aim))},
                                 {"x", "-7"},
                                 {"y", "-7"},
                                 {"width", "14"},
                                 {"height", "14"}}));
}

Html verdict_mark(Verdict verdict, Aim aim) {
  const std::string tone(tone_of(verdict, aim));
  const Html sign =
      element("svg", {{"class", "sign " + tone}, {"viewBox", "0 0 14 14"}, {"aria-hidden", "true"}},
              element("use", {{"href", fmt::format("#{}", sign_of(verdict))}}));
  return element("span", {{"class", "mark " + tone}}, sign + word(verdict, aim));
}

Html verdict_word(Verdict verdict, Aim aim) {
  return element("span", {{"class", fmt::format("mark {}", tone_of(verdict, aim))}}, word(verdict, aim));
}

Html scrolling(std::string_view label, const Html& content) {
  return element(
      "div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", std::string(label)}},
      content);
}

Html shape_definitions() {
  Html shapes;
  shapes += symbol("run-target", "0 0 12 14",
                   shape("rect", {{"class", "cell-target"}, {"width", "12"}, {"height", "14"}}) +
                       shape("path", {{"class", "cell-cross"}, {"d", "M3.5 4.5l5 5m0-5l-5 5"}}));
  shapes += symbol(
      "run-other", "0 0 12 14",
      shape("rect",
            {{"class", "cell-other"}, {"x", "0.75"}, {"y", "0.75"}, {"width", "10.5"}, {"height", "12.5"}}) +
          shape("path", {{"class", "cell-slash"}, {"d", "M3 10.5l6-7"}}));
  shapes += symbol(
      "run-ok", "0 0 12 14",
      shape("rect", {{"class", "cell-ok"}, {"x", "0.5"}, {"y", "0.5"}, {"width", "11"}, {"height", "13"}}) +
          shape("circle", {{"class", "cell-dot"}, {"cx", "6"}, {"cy", "7"}, {"r", "1.75"}}));
  shapes += lettered("run-boot", "B") + lettered("run-test", "T") + lettered("run-failed", "F") +
            lettered("run-infra", "I") + lettered("run-ignored", "-");
  shapes += symbol("sign-good", "0 0 14 14",
                   shape("circle", {{"class", "sign-shape"}, {"cx", "7"}, {"cy", "7"}, {"r", "6"}}) +
                       shape("path", {{"class", "sign-line"}, {"d", "M4 7.2l2.2 2.3L10.2 5"}}));
  shapes += symbol(
      "sign-bad", "0 0 14 14",
      shape("rect",
            {{"class", "sign-shape"}, {"x", "1.2"}, {"y", "1.2"}, {"width", "11.6"}, {"height", "11.6"}}) +
          shape("path", {{"class", "sign-line"}, {"d", "M4.4 4.4l5.2 5.2m0-5.2l-5.2 5.2"}}));
  shapes +=
      symbol("sign-skip", "0 0 14 14", shape("path", {{"class", "sign-hollow"}, {"d", "M7 1l6 6-6 6-6-6z"}}));
  shapes += symbol("sign-none", "0 0 14 14",
                   shape("circle", {{"class", "sign-hollow"}, {"cx", "7"}, {"cy", "7"}, {"r", "3"}}));
  shapes += element("pattern",
                    {{"id", "hatched"},
                     {"width", "6"},
                     {"height", "6"},
                     {"patternUnits", "userSpaceOnUse"},
                     {"patternTransform", "rotate(45)"}},
                    shape("rect", {{"class", "hatch-ground"}, {"width", "6"}, {"height", "6"}}) +
                        shape("path", {{"class", "hatch-line"}, {"d", "M1.5 0v6"}}));
  return element("svg", {{"class", "definitions"}, {"aria-hidden", "true"}}, element("defs", shapes));
}

const DisputePart* dispute_at(const Report& report, std::size_t step) {
  const auto found = std::ranges::find(report.disputes, step, &DisputePart::step);
  if (found == report.disputes.end() || found->probability < kLeastShownDispute) return nullptr;
  return &*found;
}

std::string length(double value, double whole) {
  const double share = whole > 0 ? std::clamp(value / whole, 0.0, 1.0) : 0;
  return fmt::format("{:.2f}%", 100 * share);
}

}  // namespace rebisect
