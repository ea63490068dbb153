#include "adapters/report/mail.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/judgement_text.h"
#include "adapters/report/layout.h"
#include "adapters/report/step_table.h"
#include "engine/review/explain.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kMostQuoted = 3;  // reported commits
constexpr std::size_t kMostSuspected = 3;
constexpr std::size_t kMostTests = 2;
constexpr std::size_t kMostOddities = 4;
constexpr std::size_t kMostOfItem = 4;  // lines
constexpr std::size_t kMostOfHeadline = 6;

// A part of the mail: a title, where it has one, and items that are kept or left out whole.
struct Block {
  std::string title;
  std::vector<Lines> items;
  bool may_shrink = true;
};

std::size_t line_count(const Block& block) {
  std::size_t count = block.title.empty() ? 0 : 1;
  for (const Lines& item : block.items) count += item.size();
  return count;
}

// At most `most` lines; "[...]" ends what was cut.
Lines cut_to(Lines lines, std::size_t most) {
  if (lines.size() <= most) return lines;
  lines.resize(most);
  const std::size_t indent = lines.back().find_first_not_of(' ');
  lines.back() = std::string(indent == std::string::npos ? 0 : indent, ' ') + "[...]";
  return lines;
}

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

Lines item(const std::string& text, std::string_view first, std::string_view rest, std::size_t most) {
  // A column is kept for the blank of harmless().
  return cut_to(lines_of(wrapped(printable(text), first, rest, kMostMailColumns - 1)), most);
}

