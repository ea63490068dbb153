// The history between the ends, newest above: a row for each stretch of commits that the tests cannot tell
// apart. The drawing stands beside the rows, all of one height.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/html_pieces.h"
#include "adapters/report/html_sections.h"
#include "adapters/report/judgement_text.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr int kRowHeight = 48;  // as in page.css
constexpr int kSignAt = 17;     // below the row's upper edge
constexpr int kLane = 20;
constexpr double kWidestStretch = 12;
constexpr std::size_t kMostRows = 80;

// A line from a stretch down to an older one, along a lane of its own.
struct Edge {
  std::size_t newer;
  std::size_t older;
  std::size_t lane;
};

struct Layout {
  std::vector<std::size_t> lanes;  // by stretch
  std::vector<Edge> edges;
  std::size_t width = 0;  // in lanes
};

// The first lane that nothing waits in; a new one where all are taken.
std::size_t free_lane(std::vector<std::optional<std::size_t>>& waiting) {
  const auto found = std::ranges::find(waiting, std::optional<std::size_t>());
  if (found != waiting.end()) return static_cast<std::size_t>(found - waiting.begin());
  waiting.emplace_back();
  return waiting.size() - 1;
}

// From the newest down. Each lane waits for the stretch that its line leads to.
Layout lay_out(const HistoryOutline& outline) {
  Layout layout;
  layout.lanes.resize(outline.stretches.size());
  std::vector<std::optional<std::size_t>> waiting;
  for (std::size_t at = outline.stretches.size(); at-- > 0;) {
    const auto expected = std::ranges::find(waiting, std::optional(at));
    const std::size_t lane =
        expected != waiting.end() ? static_cast<std::size_t>(expected - waiting.begin()) : free_lane(waiting);
    layout.lanes[at] = lane;
    std::ranges::replace(waiting, std::optional(at), std::optional<std::size_t>());
    bool own_lane_taken = false;
    for (const std::size_t older : outline.stretches[at].older) {
      const auto same = std::ranges::find(waiting, std::optional(older));
      std::size_t along = 0;
      if (same != waiting.end()) {
        along = static_cast<std::size_t>(same - waiting.begin());
      } else if (!own_lane_taken) {
        along = lane;
      } else {
        along = free_lane(waiting);
      }
      own_lane_taken = own_lane_taken || along == lane;
      waiting[along] = older;
      layout.edges.push_back({at, older, along});
    }
  }
  layout.width = std::max<std::size_t>(waiting.size(), 1);
  return layout;
}

int x_of(std::size_t lane) {
  return kLane / 2 + 2 + static_cast<int>(lane) * kLane;
}

// Rows are counted from above, stretches from the oldest.
int y_of(const HistoryOutline& outline, std::size_t stretch) {
  return static_cast<int>(outline.stretches.size() - 1 - stretch) * kRowHeight + kSignAt;
}

// What git was told; of a test before the search, what its runs say.
std::optional<Verdict> verdict_of(const Report& report, const OutlineStretch& stretch) {
  for (const std::size_t step : stretch.steps) {
    if (report.log.steps[step].logged) return report.log.steps[step].logged;
  }
  for (const std::size_t step : stretch.steps) {
    if (step >= report.judged.judgements.size()) continue;
    if (const auto& judged = report.judged.judgements[step].verdict) return judged;
  }
  return std::nullopt;
}

// Bends sideways within one row, and is straight between.
Html path_of(const HistoryOutline& outline, const Layout& layout, const Edge& edge) {
  const int from_x = x_of(layout.lanes[edge.newer]);
  const int lane_x = x_of(edge.lane);
  const int to_x = x_of(layout.lanes[edge.older]);
  const int from_y = y_of(outline, edge.newer);
  const int to_y = y_of(outline, edge.older);
  constexpr int kBend = kRowHeight / 2;
  std::string path = fmt::format("M{} {}", from_x, from_y);
  if (lane_x != from_x) {
    path += fmt::format("V{}C{} {} {} {} {} {}", from_y + kBend / 2, from_x, from_y + kBend, lane_x,
                        from_y + kBend, lane_x, from_y + kRowHeight - 4);
  }
  if (lane_x != to_x) {
    path += fmt::format("V{}C{} {} {} {} {} {}", to_y - kBend, lane_x, to_y - kBend / 2, to_x,
                        to_y - kBend / 2, to_x, to_y);
  } else {
    path += fmt::format("V{}", to_y);
  }
  return element("path", {{"class", "edge"}, {"d", path}});
}

std::string_view tone_of(const Report& report, const OutlineStretch& stretch) {
  const auto verdict = verdict_of(report, stretch);
  const auto present = verdict ? bug_present(*verdict, report.log.aim) : std::nullopt;
  if (!present) return "tone-none";
  return *present ? "tone-bad" : "tone-good";
}

