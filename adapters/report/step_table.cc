#include "adapters/report/step_table.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/layout.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

struct RunLetter {
  RunOutcome::Kind kind;
  char letter;
  std::string_view meaning;
};
constexpr RunLetter kRunLetters[] = {
    {RunOutcome::Kind::crashed, 'C', "crash"},           {RunOutcome::Kind::ok, '.', "OK"},
    {RunOutcome::Kind::boot_failed, 'B', "boot failed"}, {RunOutcome::Kind::test_failed, 'T', "test failed"},
    {RunOutcome::Kind::failed, 'F', "host failed"},      {RunOutcome::Kind::infra, 'I', "infra"},
    {RunOutcome::Kind::ignored, '-', "ignored"},
};

char letter_of(RunOutcome::Kind kind) {
  return std::ranges::find(kRunLetters, kind, &RunLetter::kind)->letter;
}

enum class RunStyle { strip, counts };

// "CCCC......", "4C 6.", "all C".
std::string runs_of(const Step& step, RunStyle style) {
  if (step.build_failed) return "no build";
  std::string strip;
  for (const RunOutcome& run : step.runs) strip += letter_of(run.kind);
  if (!step.run_count_known) return "all " + strip;
  if (style == RunStyle::strip) return strip;
  std::string counts;
  for (const RunLetter& letter : kRunLetters) {
    const auto count = std::ranges::count(strip, letter.letter);
    if (count > 0) counts += fmt::format("{}{}{}", counts.empty() ? "" : " ", count, letter.letter);
  }
  return counts;
}

struct Row {
  std::string number, commit, role, runs, verdict, recomputed, today, choice, left, candidates;
};

std::string judged_word(const Judgement& judgement, Aim aim) {
  if (judgement.aborts) return "stop";
  return judgement.verdict ? std::string(word(*judgement.verdict, aim)) : "";
}

// What the runs give, where the log or today's policy has another verdict.
void fill_judgements(const Report& report, std::size_t step, Row& row) {
  const JudgedLog& judged = report.judged;
  if (step >= judged.judgements.size()) return;
  if (differs_from_log(judged, step)) row.recomputed = judged_word(judged.judgements[step], report.log.aim);
  if (differs_today(judged, step)) row.today = judged_word(judged.today[step], report.log.aim);
}

std::string choice_of(const SelectionRow& selected) {
  if (selected.match == Match::same || selected.match == Match::unknown) {
    return std::string(to_text(selected.match));
  }
  return selected.expected ? selected.expected->brief() : "none";
}

// "94", or "94/93" where git printed 93 and this history gives 94.
std::string left_of(const SelectionRow& selected) {
  if (!selected.left) return selected.left_logged ? fmt::format("?/{}", *selected.left_logged) : "";
  if (selected.left_logged && *selected.left_logged != *selected.left) {
    return fmt::format("{}/{}", *selected.left, *selected.left_logged);
  }
  return fmt::format("{}", *selected.left);
}

void fill_selection(const SelectionRow& selected, Row& row) {
  row.choice = choice_of(selected);
  row.left = left_of(selected);
  if (selected.candidates_before > 0) row.candidates = fmt::format("{}", selected.candidates_after);
}

std::vector<Row> rows_of(const Report& report, RunStyle style) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < report.log.steps.size(); ++i) {
    const Step& step = report.log.steps[i];
    const std::string verdict(step.logged ? word(*step.logged, report.log.aim) : "");
    rows.push_back({fmt::format("{}", i), printable(brief(step.commit)), printable(role_of(step)),
                    runs_of(step, style), verdict, "", "", "", "", ""});
    fill_judgements(report, i, rows.back());
  }
  if (!report.selection) return rows;
  for (const SelectionRow& selected : report.selection->rows) {
    if (!selected.step) {
      rows.push_back({"-", printable(brief(selected.tested)), "", "",
                      std::string(word(selected.verdict, report.log.aim)), "", "", "", "", ""});
    }
    fill_selection(selected, selected.step ? rows[*selected.step] : rows.back());
  }
  return rows;
}

struct Column {
  std::string_view title;
  std::string Row::*text;
  bool to_the_right;
};
constexpr Column kColumns[] = {
    {"#", &Row::number, true},         {"commit", &Row::commit, false},
    {"", &Row::role, false},           {"runs", &Row::runs, false},
    {"verdict", &Row::verdict, false}, {"by runs", &Row::recomputed, false},
    {"today", &Row::today, false},     {"git chose", &Row::choice, false},
    {"left", &Row::left, true},        {"after", &Row::candidates, true},
};

std::vector<std::string> laid_out(const std::vector<Row>& rows) {
  std::vector<std::string> lines(rows.size() + 1);
  for (const Column& column : kColumns) {
    std::size_t width = 0;
    for (const Row& row : rows) width = std::max(width, columns(row.*column.text));
    if (width == 0) continue;
    width = std::max(width, columns(column.title));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string text = i == 0 ? std::string(column.title) : rows[i - 1].*column.text;
      const std::string fill(width - columns(text), ' ');
      lines[i] += "  " + (column.to_the_right ? fill + text : text + fill);
    }
  }
  for (std::string& line : lines) line.erase(line.find_last_not_of(' ') + 1);
  return lines;
}

std::string judgement_legend(const Report& report) {
  const JudgedLog& judged = report.judged;
  bool other = false;
  bool today = false;
  for (std::size_t i = 0; i < judged.judgements.size(); ++i) {
    other = other || differs_from_log(judged, i);
    today = today || differs_today(judged, i);
  }
  std::string text;
  if (other) text += fmt::format("by runs: what they give by policy {}. ", judged.policy.policy->id);
  if (today) text += fmt::format("today: what they give by policy {}. ", policy_of_today().id);
  return text;
}

std::string legend(const Report& report, std::size_t width) {
  std::string text;
  for (const RunLetter& letter : kRunLetters) {
    const bool seen = std::ranges::any_of(report.log.steps, [&](const Step& step) {
      return std::ranges::find(step.runs, letter.kind, &RunOutcome::kind) != step.runs.end();
    });
    if (seen) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", letter.letter, letter.meaning);
  }
  if (!text.empty()) text = "runs: " + text + ". ";
  text += judgement_legend(report);
  if (report.selection && !report.selection->rows.empty()) {
    const bool other_number = std::ranges::any_of(report.selection->rows, [](const SelectionRow& row) {
      return row.left_logged && row.left_logged != row.left;
    });
    text +=
        fmt::format("left: git's \"revisions left\" before the test{}. after: candidates after the verdict.",
                    other_number ? " (behind a slash: as the log has it)" : "");
  }
  return text.empty() ? "" : wrapped(text, "  ", "  ", width);
}

}  // namespace

std::string role_of(const Step& step) {
  switch (step.role) {
    case StepRole::start:
      return "start";
    case StepRole::release:
      return step.release.empty() ? "release" : step.release;
    case StepRole::head:
      return "HEAD";
    case StepRole::config:
      return "config";
    case StepRole::merge_base:
      return "merge base";
    case StepRole::parent:
      return "parent";
    case StepRole::bisect:
      break;
  }
  return "";
}

std::string run_strip(const Step& step) {
  return runs_of(step, RunStyle::strip);
}

std::string step_table(const Report& report, std::size_t width) {
  std::vector<std::string> lines = laid_out(rows_of(report, RunStyle::strip));
  const bool too_wide =
      std::ranges::any_of(lines, [&](const std::string& line) { return columns(line) > width; });
  if (too_wide) lines = laid_out(rows_of(report, RunStyle::counts));
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text + legend(report, width);
}

}  // namespace rebisect
