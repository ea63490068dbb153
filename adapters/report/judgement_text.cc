#include "adapters/report/judgement_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "adapters/report/date.h"
#include "adapters/report/layout.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

// Where the text behind a share begins: "   41 %  ".
constexpr const char* kBehindShare = "         ";
// Verdicts that are less probably false are not disputed where people read.
constexpr double kLeastDisputed = 0.05;
// Below this share a hypothesis has no line of its own.
constexpr double kLeastShown = 0.005;

// "  41 %", "  <1 %", " >99 %": a probability is never shown as certain.
std::string share(double probability) {
  if (probability < kLeastShown) return "   <1 %";
  if (probability > 1 - kLeastShown) return "  >99 %";
  return fmt::format("  {:3.0f} %", 100 * probability);
}

std::string share_line(double probability, const std::string& text, const TextStyle& style) {
  return wrapped(printable(text), share(probability) + "  ", kBehindShare, style.width);
}

bool is_claimed(const Report& report, const std::string& commit) {
  return std::ranges::find(report.deduction.claimed, commit) != report.deduction.claimed.end();
}

std::string suspect_line(const Report& report, const SuspectPart& suspect, const TextStyle& style) {
  std::string text = brief(suspect.commit);
  if (is_claimed(report, suspect.commit)) text += " [reported]";
  const std::string description = description_of(report.descriptions, suspect.commit);
  if (!description.empty()) text += " " + description;
  if (suspect.class_size > 1) {
    text += fmt::format("; the log cannot tell it from {}", counted(suspect.class_size - 1, "other commit"));
  }
  return share_line(suspect.probability, text, style);
}

// Hypotheses beside the commits of the range.
std::string other_hypotheses(const Report& report, const TextStyle& style) {
  const BeliefPart& belief = *report.belief;
  const bool cause = report.log.aim == Aim::cause;
  std::string text;
  const auto add = [&](double probability, const std::string& what) {
    if (probability >= kLeastShown) text += share_line(probability, what, style);
  };
  add(belief.p_older, cause ? "older than the range: the commits called good have the bug too"
                            : "not fixed in the range: the commits that did not crash have the bug too");
  add(belief.p_newer, "newer than the range");
  add(belief.p_mixed, "several bugs: no single commit explains the crashes");
  return text;
}

std::string would_end_text(const DisputePart& dispute) {
  if (!dispute.would_be) return "";
  if (*dispute.would_be == Deduction::Kind::contradiction) return "others would be wrong with it";
  if (*dispute.would_be == Deduction::Kind::before_range) return "without that mistake no good end is left";
  if (dispute.would_leave == 1) {
    return "without that mistake the others lead to " + brief(dispute.would_end.front());
  }
  return fmt::format("without that mistake the others leave {}{}", counted(dispute.would_leave, "commit"),
                     dispute.next ? ", and git would test " + dispute.next->brief() : "");
}

}  // namespace

std::string description_of(const Descriptions& descriptions, const std::string& digits) {
  const auto found = descriptions.find(digits);
  if (found == descriptions.end()) return "";
  const CommitDescription& description = found->second;
  return printable(
      fmt::format("{} ({}, {})", description.subject, description.author, author_date(description)));
}

std::string suspects_text(const Report& report, const TextStyle& style) {
  if (!report.belief) return "";
  const BeliefPart& belief = *report.belief;
  std::string text = "\nSuspects\n";
  double not_listed = belief.p_rest;
  std::size_t listed = 0;
  for (const SuspectPart& suspect : belief.suspects) {
    if (listed == style.candidates_shown || suspect.probability < kLeastShown) {
      not_listed += suspect.probability;
      continue;
    }
    text += suspect_line(report, suspect, style);
    ++listed;
  }
  if (not_listed >= kLeastShown) text += share_line(not_listed, "other commits of the range", style);
  text += other_hypotheses(report, style);
  text += wrapped(
      fmt::format(
          "90 % of the probability lies on {}; {:.1f} bits are left to find out{}",
          counted(belief.credible.p90, "commit"), belief.entropy_bits,
          belief.linear_assumption ? "; without a repository the tests are taken as points on one line" : ""),
      "  ", "  ", style.width);
  return text;
}

std::string disputes_text(const Report& report, const TextStyle& style) {
  std::string text;
  for (const DisputePart& dispute : report.disputes) {
    if (dispute.probability < kLeastDisputed) continue;
    if (text.empty()) text = "\nDisputed verdicts\n";
    const Step& step = report.log.steps[dispute.step];
    const std::string told =
        step.logged ? clause(*step.logged, report.log.aim)
                    : std::string(dispute.kind == DisputeKind::false_good ? "did not crash" : "crashed");
    const std::string ending = would_end_text(dispute);
    text += share_line(dispute.probability,
                       fmt::format("step {}: {}{} {}{}{}", dispute.step, brief(dispute.commit),
                                   step.release.empty() ? "" : fmt::format(" ({})", step.release), told,
                                   ending.empty() ? "" : "; ", ending),
                       style);
  }
  return text;
}

std::string plan_text(const Report& report) {
  if (!report.plan || report.plan->empty()) return "";
  std::string text = "\nWhat to test next\n";
  for (const PlanPart& test : *report.plan) {
    text +=
        fmt::format("  git checkout {:13}{:>8}  {:.2f} bits, --result {}=CRASHES/{}\n", brief(test.commit),
                    counted(test.runs, "run"), test.gain_bits, brief(test.commit), test.runs);
  }
  return text;
}

}  // namespace rebisect