bool is_message_id(std::string_view text) {
  return text.size() > 2 && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

// The reply's own header. A message id that does not fit on a line cannot be broken, so it is left out.
Block header(const Report& report) {
  Block block{"", {}, false};
  if (!report.log.mail) return block;
  const MailFacts& mail = *report.log.mail;
  if (!mail.subject.empty()) {
    const bool reply = mail.subject.starts_with("Re:") || mail.subject.starts_with("RE:");
    block.items.push_back(item((reply ? "" : "Re: ") + mail.subject, "Subject: ", " ", 2));
  }
  const std::string answered = "In-Reply-To: " + mail.message_id;
  if (is_message_id(mail.message_id) && answered.size() <= kMostMailColumns) {
    block.items.push_back({answered});
  }
  return block;
}

std::string title_of(const Report& report, const std::string& claimed) {
  const auto found = report.descriptions.find(claimed);
  if (found != report.descriptions.end()) return found->second.subject;
  const bool one = report.log.claim && report.log.claim->kind == Claim::Kind::commit;
  return one ? report.log.claim->text : "";
}

// What the claim's mail says, as syzbot and git word it.
std::string claim_sentence(const Report& report) {
  if (report.log.format == LogFormat::syzbot) {
    return report.log.aim == Aim::cause ? "syzbot has bisected this issue to:"
                                        : "syzbot suspects this issue was fixed by commit:";
  }
  const std::string& term = report.log.options.term_bad;
  return report.deduction.claimed.size() == 1 ? fmt::format("the first {} commit is:", term)
                                              : fmt::format("the first {} commit could be any of:", term);
}

Block quoted_claim(const Report& report) {
  Block block{"", {}, false};
  const std::vector<std::string>& claimed = report.deduction.claimed;
  if (claimed.empty()) return block;
  if (report.log.mail && !report.log.mail->date.empty() && !report.log.mail->sender.empty()) {
    block.items.push_back(
        item(fmt::format("On {}, {} wrote:", report.log.mail->date, report.log.mail->sender), "", "", 2));
  }
  block.items.push_back(item(claim_sentence(report), "> ", "> ", 1));
  for (std::size_t i = 0; i < std::min(claimed.size(), kMostQuoted); ++i) {
    block.items.push_back(item("commit " + claimed[i], "> ", "> ", 1));
  }
  if (claimed.size() > kMostQuoted) block.items.push_back({"> [...]"});
  const std::string title = claimed.size() == 1 ? title_of(report, claimed.front()) : "";
  if (!title.empty()) block.items.push_back(item(title, ">     ", ">     ", 2));
  return block;
}

Block conclusion(const Report& report, const ToolVersion& tool) {
  constexpr std::string_view kResults[] = {"The result holds", "The result is doubtful",
                                           "The result does not follow", "That does not settle it"};
  const std::string text =
      fmt::format("I had the bisection log checked by {} {} ({}). {}: {}.", tool.name, tool.version,
                  report.from_log_alone ? "from the log alone" : "replayed on the repository",
                  kResults[static_cast<std::size_t>(report.conclusion)], report.headline);
  return {"", {item(text, "", "", kMostOfHeadline)}, false};
}

Block reasons(const Report& report) {
  Block block{"Why:", {}};
  for (const std::string& reason : report.reasons) {
    if (reason == kRepositoryAdvice) continue;
    block.items.push_back(item(reason, "- ", "  ", kMostOfItem));
  }
  return block;
}

// What speaks against the log itself. The disputed verdicts have a part of their own.
Block oddities(const Report& report) {
  Block block{"What is odd about the log:", {}};
  for (const Finding& finding : report.findings) {
    const bool told = finding.kind == FindingKind::weak_good || finding.kind == FindingKind::weak_bad;
    if (told || finding.severity == Severity::note || block.items.size() == kMostOddities) continue;
    block.items.push_back(item(finding.text, "- ", "  ", kMostOfItem));
  }
  return block;
}

Block shares(std::string title, const std::vector<Share>& shares) {
  Block block{std::move(title), {}};
  for (const Share& share : shares) {
    block.items.push_back(item(share.text, fmt::format("{:>5}  ", percent(share.probability)), "       ", 3));
  }
  return block;
}

// The verdicts in doubt with the runs that they rest on, and the runs of the reported commits.
Block disputes(const Report& report) {
  Block block{"Verdicts that may be false, with their runs (C crash, . OK):", {}};
  for (const DisputePart& dispute : report.disputes) {
    if (!is_told(dispute)) continue;
    const std::string strip = run_strip(report.log.steps[dispute.step]);
    const std::string text = dispute_text(report, dispute) + (strip.empty() ? "" : ": " + strip);
    block.items.push_back(item(text, fmt::format("{:>5}  ", percent(dispute.probability)), "       ", 3));
  }
  return block;
}

Block reported_runs(const Report& report) {
  Block block{"", {}};
  for (std::size_t i = 0; i < report.log.steps.size(); ++i) {
    const Step& step = report.log.steps[i];
    const auto& claimed = report.deduction.claimed;
    const std::string strip = run_strip(step);
    if (strip.empty() || std::ranges::find(claimed, step.commit.text) == claimed.end()) continue;
    const std::string text = fmt::format("The runs of {}, which is reported: {} (step {} of {})",
                                         brief(step.commit), strip, i, report.log.steps.size());
    block.items.push_back(item(text, "", "  ", 2));
  }
  return block;
}

Block tests(const Report& report) {
  Block block{"What would settle it:", {}};
  if (!report.plan) return block;
  std::vector<PlanPart> tests;  // one for each commit
  for (const PlanPart& test : *report.plan) {
    const auto planned = std::ranges::find(tests, test.commit, &PlanPart::commit);
    if (planned != tests.end()) {
      planned->runs += test.runs;
    } else if (tests.size() < kMostTests) {
      tests.push_back(test);
    }
  }
  for (const PlanPart& test : tests) {
    block.items.push_back({fmt::format("  {} of {}", counted(test.runs, "more run"), brief(test.commit))});
  }
  return block;
}

// The address of mainline, which has every release. A bot reads the command's words across line ends.
constexpr const char* kMainline = "git://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git";

// The most disputed release is tested again by syzbot on a reply of this form.
void suggest_test(const Report& report, Block& block) {
  for (const DisputePart& dispute : report.disputes) {
    const Step& step = report.log.steps[dispute.step];
    if (step.role != StepRole::release || step.release.empty()) continue;
    block.items.push_back(
        {"    #syz test:", fmt::format("    {}", kMainline), fmt::format("    {}", printable(step.release))});
    return;
  }
}

// Lines for whoever acts on the result. Indented: syzbot takes commands only where a line begins with them
// (pkg/email/parser.go of syzkaller). A title that does not fit cannot be broken, so nothing is suggested.
Block suggestions(const Report& report) {
  Block block{"To act on that (indented, so that nothing is triggered yet):", {}};
  const bool syzbot = report.log.format == LogFormat::syzbot;
  if (report.conclusion != Conclusion::holds || report.deduction.claimed.size() != 1) {
    if (syzbot) suggest_test(report, block);
    return block;
  }
  const std::string& claimed = report.deduction.claimed.front();
  const std::string title = printable(title_of(report, claimed));
  const auto suggest = [&](const Lines& lines) {
    const bool fits =
        std::ranges::all_of(lines, [](const auto& line) { return columns(line) <= kMostMailColumns; });
    if (fits && !title.empty()) block.items.push_back(lines);
  };
  if (report.log.aim == Aim::cause) {
    suggest({fmt::format("    Fixes: {} (\"{}\")", brief(claimed), title)});
  } else if (syzbot) {
    suggest({"    #syz fix:", "    " + title});
  }
  return block;
}

// Leaves out the last item of the longest block until all fit. What may not shrink is always short enough.
void fit(std::vector<Block>& blocks) {
  const auto total = [&] {
    std::size_t lines = 0;
    for (const Block& block : blocks) lines += block.items.empty() ? 0 : line_count(block) + 1;
    return lines - 1;  // blocks stand an empty line apart
  };
  while (total() > kMostMailLines) {
    const auto size = [](const Block& block) {
      return block.may_shrink && !block.items.empty() ? line_count(block) : 0;
    };
    const auto longest = std::ranges::max_element(blocks, {}, size);
    if (size(*longest) == 0) return;
    longest->items.pop_back();
  }
}

// No line of the body does anything to mailboxes or bots; none is too long.
std::string harmless(const std::string& line) {
  const bool acts = line.starts_with('#') || line.starts_with("From ");
  std::string safe = acts ? " " + line : line;
  if (columns(safe) <= kMostMailColumns) return safe;
  return cell(safe, kMostMailColumns);
}

}  // namespace

std::string to_mail(const Report& report, const ToolVersion& tool) {
  std::vector<Block> blocks = {
      header(report),
      quoted_claim(report),
      conclusion(report, tool),
      reasons(report),
      oddities(report),
      shares("How probable each explanation is:", suspect_shares(report, kMostSuspected)),
      disputes(report),
      reported_runs(report),
      tests(report),
      suggestions(report)};
  fit(blocks);
  std::string text;
  for (const Block& block : blocks) {
    if (block.items.empty()) continue;
    if (!text.empty()) text += "\n";
    if (!block.title.empty()) text += block.title + "\n";
    for (const Lines& lines : block.items) {
      for (const std::string& line : lines) text += harmless(line) + "\n";
    }
  }
  return text;
}

}  // namespace rebisect
