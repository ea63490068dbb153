// How probable each commit is, and what to test next.
#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/html_pieces.h"
#include "adapters/report/html_sections.h"
#include "adapters/report/judgement_text.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

// One row: a commit, or an explanation beside those of the range.
struct Hypothesis {
  Html what;
  double probability = 0;
};

Html suspect_text(const Report& report, const SuspectPart& suspect) {
  Html text = described_commit(report, suspect.commit);
  if (is_claimed(report, suspect.commit)) text += " " + element("span", {{"class", "tag"}}, "reported");
  if (suspect.class_size > 1) {
    text += " " + element("span", {{"class", "by"}},
                          fmt::format("and {} that the log cannot tell from it",
                                      counted(suspect.class_size - 1, "other commit")));
  }
  return text;
}

std::vector<Hypothesis> hypotheses_of(const Report& report) {
  const BeliefPart& belief = *report.belief;
  std::vector<Hypothesis> rows;
  double rest = belief.p_rest;
  for (const SuspectPart& suspect : belief.suspects) {
    if (suspect.probability < kLeastShown) {
      rest += suspect.probability;
    } else {
      rows.push_back({suspect_text(report, suspect), suspect.probability});
    }
  }
  for (const Share& other : other_hypotheses(report)) {
    rows.push_back({element("em", other.text), other.probability});
  }
  std::ranges::stable_sort(rows, std::greater(), &Hypothesis::probability);
  if (rest >= kLeastShown) rows.push_back({element("em", kOtherCommits), rest});
  return rows;
}

// Which of the credible sets, most probable first, has to reach this far.
std::string_view set_of(double before) {
  if (before < 0.5) return "50";
  if (before < 0.9) return "90";
  return before < 0.95 ? "95" : "";
}

Html bar(double probability, std::string_view set) {
  return element("svg", {{"class", "bar"}, {"aria-hidden", "true"}},
                 element("rect", {{"class", "bar-ground"}, {"width", "100%"}, {"height", "100%"}}) +
                     element("rect", {{"class", fmt::format("bar-set{}", set)},
                                      {"width", length(probability, 1)},
                                      {"height", "100%"}}));
}

Html hypothesis_rows(const Report& report) {
  Html rows;
  double before = 0;
  for (const Hypothesis& hypothesis : hypotheses_of(report)) {
    const std::string_view set = set_of(before);
    const std::string within = set.empty() ? "" : fmt::format("{}\xC2\xA0%", set);
    rows += element("tr", element("td", {{"class", "number"}}, page_percent(hypothesis.probability)) +
                              element("td", {{"class", "bar-cell"}}, bar(hypothesis.probability, set)) +
                              element("td", {{"class", "set"}}, within) +
                              element("th", {{"scope", "row"}, {"class", "wide"}}, hypothesis.what));
    before += hypothesis.probability;
  }
  return rows;
}

Html credible_text(const BeliefPart& belief) {
  const auto set = [](int share, std::size_t commits) {
    return element("div", element("dt", fmt::format("{}\xC2\xA0%", share)) +
                              element("dd", grouped(commits) + (commits == 1 ? " commit" : " commits")));
  };
  Html sets = set(50, belief.credible.p50) + set(90, belief.credible.p90) + set(95, belief.credible.p95);
  sets += element("div", element("dt", "left to find out") +
                             element("dd", fmt::format("{:.1f} bits", belief.entropy_bits)));
  return element("dl", {{"class", "figures small"}}, sets);
}

}  // namespace

Html suspects_section(const Report& report) {
  if (!report.belief) return {};
  const Html head =
      element("thead", element("tr", element("th", {{"scope", "col"}, {"class", "number"}}, "chance") +
                                         element("th", {{"scope", "col"}},
                                                 element("span", {{"class", "unseen"}}, "as a bar")) +
                                         element("th", {{"scope", "col"}}, "set") +
                                         element("th", {{"scope", "col"}}, "what brought the bug")));
  Html content = element("table", {{"class", "suspects"}}, head + element("tbody", hypothesis_rows(report)));
  content += note(
      "Credible sets: the fewest commits that together hold so much of the probability. The column says "
      "for which set a row is needed.");
  content += credible_text(*report.belief);
  if (report.belief->linear_assumption) {
    content += note("Without a repository the tests are taken as points on one line.");
  }
  return section("suspects", report.log.aim == Aim::cause ? "Suspects" : "What may have fixed it", content);
}

Html plan_section(const Report& report) {
  if (!report.plan) return {};
  if (report.plan->empty()) {
    return section(
        "plan", "What to test next",
        element("p", "Nothing: one commit is as probable as asked for, or no test would tell more."));
  }
  Html items;
  for (const PlanPart& test : *report.plan) {
    const std::string commit = brief(test.commit);
    Html item = element("code", {{"class", "command"}}, fmt::format("git checkout {}", commit));
    item += element("span", {{"class", "does"}},
                    fmt::format(" {}, expected to tell {:.2f} bits; then audit again with ",
                                counted(test.runs, "run"), test.gain_bits));
    item += element("code", {{"class", "command"}}, fmt::format("--result {}=CRASHES/{}", commit, test.runs));
    items += element("li", item);
  }
  return section("plan", "What to test next",
                 element("ol", {{"class", "plan"}}, items) +
                     note("Each is chosen as if those before it had given their most probable result."));
}

}  // namespace rebisect