// The commits of the stretch, as broad as they are probable.
Html bar_of(const Report& report, const HistoryOutline& outline, const Layout& layout, std::size_t at) {
  const OutlineStretch& stretch = outline.stretches[at];
  if (stretch.commits == 0) return {};
  const double width = 2 + (kWidestStretch - 2) * std::sqrt(std::clamp(stretch.probability, 0.0, 1.0));
  const int x = x_of(layout.lanes[at]);
  const int y = y_of(outline, at);
  return element("line", {{"class", fmt::format("stretch {}", tone_of(report, stretch))},
                          {"x1", fmt::format("{}", x)},
                          {"x2", fmt::format("{}", x)},
                          {"y1", fmt::format("{}", y)},
                          {"y2", fmt::format("{}", y + kRowHeight - 20)},
                          {"stroke-width", fmt::format("{:.1f}", width)}});
}

Html sign_of(const Report& report, const HistoryOutline& outline, const Layout& layout, std::size_t at) {
  const OutlineStretch& stretch = outline.stretches[at];
  const std::string x = fmt::format("{}", x_of(layout.lanes[at]));
  const std::string y = fmt::format("{}", y_of(outline, at));
  Html drawing = verdict_sign(x, y, verdict_of(report, stretch), report.log.aim);
  const bool disputed = std::ranges::any_of(
      stretch.steps, [&](std::size_t step) { return dispute_at(report, step) != nullptr; });
  if (disputed) drawing += element("circle", {{"class", "ring"}, {"cx", x}, {"cy", y}, {"r", "10"}});
  return drawing;
}

Html drawing_of(const Report& report, const HistoryOutline& outline, const Layout& layout) {
  Html drawing;
  for (const Edge& edge : layout.edges) drawing += path_of(outline, layout, edge);
  for (std::size_t at = 0; at < outline.stretches.size(); ++at) {
    drawing += bar_of(report, outline, layout, at);
  }
  for (std::size_t at = 0; at < outline.stretches.size(); ++at) {
    drawing += sign_of(report, outline, layout, at);
  }
  return element("svg",
                 {{"class", "lanes"},
                  {"aria-hidden", "true"},
                  {"width", fmt::format("{}", x_of(layout.width) - kLane / 2 + 2)},
                  {"height", fmt::format("{}", static_cast<int>(outline.stretches.size()) * kRowHeight)}},
                 drawing);
}

Html tested_here(const Report& report, const OutlineStretch& stretch) {
  Html text;
  if (const auto verdict = verdict_of(report, stretch)) text += verdict_word(*verdict, report.log.aim) + " ";
  text += commit_code(stretch.newest);
  for (const std::size_t step : stretch.steps) {
    text += " " + step_link(step);
    const std::string& release = report.log.steps[step].release;
    if (!release.empty()) text += " " + element("span", {{"class", "tag"}}, release);
  }
  if (is_claimed(report, stretch.newest)) text += " " + element("span", {{"class", "tag"}}, "reported");
  const std::string subject = subject_of(report, stretch.newest);
  if (!subject.empty()) text += " " + element("bdi", {{"class", "subject"}}, subject);
  return text;
}

Html size_of(const OutlineStretch& stretch) {
  if (stretch.commits == 0) return "an end of the range: neither it nor what is older is a candidate";
  Html text = element("b", page_percent(stretch.probability)) + " \xC2\xB7 " + grouped(stretch.commits) +
              (stretch.commits == 1 ? " commit" : " commits");
  if (stretch.older.size() > 1) text += fmt::format(" \xC2\xB7 merges join {} lines", stretch.older.size());
  return text;
}

Html row_of(const Report& report, const OutlineStretch& stretch) {
  const Html what =
      stretch.steps.empty()
          ? Html(element("span", {{"class", "by"}}, "not tested: the lines of several tests part here"))
          : tested_here(report, stretch);
  return element("li", element("div", {{"class", "line"}}, what) +
                           element("div", {{"class", "line by"}}, size_of(stretch)));
}

}  // namespace

Html history_section(const Report& report) {
  if (!report.outline || report.outline->stretches.empty()) return {};
  const HistoryOutline& outline = *report.outline;
  if (outline.stretches.size() > kMostRows) {
    return section("history", "History",
                   element("p", fmt::format("Too many to draw: the tests divide the range into {} parts.",
                                            outline.stretches.size())));
  }
  Html rows;
  for (std::size_t at = outline.stretches.size(); at-- > 0;) rows += row_of(report, outline.stretches[at]);
  Html content =
      element("div", {{"class", "history"}},
              drawing_of(report, outline, lay_out(outline)) + element("ol", {{"class", "rows"}}, rows));
  content += note(
      std::string("Newest above. Each row is a tested commit with those that came in before it and that no "
                  "test tells from it; its line is as broad as the culprit is probable to be among them.") +
      (outline.linear_assumption ? " Without a repository the tests are taken as points on one line, at "
                                   "distances that git's numbers give."
                                 : ""));
  return section("history", "History", content);
}

}  // namespace rebisect
