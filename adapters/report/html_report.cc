#include "adapters/report/html_report.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "adapters/report/html_pieces.h"
#include "adapters/report/html_sections.h"
#include "adapters/report/page_texts.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

Html figure(std::string_view name, const Html& value) {
  return element("div", element("dt", name) + element("dd", value));
}

std::size_t runs_of(const BisectionLog& log) {
  std::size_t runs = 0;
  for (const Step& step : log.steps) runs += step.runs.size();
  return runs;
}

Html figures(const Report& report) {
  Html items;
  if (report.score) {
    items += figure(report.score->by_reliability ? "chance that the claim is right" : "belief in the claim",
                    page_percent(report.score->p_right));
  }
  items += figure("tested", counted(report.log.steps.size(), "commit"));
  const bool counted_runs = std::ranges::all_of(report.log.steps, &Step::run_count_known);
  if (const std::size_t runs = runs_of(report.log); runs > 0 && counted_runs) {
    items += figure("runs", grouped(runs));
  }
  if (report.deduction.candidate_count) {
    items += figure("candidates left", grouped(*report.deduction.candidate_count));
  }
  if (report.selection && report.selection->compared > 0) {
    items += figure("git's own choice",
                    fmt::format("{} of {}", report.selection->matched, report.selection->compared));
  }
  std::size_t disputed = 0;
  for (const DisputePart& dispute : report.disputes) {
    disputed += dispute.probability >= kLeastShownDispute ? 1U : 0U;
  }
  items += figure("verdicts in doubt", grouped(disputed));
  return element("dl", {{"class", "figures"}}, items);
}

// The claimed commits, or what the log printed of the one.
Html claim_of(const Report& report) {
  Html lines;
  for (const std::string& claimed : report.deduction.claimed) {
    if (report.descriptions.contains(claimed)) {
      lines += element("p", {{"class", "claimed"}}, described_commit(report, claimed));
    }
  }
  const auto& printed = report.log.printed_culprit;
  if (lines.empty() && printed && !printed->subject.empty()) {
    lines += element("p", {{"class", "claimed"}}, element("bdi", {{"class", "subject"}}, printed->subject));
  }
  return lines;
}

Html headline_of(const Report& report) {
  const std::string conclusion(to_text(report.conclusion));
  Html text = element("span", {{"class", "conclusion " + conclusion}}, conclusion) + " " + report.headline;
  if (report.from_log_alone) text += " " + element("span", {{"class", "alone"}}, "(from the log alone)");
  return element("h1", text);
}

Html why_section(const Report& report) {
  if (report.reasons.empty()) return {};
  Html items;
  for (const std::string& reason : report.reasons) items += element("li", reason);
  return section("why", "Why", element("ol", {{"class", "reasons"}}, items));
}

Html candidates_section(const Report& report) {
  const std::size_t all = report.deduction.candidate_count.value_or(0);
  if (report.deduction.candidates.empty() || all == 1) return {};
  constexpr std::size_t kMostListed = 20;
  Html items;
  std::size_t listed = 0;
  for (const std::string& candidate : report.deduction.candidates) {
    if (listed++ == kMostListed) break;
    items += element("li", described_commit(report, candidate));
  }
  Html content = element("ul", {{"class", "commits"}}, items);
  if (all > kMostListed) content += note(fmt::format("and {} more", grouped(all - kMostListed)));
  return section("candidates", "Candidates", content);
}

Html method_section(const Report& report) {
  Html items;
  for (const std::string& method : report.method) {
    const std::size_t colon = method.find(": ");
    const bool named = colon != std::string::npos;
    items += element("div", element("dt", named ? method.substr(0, colon) : "") +
                                element("dd", named ? method.substr(colon + 2) : method));
  }
  return section("how", "How it was computed", element("dl", {{"class", "method"}}, items));
}

struct Entry {
  const char* id;
  const char* title;
  Html section;
};

}  // namespace

std::string to_html(const Report& report, const std::string& name, const ToolVersion& tool) {
  const Entry entries[] = {{"why", "Why", why_section(report)},
                           {"candidates", "Candidates", candidates_section(report)},
                           {"suspects", "Suspects", suspects_section(report)},
                           {"steps", "Steps", steps_section(report)},
                           {"range", "Range", range_section(report)},
                           {"history", "History", history_section(report)},
                           {"what-if", "What if", what_if_section(report)},
                           {"plan", "Next tests", plan_section(report)},
                           {"findings", "Findings", findings_section(report)},
                           {"how", "How", method_section(report)}};
  Html contents;
  Html sections;
  for (const Entry& entry : entries) {
    if (entry.section.empty()) continue;
    contents += element("li", element("a", {{"href", fmt::format("#{}", entry.id)}}, entry.title));
    sections += entry.section;
  }
  Html body = element("a", {{"class", "skip"}, {"href", "#main"}}, "To the report") + shape_definitions();
  body += element("header", element("p", {{"class", "name"}}, element("bdi", name)) + headline_of(report) +
                                claim_of(report) + figures(report) +
                                element("nav", {{"aria-label", "Sections"}}, element("ul", contents)));
  body += element("main", {{"id", "main"}}, sections);
  body += element("footer", element("p", fmt::format("{} {}", tool.name, tool.version)));
  const std::string title = fmt::format("{}: {}", to_text(report.conclusion), name);
  return to_document(
      {title, {page_style(), page_style_sha256()}, {report_script(), report_script_sha256()}, body});
}

}  // namespace rebisect
