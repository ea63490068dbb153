// Every verdict flipped: a table that can be read as it is. The script offers the same as a choice.
#include <string>

#include <fmt/format.h>

#include "adapters/report/html_pieces.h"
#include "adapters/report/html_sections.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr std::size_t kMostFlips = 300;

Html commits_of(const Report& report, const FlipEnding& ending) {
  Html list;
  for (const std::string& commit : ending.commits) list += element("li", described_commit(report, commit));
  return list.empty() ? Html() : element("ul", {{"class", "commits"}}, list);
}

std::string about(const Report& report) {
  return report.from_log_alone ? "about " : "";
}

Html ending_text(const Report& report, const FlipEnding& ending) {
  if (ending.kind == Deduction::Kind::before_range) {
    return report.log.aim == Aim::cause ? "no good end is left to search from"
                                        : "one end of the search is gone";
  }
  if (ending.left == 0) return "contradiction: they cannot all be right";
  if (ending.left == 1) {
    if (ending.commits.empty()) return "one commit is left";
    return "ends at " + described_commit(report, ending.commits.front());
  }
  Html text = element("b", fmt::format("{}{} commits", about(report), grouped(ending.left))) + " are left";
  if (ending.next) text += ", git would test " + commit_code(ending.next->hex());
  if (ending.left <= kMostEndings) text += commits_of(report, ending);
  return text;
}

Html kept_text(const Report& report, const FlipPart& flip) {
  Html text = ending_text(report, flip.kept);
  if (flip.off_path > 0) {
    text += element("div", {{"class", "by"}},
                    fmt::format("git would not have asked for {} of the later verdicts", flip.off_path));
  }
  return text;
}

std::string plain_name(const Report& report, const FlipPart& flip) {
  const Aim aim = report.log.aim;
  std::string name = flip.step ? fmt::format("step {}: ", *flip.step) : "";
  name += brief(flip.commit);
  if (flip.step && !report.log.steps[*flip.step].release.empty()) {
    name += fmt::format(" ({})", report.log.steps[*flip.step].release);
  }
  return fmt::format("{}, {} instead of {}", name, word(flip.turned, aim), word(flip.told, aim));
}

Html row_of(const Report& report, const FlipPart& flip, std::size_t at) {
  const Aim aim = report.log.aim;
  Html who = flip.step ? step_link(*flip.step) + " " : Html();
  who += commit_code(flip.commit);
  const DisputePart* dispute = flip.step ? dispute_at(report, *flip.step) : nullptr;
  if (dispute != nullptr) {
    who += " " + element("span", {{"class", "doubt"}}, page_percent(dispute->probability) + " wrong");
  }
  const Html turned = verdict_mark(flip.told, aim) + " \xE2\x86\x92 " + verdict_mark(flip.turned, aim);
  const Html anew =
      flip.anew ? ending_text(report, *flip.anew) : element("span", {{"class", "by"}}, "no search");
  return element("tr", {{"id", fmt::format("flip-{}", at)}, {"data-name", plain_name(report, flip)}},
                 element("th", {{"scope", "row"}, {"class", "wide"}}, who + element("div", turned)) +
                     element("td", {{"data-name", "other verdicts kept"}, {"class", "ending"}},
                             kept_text(report, flip)) +
                     element("td", {{"data-name", "later tests dropped"}, {"class", "ending"}}, anew));
}

// Filled and shown by the script; the pairs are those of the table.
Html choice(const Report& report) {
  const Html as_it_was =
      report.deduction.candidate_count == 1U && !report.deduction.candidates.empty()
          ? "ends at " + described_commit(report, report.deduction.candidates.front())
          : Html(fmt::format("leaves {} candidates", report.deduction.candidate_count.value_or(0)));
  const Html chooser =
      element("label", {{"for", "flip"}}, "Flip") +
      element("select", {{"id", "flip"}}, element("option", {{"value", ""}}, "nothing: as logged"));
  const Html shown = element("dl", {{"id", "flip-shown"}, {"aria-live", "polite"}},
                             element("div", element("dt", "as logged") + element("dd", as_it_was)));
  return element("div", {{"class", "chooser"}, {"id", "flip-choice"}, {"hidden", ""}},
                 element("p", chooser) + shown);
}

Html head() {
  const auto column = [](std::string_view name) { return element("th", {{"scope", "col"}}, name); };
  return element("thead", element("tr", column("flipped") + column("ending, the other verdicts kept") +
                                            column("from there on, later tests dropped")));
}

}  // namespace

Html what_if_section(const Report& report) {
  if (report.flips.empty()) return {};
  Html rows;
  std::size_t at = 0;
  for (const FlipPart& flip : report.flips) {
    if (at == kMostFlips) break;
    rows += row_of(report, flip, at++);
  }
  Html content = choice(report);
  // The script closes it: it offers the same as a choice.
  content += element("details", {{"id", "flip-table"}, {"open", ""}},
                     element("summary", "Every verdict flipped, as a table") +
                         scrolling("Every verdict flipped",
                                   element("table", {{"class", "flips"}}, head() + element("tbody", rows))));
  content +=
      note(report.from_log_alone
               ? "From the log alone: the tests as points on one line, at distances that git's numbers give."
               : "Replayed on the history for each verdict.");
  return section("what-if", "What if a verdict were wrong?", content);
}

}  // namespace rebisect
