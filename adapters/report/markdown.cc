#include "adapters/report/markdown.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/judgement_text.h"
#include "adapters/report/layout.h"
#include "adapters/report/step_table.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr std::size_t kMostListed = 10;   // suspects, candidates
constexpr std::size_t kTableWidth = 100;  // columns of the steps

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<std::uint8_t>(c) >= 0x80;
}

// A word without the punctuation around it.
struct Word {
  std::string_view before, core, after;
};

Word parts_of(std::string_view text) {
  constexpr std::string_view kAround = "(),.;:'\"%";
  const std::size_t begin = std::min(text.find_first_not_of(kAround), text.size());
  const std::size_t end = std::max(begin, text.find_last_not_of(kAround) + 1);
  return {text.substr(0, begin), text.substr(begin, end - begin), text.substr(end)};
}

// May it stand as it is? "Release", "it's", "2021-05-12". Not what may be an id ("91f245d5d5de", "GH-12"), a
// link ("www.x.org"), an option or a rule ("--").
bool is_prose(std::string_view core) {
  const bool number = std::ranges::all_of(core, [](char c) { return is_digit(c) || c == '.' || c == '-'; });
  const bool letters = std::ranges::all_of(core, [](char c) {
    return !is_digit(c) && (is_word_character(c) || c == '\'' || c == '.' || c == '-');
  });
  return (number || letters) && !core.starts_with('-') && !core.starts_with("www.");
}

// The longest run of backticks.
std::size_t longest_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string shortened(std::string_view text) {
  std::string shown = printable(text);
  if (columns(shown) <= kMostMarkdownText) return shown;
  std::string cut = cell(shown, kMostMarkdownText);
  cut.pop_back();
  return cut + "...";
}

// Lines of fixed width. None of them can end the fence: it is longer than any run of backticks in them.
std::string fenced(std::string_view language, const std::string& text) {
  const std::string fence(std::max<std::size_t>(3, longest_run(text) + 1), '`');
  return fmt::format("{}{}\n{}{}\n", fence, language, text, fence);
}

std::string details(std::string_view title, const std::string& body) {
  return fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", title, body);
}

std::string list(std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string text = fmt::format("\n**{}**\n\n", title);
  for (const std::string& item : items) text += "- " + item + "\n";
  return text;
}

std::vector<std::string> as_items(const std::vector<std::string>& sentences) {
  std::vector<std::string> items;
  items.reserve(sentences.size());
  for (const std::string& sentence : sentences) items.push_back(markdown_text(sentence));
  return items;
}

std::vector<std::string> as_items(const std::vector<Share>& shares) {
  std::vector<std::string> items;
  items.reserve(shares.size());
  for (const Share& share : shares) {
    const std::string chance = percent(share.probability);
    // '<' and '>' would be markup.
    items.push_back(fmt::format("{}: {}",
                                chance.starts_with('<')   ? "below 1 %"
                                : chance.starts_with('>') ? "above 99 %"
                                                          : chance,
                                markdown_text(share.text)));
  }
  return items;
}

std::string first_line(const Report& report) {
  std::string conclusion(to_text(report.conclusion));
  conclusion.front() = static_cast<char>(conclusion.front() - 'a' + 'A');
  std::string text = fmt::format("**{}**: {}{}\n", conclusion, markdown_text(report.headline),
                                 report.from_log_alone ? " (from the log alone)" : "");
  for (const std::string& claimed : report.deduction.claimed) {
    const std::string description = description_of(report.descriptions, claimed);
    if (!description.empty()) {
      text += fmt::format("\n{} {}\n", markdown_code(brief(claimed)), markdown_text(description));
    }
  }
  return text;
}

