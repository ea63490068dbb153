#include <algorithm>

#include <fmt/format.h>

#include "adapters/report/layout.h"
#include "adapters/report/simulation.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

std::string percent(const Estimate& share) {
  return fmt::format("{:5.1f} %  {:5.1f} - {:5.1f}", 100 * share.value, 100 * share.interval.low,
                     100 * share.interval.high);
}

std::string name_of(const SimulatedEnding& ending, const SimulationReport& report) {
  switch (ending.kind) {
    case Ending::Kind::found:
      return report.graph.id(ending.reported.front()).brief();
    case Ending::Kind::several:
      return fmt::format("one of {}", counted(ending.reported.size(), "commit"));
    case Ending::Kind::older:
      return report.aim == Aim::fix ? "not fixed" : "older";
    case Ending::Kind::failed:
      break;
  }
  return "no answer";
}

std::string subject_of(const SimulatedEnding& ending, const SimulationReport& report) {
  if (ending.kind == Ending::Kind::failed) return printable(ending.error);
  if (ending.kind != Ending::Kind::found) return {};
  const auto found = report.descriptions.find(report.graph.id(ending.reported.front()).hex());
  return found == report.descriptions.end() ? std::string() : printable(found->second.subject);
}

std::string without_end(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string endings_text(const SimulationReport& report, const TextStyle& style) {
  constexpr std::size_t kNameWidth = 18;
  constexpr std::size_t kBeforeSubject = 2 + kNameWidth + 2 + 24 + 2;
  const std::vector<SimulatedEnding>& endings = report.simulation.endings;
  std::string text = fmt::format("  {} {}\n", cell("reported", kNameWidth), "    share  95 % interval");
  const std::size_t shown = std::min(report.shown, endings.size());
  std::uint64_t listed = 0;
  const std::size_t room = style.width > kBeforeSubject ? style.width - kBeforeSubject : 0;
  for (std::size_t i = 0; i < shown; ++i) {
    listed += endings[i].count;
    text += without_end(fmt::format("  {}  {}  {}", cell(name_of(endings[i], report), kNameWidth),
                                    percent(endings[i].share), cell(subject_of(endings[i], report), room)));
  }
  if (shown < endings.size()) {
    const auto rest = static_cast<double>(report.simulation.trials - listed);
    text += fmt::format("  {}  {:5.1f} %\n",
                        cell(fmt::format("{} more endings", endings.size() - shown), kNameWidth),
                        100 * rest / report.simulation.trials);
  }
  return text;
}

std::string spread_line(std::string_view name, const Spread& spread) {
  return fmt::format("  {:8}{:8.1f}  {:8.1f} - {:.1f}{:10.0f}{:10.0f}\n", name, spread.mean.value,
                     spread.mean.interval.low, spread.mean.interval.high, spread.median.value,
                     spread.p90.value);
}

std::string way_text(const LogSimulation& simulation) {
  if (simulation.strategy != nullptr) {
    return fmt::format("{}: {}", simulation.strategy->name, simulation.strategy->what);
  }
  const OwnWay& way = *simulation.own_way;
  return fmt::format("as the log was made: git's choices (rules of {}{}), {} of each commit, verdicts by {}",
                     way.rules->version, way.first_parent ? ", first parents" : "", counted(way.runs, "run"),
                     way.policy->id);
}

std::string headline(const SimulationReport& report) {
  const LogSimulation& simulation = report.simulation;
  const std::string trials = counted(simulation.trials, "bisection");
  if (!simulation.claim_again) {
    return fmt::format("The log reports no commit of this history; {} right in {:.1f} % of the worlds",
                       trials, 100 * simulation.right.value);
  }
  const Estimate& again = *simulation.claim_again;
  return fmt::format("The log's claim comes out again in {:.1f} % of {} (95 %: {:.1f} to {:.1f})",
                     100 * again.value, trials, 100 * again.interval.low, 100 * again.interval.high);
}

}  // namespace

std::string to_text(const SimulationReport& report, const TextStyle& style) {
  const LogSimulation& simulation = report.simulation;
  std::string text = wrapped(headline(report), "", "  ", style.width);
  if (style.first_line_only) return text;
  text += wrapped(way_text(simulation), "  ", "  ", style.width) + "\n";
  text += endings_text(report, style);
  text += fmt::format("\n  {} {}\n", cell("in these worlds", 18), "    share  95 % interval");
  text += fmt::format("  {}  {}\n", cell("right", 18), percent(simulation.right));
  text += fmt::format("  {}  {}\n", cell("wrong", 18), percent(simulation.wrong));
  text += fmt::format("  {}  {}\n", cell("no answer", 18), percent(simulation.no_answer));
  text += "\n              mean  95 % interval       median  nine in ten\n";
  text += spread_line("tests", simulation.tests);
  text += spread_line("runs", simulation.runs);
  text += spread_line("builds", simulation.builds);
  return text + fmt::format("\nseed {}\n", simulation.seed);
}

}  // namespace rebisect
