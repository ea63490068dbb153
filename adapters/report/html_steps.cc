// The steps: what ran at each tested commit, what was made of it, and what git would have chosen.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/html_pieces.h"
#include "adapters/report/html_sections.h"
#include "adapters/report/step_table.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr std::size_t kCellsInRow = 10;
constexpr std::size_t kMostCells = 60;    // of one step; of more a number tells
constexpr std::size_t kMostTitles = 3;    // of other crashes, for one step
constexpr std::size_t kMostSteps = 1000;  // that a page lists
constexpr int kCellWidth = 14;            // with its gap
constexpr int kCellHeight = 16;

enum class Cell : std::uint8_t { target, other, ok, boot, test, failed, infra, ignored };

struct CellWords {
  std::string_view shape;
  std::string_view one;
};
constexpr std::array<CellWords, 8> kCells = {{{"run-target", "crash of the bug"},
                                              {"run-other", "other crash"},
                                              {"run-ok", "OK"},
                                              {"run-boot", "boot failed"},
                                              {"run-test", "test failed"},
                                              {"run-failed", "host failed"},
                                              {"run-infra", "infra problem"},
                                              {"run-ignored", "ignored crash"}}};

const CellWords& words_of(Cell cell) {
  return kCells[static_cast<std::size_t>(cell)];
}

Cell cell_of(const RunOutcome& run, const CrashEvidence& evidence) {
  switch (run.kind) {
    case RunOutcome::Kind::ok:
      return Cell::ok;
    case RunOutcome::Kind::boot_failed:
      return Cell::boot;
    case RunOutcome::Kind::test_failed:
      return Cell::test;
    case RunOutcome::Kind::failed:
      return Cell::failed;
    case RunOutcome::Kind::infra:
      return Cell::infra;
    case RunOutcome::Kind::ignored:
      return Cell::ignored;
    case RunOutcome::Kind::crashed:
      break;
  }
  const CrashTitle title = read_title(run.title);
  const bool target = std::ranges::any_of(evidence.targets, [&](const CrashTitle& of_bug) {
    return similarity(of_bug, title) == TitleSimilarity::equal;
  });
  return target ? Cell::target : Cell::other;
}

std::vector<Cell> cells_of(const Report& report, std::size_t step) {
  std::vector<Cell> cells;
  for (const RunOutcome& run : report.log.steps[step].runs) {
    cells.push_back(cell_of(run, report.judged.evidence));
  }
  return cells;
}

// "3 crash of the bug, 7 OK".
std::string counts_of(const std::vector<Cell>& cells) {
  std::string text;
  for (std::size_t kind = 0; kind < kCells.size(); ++kind) {
    const auto count = std::ranges::count(cells, static_cast<Cell>(kind));
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kCells[kind].one);
  }
  return text;
}

Html cell_at(Cell cell, std::size_t column, std::size_t row) {
  return element("use", {{"href", fmt::format("#{}", words_of(cell).shape)},
                         {"x", fmt::format("{}", column * kCellWidth)},
                         {"y", fmt::format("{}", row * kCellHeight)},
                         {"width", "12"},
                         {"height", "14"}});
}

Html drawn(const std::string& label, std::size_t columns, std::size_t rows, const Html& cells) {
  return element("svg",
                 {{"class", "strip"},
                  {"role", "img"},
                  {"aria-label", label},
                  {"width", fmt::format("{}", columns * kCellWidth)},
                  {"height", fmt::format("{}", rows * kCellHeight)}},
                 cells);
}

// "all runs:": the log does not say how many, so one cell stands for them.
Html strip_of_all(Cell cell) {
  return drawn(fmt::format("all runs: {}", words_of(cell).one), 1, 1, cell_at(cell, 0, 0)) +
         element("span", {{"class", "by"}}, " all runs");
}

Html strip_of(const Report& report, std::size_t step) {
  const Step& tested = report.log.steps[step];
  if (tested.build_failed) return element("span", {{"class", "by"}}, "did not build");
  const std::vector<Cell> cells = cells_of(report, step);
  if (cells.empty()) return {};
  if (!tested.run_count_known) return strip_of_all(cells.front());
  const std::size_t shown = std::min(cells.size(), kMostCells);
  Html drawing;
  for (std::size_t i = 0; i < shown; ++i) {
    drawing += cell_at(cells[i], i % kCellsInRow, i / kCellsInRow);
  }
  const std::size_t rows = (shown + kCellsInRow - 1) / kCellsInRow;
  Html strip = drawn(fmt::format("{}: {}", counted(cells.size(), "run"), counts_of(cells)),
                     std::min(shown, kCellsInRow), rows, drawing);
  if (cells.size() > shown) strip += fmt::format(" and {} more", cells.size() - shown);
  return strip;
}