std::string candidates(const Report& report) {
  const std::size_t all = report.deduction.candidate_count.value_or(report.deduction.candidates.size());
  if (all <= 1) return "";
  std::vector<std::string> items;
  for (const std::string& candidate : report.deduction.candidates) {
    if (items.size() == kMostListed) break;
    items.push_back(markdown_code(brief(candidate)) + " " +
                    markdown_text(description_of(report.descriptions, candidate)));
  }
  if (all > items.size()) items.push_back(fmt::format("and {} more", all - items.size()));
  return list(fmt::format("Candidates ({})", all), items);
}

std::string plan(const Report& report) {
  if (!report.plan || report.plan->empty()) return "";
  std::string commands;
  for (const PlanPart& test : *report.plan) {
    commands +=
        fmt::format("git checkout {}  # {}, then --result {}=CRASHES/{}\n", printable(brief(test.commit)),
                    counted(test.runs, "run"), printable(brief(test.commit)), test.runs);
  }
  return "\n**What to test next**\n\n" + fenced("sh", commands);
}

std::string findings(const Report& report) {
  std::vector<std::string> items;
  items.reserve(report.findings.size());
  for (const Finding& finding : report.findings) {
    items.push_back(fmt::format("{} `{}`: {}", to_text(finding.severity), id_of(finding.kind),
                                markdown_text(finding.text)));
  }
  return list("Findings", items);
}

std::vector<std::string> diagnostics(const Report& report) {
  std::vector<std::string> items;
  for (const Diagnostic& diagnostic : report.log.diagnostics) {
    if (items.size() == kMostListed) break;
    items.push_back(fmt::format("line {}: {}", diagnostic.line, markdown_text(diagnostic.text)));
  }
  if (report.log.diagnostics.size() > items.size()) {
    items.push_back(fmt::format("and {} more", report.log.diagnostics.size() - items.size()));
  }
  return items;
}

std::string suspects(const Report& report) {
  const std::string text = list("Suspects", as_items(suspect_shares(report, kMostListed)));
  return report.belief ? text + "\n" + markdown_text(credible_sentence(*report.belief)) + "\n" : text;
}

}  // namespace

std::string markdown_code(std::string_view text) {
  if (text.empty()) return "";
  std::string shown = shortened(text);
  const std::string fence(longest_run(shown) + 1, '`');
  // Blanks at both ends are taken off where it is shown.
  if (shown.front() == '`' || shown.back() == '`' || shown.front() == ' ') shown = " " + shown + " ";
  return fence + shown + fence;
}

std::string markdown_text(std::string_view text) {
  const std::string shown = shortened(text);
  std::string result;
  std::string code;  // words in a row that are not prose
  const auto end_code = [&] {
    result += markdown_code(code);
    code.clear();
  };
  for (std::string_view rest = shown; !rest.empty();) {
    const std::size_t blank = rest.find(' ');
    const Word word = parts_of(rest.substr(0, blank));
    rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
    // "1." at the start would begin a list.
    const bool list = result.empty() && code.empty() && !word.core.empty() && !word.after.empty();
    const bool prose = is_prose(word.core) && !(list && is_digit(word.core.back()));
    if (!code.empty() && (prose || !word.before.empty())) end_code();
    if (!code.empty()) {
      code += ' ';
    } else if (!result.empty()) {
      result += ' ';
    }
    result += word.before;
    (prose ? result : code) += word.core;
    if (prose || !word.after.empty()) end_code();
    result += word.after;
  }
  end_code();
  return result;
}

std::string to_markdown(const Report& report, const ToolVersion& tool) {
  std::string text = first_line(report);
  text += list("Why", as_items(report.reasons));
  text += candidates(report);
  text += suspects(report);
  text += list("Disputed verdicts", as_items(dispute_shares(report)));
  text += plan(report);
  text += findings(report);
  if (!report.log.steps.empty()) text += details("Steps", fenced("text", step_table(report, kTableWidth)));
  text += list("While reading the log", diagnostics(report));
  std::vector<std::string> method = as_items(report.method);
  method.push_back(fmt::format("{} {}", tool.name, tool.version));
  return text + list("How", method);
}

}  // namespace rebisect
