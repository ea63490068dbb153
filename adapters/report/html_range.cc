// How the candidates became fewer, test by test, on a logarithmic scale beside the numbers that git printed.
// All places along the width are shares of it, so that the drawing fits any page while its text keeps its
// size.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/html_pieces.h"
#include "adapters/report/html_sections.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr double kTop = 12;      // pixels: where the largest number stands
constexpr double kBottom = 212;  // where 0 stands
constexpr double kSigns = 236;   // where the verdicts stand
constexpr double kLabels = 258;
constexpr double kHeight = 266;
constexpr std::size_t kMostSlots = 200;  // tests that are drawn
constexpr std::size_t kMostLabelled = 24;

// One test of the search.
struct Slot {
  std::optional<std::size_t> step;
  Verdict verdict = Verdict::skip;
  std::optional<std::size_t> before;  // candidates
  std::optional<std::size_t> after;
  std::optional<std::int64_t> printed;  // by git: "N revisions left to test after this"
};

std::vector<Slot> slots_of(const Selection& selection) {
  std::vector<Slot> slots;
  for (const SelectionRow& row : selection.rows) {
    if (row.candidates_before == 0) continue;
    slots.push_back({row.step, row.verdict, row.candidates_before, row.candidates_after,
                     row.left_logged ? row.left_logged : std::nullopt});
  }
  return slots;
}

// Without a history only git's own numbers are known.
std::vector<Slot> slots_of(const BisectionLog& log) {
  std::vector<Slot> slots;
  for (std::size_t i = 1; i < log.commands.size(); ++i) {
    const GitCommand& told = log.commands[i];
    const std::optional<std::int64_t>& left = log.commands[i - 1].output.left;
    if (told.kind != GitCommand::Kind::verdict || !left) continue;
    Slot slot;
    if (!told.steps.empty()) slot.step = told.steps.front();
    slot.verdict = told.verdict;
    slot.printed = left;
    slots.push_back(slot);
  }
  return slots;
}

// Numbers to places: the height by the logarithm, 0 half a power of ten below 1.
class Scale {
 public:
  Scale(double largest, std::size_t slots)
      : decades_(std::max(1.0, std::ceil(std::log10(std::max(largest, 1.0)) - 1e-9))), slots_(slots) {}

  double decades() const { return decades_; }
  double height(double number) const {
    const double over_zero = number < 1 ? 0 : std::log10(number) + kZero;
    return kBottom - (kBottom - kTop) * over_zero / (decades_ + kZero);
  }
  std::string y(double number) const { return fmt::format("{:.1f}", height(number)); }
  // Slot k lies between k and k + 1.
  std::string x(double slot) const {
    return fmt::format("{:.2f}%", 100 * slot / static_cast<double>(slots_));
  }

 private:
  static constexpr double kZero = 0.5;
  double decades_;
  std::size_t slots_;
};

Html line(std::string_view kind, const std::string& x1, const std::string& y1, const std::string& x2,
          const std::string& y2) {
  return element("line", {{"class", std::string(kind)}, {"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}});
}

Html axis_label(std::string_view kind, const std::string& x, double y, const Html& text) {
  return element("text", {{"class", std::string(kind)}, {"x", x}, {"y", fmt::format("{:.1f}", y)}}, text);
}

Html grid(const Scale& scale) {
  Html lines = line("grid", "0", scale.y(0), "100%", scale.y(0));
  Html labels = axis_label("axis", "-6", scale.height(0) + 4, "0");
  for (int decade = 0; decade <= static_cast<int>(scale.decades()); ++decade) {
    const double number = std::pow(10.0, decade);
    lines += line("grid", "0", scale.y(number), "100%", scale.y(number));
    labels += axis_label("axis", "-6", scale.height(number) + 4, grouped(static_cast<std::size_t>(number)));
  }
  return lines + labels;
}

Html stairs(const Scale& scale, const std::vector<Slot>& slots) {
  Html drawing;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!slots[i].before || !slots[i].after) continue;
    const auto at = static_cast<double>(i);
    const std::string before = scale.y(static_cast<double>(*slots[i].before));
    const std::string after = scale.y(static_cast<double>(*slots[i].after));
    drawing += line("stair", scale.x(at), before, scale.x(at + 1), before);
    drawing += line("stair", scale.x(at + 1), before, scale.x(at + 1), after);
  }
  return drawing;
}

Html printed_numbers(const Scale& scale, const std::vector<Slot>& slots) {
  Html drawing;
  std::optional<std::size_t> last;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!slots[i].printed) continue;
    const double number = static_cast<double>(std::max<std::int64_t>(*slots[i].printed, 0));
    const std::string x = scale.x(static_cast<double>(i) + 0.5);
    if (last && !slots[i].before) {
      const double number_before = static_cast<double>(std::max<std::int64_t>(*slots[*last].printed, 0));
      drawing += line("printed-line", scale.x(static_cast<double>(*last) + 0.5), scale.y(number_before), x,
                      scale.y(number));
    }
    drawing += element("circle", {{"class", "printed"}, {"cx", x}, {"cy", scale.y(number)}, {"r", "4"}});
    last = i;
  }
  return drawing;
}

