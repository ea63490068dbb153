#include "engine/review/search_findings.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "engine/replay/replay.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Findings = std::vector<Finding>;

// A verdict told to git, on one commit; those of the start command too.
struct Told {
  Verdict verdict;
  Revision commit;
  std::optional<std::size_t> step;
  std::size_t command;
};

std::vector<Told> verdicts_told(const BisectionLog& log) {
  std::vector<Told> told;
  for (std::size_t i = 0; i < log.commands.size(); ++i) {
    const GitCommand& command = log.commands[i];
    for (std::size_t k = 0; k < command.revisions.size(); ++k) {
      const Verdict verdict = verdict_on(command, k);
      if (verdict == Verdict::skip) continue;
      std::optional<std::size_t> step;
      for (const std::size_t candidate : command.steps) {
        const Revision& tested = log.steps[candidate].commit;
        if (tested.text == command.revisions[k].text) step = candidate;
      }
      if (!step && k < command.steps.size()) step = command.steps[k];
      told.push_back({verdict, command.revisions[k], step, i});
    }
  }
  return told;
}

// How many of them are the search's, behind its ends.
std::size_t tests_in(const std::vector<Told>& told) {
  const auto turn = std::ranges::adjacent_find(told, std::ranges::not_equal_to(), &Told::verdict);
  return told.end() - turn < 2 ? 0 : static_cast<std::size_t>(told.end() - turn) - 2;
}

void check_end_streak(const LogFacts& facts, Findings& findings) {
  const std::vector<Told> told = verdicts_told(facts.log);
  if (told.empty() || facts.settings.end_streak_tests == 0) return;
  const Verdict last = told.back().verdict;
  const auto before =
      std::find_if(told.rbegin(), told.rend(), [&](const Told& entry) { return entry.verdict != last; });
  if (before == told.rend()) return;
  const auto streak = std::min(static_cast<std::size_t>(before - told.rbegin()), tests_in(told));
  if (streak < facts.settings.end_streak_tests) return;
  const std::string place =
      before->step ? fmt::format("step {}", *before->step) : step_name(facts.log, before->command);
  findings.push_back(
      {FindingKind::end_streak, Severity::warning,
       before->step ? std::vector<std::size_t>{*before->step} : std::vector<std::size_t>{},
       fmt::format("the last {} verdicts are the same ({}), as they are where the last other one is wrong: "
                   "{}, {}, {}",
                   streak, word(last, facts.log.aim), place, brief(before->commit),
                   clause(before->verdict, facts.log.aim))});
}

// The release that the walk ended with, and what went before it.
struct Walk {
  std::optional<std::size_t> good;
  std::size_t bad_releases = 0;
  std::uint64_t crashes = 0;  // of the kernels before it that have the bug
  std::uint64_t results = 0;
};

Walk walk_of(const LogFacts& facts) {
  Walk walk;
  for (std::size_t i = 0; i < facts.log.steps.size(); ++i) {
    const Step& step = facts.log.steps[i];
    const bool before_search =
        step.role == StepRole::release || step.role == StepRole::start || step.role == StepRole::config;
    if (!before_search || step.own) continue;
    const std::optional<bool> present = present_at(facts, i);
    if (step.role == StepRole::release && present == false) walk.good = i;
    if (present != true) continue;
    walk.bad_releases += step.role == StepRole::release ? 1 : 0;
    walk.crashes += facts.judged.evidence.steps[i].tally.crashes();
    walk.results += facts.judged.evidence.steps[i].tally.informative();
  }
  return walk;
}

void check_release_walk(const LogFacts& facts, Findings& findings) {
  if (facts.log.aim == Aim::fix || facts.log.commands.empty()) return;
  const Walk walk = walk_of(facts);
  if (!walk.good || walk.results == 0) return;
  const Step& release = facts.log.steps[*walk.good];
  const std::string name = release.release.empty() ? brief(release.commit) : release.release;
  const auto raise = [&](const std::string& why) {
    findings.push_back({FindingKind::release_walk_risk,
                        Severity::warning,
                        {*walk.good},
                        fmt::format("that {} is good, and with it the range, is not safe: {}", name, why)});
  };
  const double rate = static_cast<double>(walk.crashes) / static_cast<double>(walk.results);
  const std::uint32_t silent_runs = facts.judged.evidence.steps[*walk.good].tally.ok;
  const double missed = 100 * std::pow(1 - rate, static_cast<double>(silent_runs));
  if (missed > static_cast<double>(facts.settings.walk_missed_percent)) {
    return raise(
        fmt::format("the kernels before it crash in {:.0f} % of their runs, so that its {} runs miss "
                    "the bug in {:.0f} % of the cases",
                    100 * rate, silent_runs, missed));
  }
  if (walk.bad_releases >= facts.settings.walk_bad_releases) {
    raise(
        fmt::format("the bug was in all {} releases before it, and an old bug may stop to show for another "
                    "reason than that it is not there",
                    walk.bad_releases));
  }
}

}  // namespace

std::vector<Finding> find_search_problems(const LogFacts& facts) {
  Findings findings;
  check_end_streak(facts, findings);
  check_release_walk(facts, findings);
  return findings;
}

}  // namespace rebisect