// What crashed other than the bug.
Html other_titles(const Report& report, std::size_t step) {
  const CrashEvidence& evidence = report.judged.evidence;
  if (step >= evidence.steps.size()) return {};
  Html titles;
  std::size_t listed = 0;
  for (const ForeignCount& foreign : evidence.steps[step].foreign) {
    if (listed++ == kMostTitles) break;
    if (!titles.empty()) titles += void_element("br", {});
    // Of "all runs:" the number is not in the log.
    const bool known = report.log.steps[step].run_count_known;
    if (known) titles += fmt::format("{} \xC3\x97 ", foreign.crashes);
    titles += element("bdi", evidence.foreign[foreign.group].title);
  }
  if (titles.empty()) return {};
  return element("div", {{"class", "titles"}}, titles);
}

// A step's place in its history, where the report has one.
std::string subject_of_step(const Report& report, const SelectionRow* selected, std::size_t step) {
  if (selected != nullptr) return subject_of(report, selected->tested);
  return subject_of(report, report.log.steps[step].commit.text);
}

Html commit_cell(const Report& report, const SelectionRow* selected, std::size_t step) {
  const Step& tested = report.log.steps[step];
  Html text = commit_code(tested.commit.text);
  const std::string role = tested.own ? "your own test" : role_of(tested);
  if (!role.empty()) text += " " + element("span", {{"class", "tag"}}, role);
  const std::string subject = subject_of_step(report, selected, step);
  if (!subject.empty()) text += element("div", {{"class", "subject"}}, element("bdi", subject));
  return text;
}

Html verdict_cell(const Report& report, std::size_t step) {
  const Step& tested = report.log.steps[step];
  if (!tested.logged) return {};
  Html mark = verdict_mark(*tested.logged, report.log.aim);
  const DisputePart* dispute = dispute_at(report, step);
  if (dispute == nullptr) return mark;
  return element("span", {{"class", "disputed"}}, mark) +
         element("div", {{"class", "doubt"}}, page_percent(dispute->probability) + " wrong");
}

Html judged_mark(const Judgement& judgement, Aim aim) {
  if (judgement.aborts) return "stop";
  return judgement.verdict ? verdict_mark(*judgement.verdict, aim) : Html();
}

Html recomputed_cell(const Report& report, std::size_t step) {
  const JudgedLog& judged = report.judged;
  if (step >= judged.judgements.size() || report.log.steps[step].runs.empty()) return {};
  Html text = differs_from_log(judged, step)
                  ? element("strong", judged_mark(judged.judgements[step], report.log.aim))
                  : element("span", {{"class", "by same"}}, "same");
  if (differs_today(judged, step)) {
    text += element("div", {{"class", "by"}}, "today: " + judged_mark(judged.today[step], report.log.aim));
  }
  return text;
}

Html choice_cell(const SelectionRow& selected) {
  switch (selected.match) {
    case Match::same:
      return element("span", {{"class", "by"}}, "same");
    case Match::unknown:
      return element("span", {{"class", "by"}}, "unknown");
    default:
      break;
  }
  return element("strong", selected.expected ? commit_code(selected.expected->hex()) : Html("none"));
}

// Git can print -1.
std::string grouped_left(std::int64_t left) {
  return left < 0 ? fmt::format("{}", left) : grouped(static_cast<std::size_t>(left));
}

std::string left_of(const SelectionRow& selected) {
  if (!selected.left) {
    return selected.left_logged ? fmt::format("?/{}", grouped_left(*selected.left_logged)) : "";
  }
  if (selected.left_logged && *selected.left_logged != *selected.left) {
    return grouped_left(*selected.left) + "/" + grouped_left(*selected.left_logged);
  }
  return grouped_left(*selected.left);
}

// Which columns have anything in them.
struct Columns {
  bool runs = false;
  bool judged = false;
  bool selection = false;
};

Columns columns_of(const Report& report) {
  Columns columns;
  columns.selection = report.selection && !report.selection->rows.empty();
  for (const Step& step : report.log.steps) {
    columns.runs = columns.runs || !step.runs.empty() || step.build_failed;
  }
  columns.judged = columns.runs && !report.judged.judgements.empty();
  return columns;
}

