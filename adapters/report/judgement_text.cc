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

std::string share_line(const Share& share, const TextStyle& style) {
  return wrapped(share.text, fmt::format("  {:>5}  ", percent(share.probability)), kBehindShare, style.width);
}

std::string suspect_text(const Report& report, const SuspectPart& suspect) {
  std::string text = brief(suspect.commit);
  if (is_claimed(report, suspect.commit)) text += " [reported]";
  const std::string description = description_of(report.descriptions, suspect.commit);
  if (!description.empty()) text += " " + description;
  if (suspect.class_size > 1) {
    text += fmt::format("; the log cannot tell it from {}", counted(suspect.class_size - 1, "other commit"));
  }
  return printable(text);
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

std::string percent(double probability) {
  if (probability < kLeastShown) return "<1 %";
  if (probability > 1 - kLeastShown) return ">99 %";
  return fmt::format("{:.0f} %", 100 * probability);
}

bool is_claimed(const Report& report, const std::string& commit) {
  return std::ranges::find(report.deduction.claimed, commit) != report.deduction.claimed.end();
}

std::vector<Share> other_hypotheses(const Report& report) {
  const BeliefPart& belief = *report.belief;
  const bool cause = report.log.aim == Aim::cause;
  std::vector<Share> shares = {
      {belief.p_older, cause ? "older than the range: the commits called good have the bug too"
                             : "not fixed in the range: the commits that did not crash have the bug too"},
      {belief.p_newer, "newer than the range"},
      {belief.p_mixed, "several bugs: no single commit explains the crashes"}};
  std::erase_if(shares, [](const Share& share) { return share.probability < kLeastShown; });
  return shares;
}

std::vector<Share> suspect_shares(const Report& report, std::size_t most) {
  if (!report.belief) return {};
  std::vector<Share> shares;
  double not_listed = report.belief->p_rest;
  for (const SuspectPart& suspect : report.belief->suspects) {
    if (shares.size() == most || suspect.probability < kLeastShown) {
      not_listed += suspect.probability;
    } else {
      shares.push_back({suspect.probability, suspect_text(report, suspect)});
    }
  }
  if (not_listed >= kLeastShown) shares.push_back({not_listed, kOtherCommits});
  const std::vector<Share> others = other_hypotheses(report);
  shares.insert(shares.end(), others.begin(), others.end());
  return shares;
}

bool is_told(const DisputePart& dispute) {
  return dispute.probability >= kLeastDisputed;
}

std::string dispute_text(const Report& report, const DisputePart& dispute) {
  const Step& step = report.log.steps[dispute.step];
  const std::string told =
      step.logged ? clause(*step.logged, report.log.aim)
                  : std::string(dispute.kind == DisputeKind::false_good ? "did not crash" : "crashed");
  const std::string ending = would_end_text(dispute);
  return printable(fmt::format("step {}: {}{} {}{}{}", dispute.step, brief(dispute.commit),
                               step.release.empty() ? "" : fmt::format(" ({})", step.release), told,
                               ending.empty() ? "" : "; ", ending));
}

std::vector<Share> dispute_shares(const Report& report) {
  std::vector<Share> shares;
  for (const DisputePart& dispute : report.disputes) {
    if (is_told(dispute)) shares.push_back({dispute.probability, dispute_text(report, dispute)});
  }
  return shares;
}

std::string suspects_text(const Report& report, const TextStyle& style) {
  if (!report.belief) return "";
  std::string text = "\nSuspects\n";
  for (const Share& share : suspect_shares(report, style.candidates_shown)) text += share_line(share, style);
  return text + wrapped(credible_sentence(*report.belief), "  ", "  ", style.width);
}

std::string disputes_text(const Report& report, const TextStyle& style) {
  std::string text;
  for (const Share& share : dispute_shares(report)) {
    if (text.empty()) text = "\nDisputed verdicts\n";
    text += share_line(share, style);
  }
  return text;
}

std::string credible_sentence(const BeliefPart& belief) {
  return fmt::format(
      "90 % of the probability lies on {}; {:.1f} bits are left to find out{}",
      counted(belief.credible.p90, "commit"), belief.entropy_bits,
      belief.linear_assumption ? "; without a repository the tests are taken as points on one line" : "");
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