// Below each slot its verdict and its step.
Html verdicts(const Report& report, const Scale& scale, const std::vector<Slot>& slots) {
  Html drawing;
  const std::size_t every = slots.size() / kMostLabelled + 1;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const std::string x = scale.x(static_cast<double>(i) + 0.5);
    drawing += line("tick", x, fmt::format("{:.0f}", kTop), x, fmt::format("{:.0f}", kBottom));
    if (slots.size() <= kMostLabelled || i % every == 0) {
      drawing += verdict_sign(x, fmt::format("{:.0f}", kSigns), slots[i].verdict, report.log.aim);
      if (slots[i].step) drawing += axis_label("step-label", x, kLabels, fmt::format("{}", *slots[i].step));
    }
    if (slots[i].step && dispute_at(report, *slots[i].step) != nullptr) {
      drawing += element("circle",
                         {{"class", "ring"}, {"cx", x}, {"cy", fmt::format("{:.0f}", kSigns)}, {"r", "10"}});
    }
  }
  return drawing;
}

std::string description(const std::vector<Slot>& slots) {
  const Slot& first = slots.front();
  const Slot& last = slots.back();
  if (first.before && last.after) {
    return fmt::format("{} candidates before the first test of the search, {} after the last of {}",
                       *first.before, *last.after, slots.size());
  }
  return fmt::format("git printed {} revisions left at the first test of the search, {} at the last of {}",
                     *first.printed, *last.printed, slots.size());
}

Html legend(const std::vector<Slot>& slots) {
  const bool computed = std::ranges::any_of(slots, [](const Slot& slot) { return slot.before.has_value(); });
  const bool printed = std::ranges::any_of(slots, [](const Slot& slot) { return slot.printed.has_value(); });
  Html items;
  const auto sample = [](const Html& drawing) {
    return element("svg", {{"class", "sample"}, {"aria-hidden", "true"}, {"width", "22"}, {"height", "14"}},
                   drawing);
  };
  if (computed) {
    items += element("li", sample(line("stair", "0", "4", "11", "4") + line("stair", "11", "4", "11", "11") +
                                  line("stair", "11", "11", "22", "11")) +
                               "candidates on this history");
  }
  if (printed) {
    items += element(
        "li", sample(element("circle", {{"class", "printed"}, {"cx", "11"}, {"cy", "7"}, {"r", "4"}})) +
                  "\"revisions left\" as git printed it before the test");
  }
  return element("ul", {{"class", "legend"}}, items);
}

}  // namespace

Html range_section(const Report& report) {
  std::vector<Slot> slots = report.selection ? slots_of(*report.selection) : slots_of(report.log);
  if (slots.empty()) return {};
  slots.resize(std::min(slots.size(), kMostSlots));
  double largest = 1;
  for (const Slot& slot : slots) {
    largest = std::max(largest, static_cast<double>(slot.before.value_or(0)));
    largest = std::max(largest, static_cast<double>(slot.printed.value_or(0)));
  }
  const Scale scale(largest, slots.size());
  const Html drawing = element(
      "svg",
      {{"class", "chart"},
       {"role", "img"},
       {"aria-label", description(slots)},
       {"height", fmt::format("{:.0f}", kHeight)}},
      grid(scale) + verdicts(report, scale, slots) + stairs(scale, slots) + printed_numbers(scale, slots));
  Html content = element("div", {{"class", "chart-frame"}}, drawing) + legend(slots);
  if (!report.selection) {
    content += note("With the repository (--repo) the candidates would be counted on the history itself.");
  }
  return section("range", "How the range shrank", content);
}

}  // namespace rebisect
