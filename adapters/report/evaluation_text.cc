#include <cmath>

#include <fmt/format.h>

#include "adapters/report/evaluation.h"
#include "adapters/report/layout.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr std::size_t kNameWidth = 16;

std::string percent(double share) {
  return fmt::format("{:.1f}", 100 * share);
}

// Three digits, and all of those before the point; at most seven columns up to ten million.
std::string number(double value) {
  if (std::abs(value) >= 100 || value == std::round(value)) return fmt::format("{:.0f}", value);
  return std::abs(value) >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.2f}", value);
}

std::string signed_number(double value) {
  return (value > 0 ? "+" : "") + number(value);
}

constexpr std::string_view kHead =
    "  strategy         right     95 %      wrong   none    runs    p90  builds  eff.\n";

std::string score_line(const StrategyScore& score) {
  const std::string interval =
      fmt::format("{:.1f}-{:.1f}", 100 * score.right.interval.low, 100 * score.right.interval.high);
  const std::string efficiency = score.efficiency ? fmt::format("{:.2f}", *score.efficiency) : "";
  std::string line =
      fmt::format("  {} {:>5}  {:^11}  {:>5}  {:>5} {:>7} {:>6} {:>7} {:>5}",
                  cell(printable(score.strategy), kNameWidth), percent(score.right.value), interval,
                  percent(score.wrong.value), percent(score.no_answer.value), number(score.runs.mean.value),
                  number(score.runs.p90.value), number(score.builds.mean.value), efficiency);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string paired_line(const Paired& paired) {
  const auto range = [](const Estimate& estimate, double scale) {
    return fmt::format("{} ({} to {})", signed_number(scale * estimate.value),
                       signed_number(scale * estimate.interval.low),
                       signed_number(scale * estimate.interval.high));
  };
  return fmt::format("  {} {}, p {:.1g}; runs {}\n", cell(printable(paired.second), kNameWidth),
                     range(paired.right, 100), paired.test.mid_p, range(paired.runs, 1));
}

std::string evaluation_text(const Evaluation& evaluation, const TextStyle& style) {
  std::string text =
      "\n" + wrapped(fmt::format("{}: {} in the range, {}, seed {}", printable(evaluation.scenario),
                                 counted(evaluation.candidates, "commit"),
                                 counted(evaluation.trials, "trial"), evaluation.seed),
                     "", "  ", style.width);
  text += kHead;
  for (const StrategyScore& score : evaluation.scores) text += score_line(score);
  for (const StrategyScore& score : evaluation.scores) {
    if (!score.last_error) continue;
    text += wrapped(fmt::format("{} without an answer, the last time: {}", printable(score.strategy),
                                printable(*score.last_error)),
                    "  ", "    ", style.width);
  }
  if (evaluation.paired.empty()) return text;
  text += wrapped(fmt::format("More than {}: percent right, and runs, with 95 % intervals; p: McNemar, mid-p",
                              printable(evaluation.paired.front().first)),
                  "  ", "  ", style.width);
  for (const Paired& paired : evaluation.paired) text += paired_line(paired);
  return text;
}

std::string list_text(std::string_view title, const std::vector<std::string>& lines, const TextStyle& style) {
  if (lines.empty()) return "";
  std::string text = fmt::format("\n{}\n", title);
  for (const std::string& line : lines) text += wrapped(printable(line), "  ", "    ", style.width);
  return text;
}

std::string tally_text(const HeldCounts& tally, std::string_view what, std::string_view failed) {
  const std::size_t all = tally.held + tally.failed + tally.undecided;
  std::string text = fmt::format("{} of {} {} {}", tally.failed, all, what, failed);
  if (tally.undecided > 0) text += fmt::format(", {} undecided", tally.undecided);
  return text;
}

std::string summary(const SuiteResult& suite, const TextStyle& style) {
  std::size_t rows = 0;
  for (const Evaluation& evaluation : suite.evaluations) rows += evaluation.scores.size();
  std::string text =
      fmt::format("{}: {}, {}; {}", printable(suite.suite), counted(suite.evaluations.size(), "scenario"),
                  counted(rows, "row"), tally_text(expectations_of(suite), "expectations", "fail"));
  if (suite.compared) text += "; " + tally_text(comparisons_of(suite), "rows", "became worse");
  return wrapped(text, "", "  ", style.width);
}

}  // namespace

std::string to_text(const std::vector<SuiteResult>& suites, const TextStyle& style) {
  std::string text;
  if (!style.first_line_only) {
    for (const SuiteResult& suite : suites) {
      text +=
          wrapped(fmt::format("{}: {}", printable(suite.suite), printable(suite.why)), "", "  ", style.width);
      for (const Evaluation& evaluation : suite.evaluations) text += evaluation_text(evaluation, style);
      text += "\n";
    }
  }
  for (const SuiteResult& suite : suites) text += summary(suite, style);
  for (const SuiteResult& suite : suites) {
    text += list_text("Undecided", doubts_of(suite), style);
    text += list_text("Failed", failures_of(suite), style);
  }
  return text;
}

}  // namespace rebisect