Html cell(std::string_view name, const Html& content, std::string_view kind = "") {
  return element("td", {{"data-name", std::string(name)}, {"class", std::string(kind)}}, content);
}

Html selection_cells(const SelectionRow* selected) {
  if (selected == nullptr) return cell("", {}, "empty") + cell("", {}, "empty") + cell("", {}, "empty");
  const std::string after = selected->candidates_before > 0 ? grouped(selected->candidates_after) : "";
  return cell("git chose", choice_cell(*selected)) + cell("left", left_of(*selected), "number") +
         cell("after", after, "number");
}

const SelectionRow* selected_at(const Report& report, std::size_t step) {
  if (!report.selection) return nullptr;
  const auto found = std::ranges::find(report.selection->rows, std::optional(step), &SelectionRow::step);
  return found == report.selection->rows.end() ? nullptr : &*found;
}

Html row_of(const Report& report, const Columns& columns, std::size_t step) {
  const SelectionRow* selected = selected_at(report, step);
  Html row = element("td", {{"class", "number step"}}, fmt::format("{}", step));
  row += element("th", {{"scope", "row"}}, commit_cell(report, selected, step));
  if (columns.runs) {
    row += cell("runs", element("div", strip_of(report, step)) + other_titles(report, step), "runs");
  }
  row += cell("verdict", verdict_cell(report, step), "verdict");
  if (columns.judged) row += cell("by runs", recomputed_cell(report, step));
  if (columns.selection) row += selection_cells(selected);
  return element("tr", {{"id", fmt::format("step-{}", step)}}, row);
}

Html head_of(const Columns& columns, Aim aim) {
  const auto column = [](std::string_view name, std::string_view kind = "") {
    return element("th", {{"scope", "col"}, {"class", std::string(kind)}}, name);
  };
  Html row = column("#", "number") + column("commit");
  if (columns.runs) row += column("runs");
  row += column(aim == Aim::cause ? "verdict" : "the bug");
  if (columns.judged) row += column("by runs");
  if (columns.selection) row += column("git chose") + column("left", "number") + column("after", "number");
  return element("thead", element("tr", row));
}

// The shapes that this log's strips use.
Html run_legend(const Report& report) {
  std::array<bool, kCells.size()> seen{};
  for (std::size_t step = 0; step < report.log.steps.size(); ++step) {
    for (const Cell cell : cells_of(report, step)) seen[static_cast<std::size_t>(cell)] = true;
  }
  Html items;
  for (std::size_t kind = 0; kind < seen.size(); ++kind) {
    if (!seen[kind]) continue;
    const Html sample =
        element("svg", {{"class", "sample"}, {"aria-hidden", "true"}, {"width", "12"}, {"height", "14"}},
                cell_at(static_cast<Cell>(kind), 0, 0));
    items += element("li", sample + kCells[kind].one);
  }
  if (!report.disputes.empty() && report.disputes.front().probability >= kLeastShownDispute) {
    items += element(
        "li", element("span", {{"class", "disputed sample"}}, "\xC2\xA0") + "the verdict may be wrong");
  }
  return items.empty() ? Html() : element("ul", {{"class", "legend"}}, items);
}

std::string column_notes(const Report& report, const Columns& columns) {
  std::string text;
  if (columns.judged && report.judged.policy.policy != nullptr) {
    text +=
        fmt::format("By runs: the verdict that they give by policy {}, the rule that the log was made by. ",
                    report.judged.policy.policy->id);
  }
  if (columns.selection) {
    text +=
        "Git chose: is it the commit that git would have tested? Left: git's \"revisions left\" before the "
        "test, "
        "behind a slash as the log has it where that differs. After: candidates after the verdict.";
  }
  return text;
}

}  // namespace

Html steps_section(const Report& report) {
  const std::size_t count = std::min(report.log.steps.size(), kMostSteps);
  if (count == 0) return {};
  const Columns columns = columns_of(report);
  Html rows;
  for (std::size_t step = 0; step < count; ++step) rows += row_of(report, columns, step);
  Html content = run_legend(report);
  content += scrolling(
      "The steps as a table",
      element("table", {{"class", "steps"}}, head_of(columns, report.log.aim) + element("tbody", rows)));
  if (count < report.log.steps.size()) {
    content += note(fmt::format("and {} more steps", report.log.steps.size() - count));
  }
  const std::string notes = column_notes(report, columns);
  if (!notes.empty()) content += note(notes);
  return section("steps", "Steps", content);
}

}  // namespace rebisect
