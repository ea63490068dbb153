// What is odd about the log, each with what it means, and what was odd about its text.
#include <string>

#include <fmt/format.h>

#include "adapters/report/finding_words.h"
#include "adapters/report/html_pieces.h"
#include "adapters/report/html_sections.h"

namespace rebisect {
namespace {

constexpr std::size_t kMostDiagnostics = 50;
constexpr std::size_t kMostFindings = 100;
constexpr std::size_t kMostLinks = 30;

Html steps_of(const Finding& finding) {
  if (finding.steps.empty()) return {};
  Html links = "Steps: ";
  for (std::size_t i = 0; i < finding.steps.size() && i < kMostLinks; ++i) {
    links += (i == 0 ? Html() : Html(", ")) + step_link(finding.steps[i]);
  }
  if (finding.steps.size() > kMostLinks) {
    links += fmt::format(" and {} more", finding.steps.size() - kMostLinks);
  }
  return element("p", links + ".");
}

Html finding_text(const Finding& finding) {
  const std::string severity(to_text(finding.severity));
  const FindingWords& words = words_for(finding.kind);
  const Html summary =
      element("summary", element("span", {{"class", "severity " + severity}}, severity) + " " +
                             element("code", id_of(finding.kind)) + " " + element("span", finding.text));
  return element(
      "details", {{"class", "finding"}},
      summary + element("div", {{"class", "explained"}},
                        element("p", words.meaning) +
                            element("p", element("b", "What to do: ") + words.remedy) + steps_of(finding)));
}

Html diagnostics_of(const Report& report) {
  if (report.log.diagnostics.empty()) return {};
  Html items;
  std::size_t listed = 0;
  for (const Diagnostic& diagnostic : report.log.diagnostics) {
    if (listed++ == kMostDiagnostics) break;
    items += element("li", fmt::format("line {}: ", diagnostic.line) + element("bdi", diagnostic.text));
  }
  Html content = element("h3", "While reading the log") + element("ul", {{"class", "plain"}}, items);
  if (report.log.diagnostics.size() > kMostDiagnostics) {
    content += note(fmt::format("and {} more", report.log.diagnostics.size() - kMostDiagnostics));
  }
  return content;
}

}  // namespace

Html findings_section(const Report& report) {
  Html content;
  std::size_t listed = 0;
  for (const Finding& finding : report.findings) {
    if (listed++ == kMostFindings) break;
    content += finding_text(finding);
  }
  if (report.findings.size() > kMostFindings) {
    content += note(fmt::format("and {} more", report.findings.size() - kMostFindings));
  }
  if (content.empty()) content = element("p", "Nothing odd was found.");
  return section("findings", "Findings", content + diagnostics_of(report));
}

}  // namespace rebisect
