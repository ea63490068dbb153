#include "engine/review/run_findings.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Findings = std::vector<Finding>;

// How many steps a sentence tells about; the others are counted.
constexpr std::size_t kTold = 4;

// "step 3 (1 of 10 runs), step 7 (...) and 2 more"
std::string listed(const std::vector<std::string>& texts) {
  std::string text;
  for (std::size_t i = 0; i < std::min(texts.size(), kTold); ++i) text += (i == 0 ? "" : ", ") + texts[i];
  if (texts.size() > kTold) text += fmt::format(" and {} more", texts.size() - kTold);
  return text;
}

// One finding about several steps.
struct Steps {
  std::vector<std::size_t> steps;
  std::vector<std::string> texts;

  void add(std::size_t step, const std::string& text) {
    steps.push_back(step);
    texts.push_back(text);
  }
};

std::string verdict_text(const Judgement& judgement, Aim aim) {
  if (judgement.aborts) return "end the job";
  return std::string(word(*judgement.verdict, aim));
}

// "was called good", or what the log's course shows where git was told nothing.
std::string shown_text(const LogFacts& facts, std::size_t step) {
  const std::optional<Verdict> logged = facts.log.steps[step].logged;
  return logged ? clause(*logged, facts.log.aim) : "was taken otherwise";
}

void check_verdicts(const LogFacts& facts, Findings& findings) {
  for (std::size_t i = 0; i < facts.log.steps.size(); ++i) {
    const Judgement& judgement = facts.judged.judgements[i];
    if (!differs_from_log(facts.judged, i)) continue;
    // By a policy that a person named, other verdicts are no fault of the log.
    const bool named = facts.judged.policy.basis == PolicyChoice::Basis::named;
    findings.push_back({FindingKind::verdict_differs,
                        named ? Severity::warning : Severity::error,
                        {i},
                        fmt::format("step {} {}; by the rule {} its runs say {} ({})", i,
                                    shown_text(facts, i), facts.judged.policy.policy->id,
                                    verdict_text(judgement, facts.log.aim), judgement.reason)});
  }
}

void check_policies(const LogFacts& facts, Findings& findings) {
  Steps other;
  for (std::size_t i = 0; i < facts.log.steps.size(); ++i) {
    const Judgement& then = facts.judged.judgements[i];
    const Judgement& today = facts.judged.today[i];
    if (!differs_today(facts.judged, i)) continue;
    other.add(i, fmt::format("step {} {} instead of {} ({})", i, verdict_text(today, facts.log.aim),
                             verdict_text(then, facts.log.aim), today.reason));
  }
  if (other.steps.empty()) return;
  findings.push_back(
      {FindingKind::verdict_policy_dependent, Severity::note, other.steps,
       fmt::format("today's rule, {}, decides otherwise: {}", policy_of_today().id, listed(other.texts))});
}

std::string crashes_text(std::size_t step, const Tally& tally) {
  return fmt::format("step {} ({} of {} runs)", step, tally.crashes(), tally.runs());
}

void check_single_crashes(const LogFacts& facts, Findings& findings) {
  Steps single;
  for (const std::size_t step : present_steps(facts)) {
    const Tally& tally = facts.judged.evidence.steps[step].tally;
    const bool few = tally.crashes() * 100ULL <= facts.settings.single_crash_percent * tally.runs();
    if (tally.crashes() > 0 && few) single.add(step, crashes_text(step, tally));
  }
  if (single.steps.empty()) return;
  findings.push_back(
      {FindingKind::single_crash_bad, Severity::warning, single.steps,
       fmt::format("{} on hardly any crash: {}",
                   facts.log.aim == Aim::cause ? "called bad" : "taken to crash", listed(single.texts))});
}

void check_uninformative(const LogFacts& facts, Findings& findings) {
  Steps few;
  for (std::size_t i = 0; i < facts.log.steps.size(); ++i) {
    const Tally& tally = facts.judged.evidence.steps[i].tally;
    if (facts.log.steps[i].own || !present_at(facts, i).has_value() || tally.runs() == 0) continue;
    if (tally.informative() * 100ULL >= facts.settings.informative_percent * tally.runs()) continue;
    few.add(i, fmt::format("step {} ({} of {} runs)", i, tally.informative(), tally.runs()));
  }
  if (few.steps.empty()) return;
  findings.push_back(
      {FindingKind::mostly_uninformative, Severity::warning, few.steps,
       fmt::format("a verdict although most runs neither crashed nor ended well: {}", listed(few.texts))});
}

// Of the tests of kernels that have the bug.
struct Pool {
  std::uint64_t crashes = 0;
  std::uint64_t results = 0;

  void add(const Tally& tally) {
    crashes += tally.crashes();
    results += tally.informative();
  }
  double percent() const { return 100.0 * static_cast<double>(crashes) / static_cast<double>(results); }
};

Pool pool_of(const LogFacts& facts) {
  Pool pool;
  for (const std::size_t step : present_steps(facts)) {
    // Without a crash the word is not the runs'.
    const Tally& tally = facts.judged.evidence.steps[step].tally;
    if (tally.crashes() > 0) pool.add(tally);
  }
  return pool;
}

void check_flaky(const LogFacts& facts, Findings& findings) {
  const Pool pool = pool_of(facts);
  if (pool.results == 0) return;
  if (pool.crashes * 100 >= facts.settings.flaky_percent * pool.results) return;
  constexpr double kUsualRuns = 10;
  const double silent = std::pow(1 - pool.percent() / 100, kUsualRuns);
  findings.push_back(
      {FindingKind::flaky,
       Severity::note,
       {},
       fmt::format("kernels that have the bug crash in {:.0f} % of their runs, so that ten runs "
                   "miss it in {:.1f} % of the cases",
                   pool.percent(), 100 * silent)});
}

// How probable so few crashes are among so many results, each with this chance: P(X <= crashes).
double at_most(std::uint64_t crashes, std::uint64_t results, double chance) {
  double term = std::pow(1 - chance, static_cast<double>(results));
  double sum = term;
  for (std::uint64_t k = 1; k <= crashes; ++k) {
    term *= static_cast<double>(results - k + 1) / static_cast<double>(k) * chance / (1 - chance);
    sum += term;
  }
  return sum;
}

void check_rates(const LogFacts& facts, Findings& findings) {
  const Pool all = pool_of(facts);
  Steps drops;
  for (const std::size_t step : present_steps(facts)) {
    const Tally& tally = facts.judged.evidence.steps[step].tally;
    const Pool others{all.crashes - tally.crashes(), all.results - tally.informative()};
    if (others.results == 0 || tally.crashes() == 0) continue;
    // Laplace's estimate: even a kernel that always crashed may not the next time.
    const double usual = static_cast<double>(others.crashes + 1) / static_cast<double>(others.results + 2);
    const double here = static_cast<double>(tally.crashes()) / tally.informative();
    const auto one_in = static_cast<double>(facts.settings.rate_drop_one_in);
    if (here * 100 >= usual * static_cast<double>(facts.settings.rate_drop_percent)) continue;
    if (at_most(tally.crashes(), tally.informative(), usual) * one_in > 1) continue;
    drops.add(step, crashes_text(step, tally));
  }
  if (drops.steps.empty()) return;
  findings.push_back({FindingKind::rate_drop, Severity::warning, drops.steps,
                      fmt::format("the bug shows much more rarely than elsewhere ({:.0f} % of all runs): {}",
                                  all.percent(), listed(drops.texts))});
}

constexpr void (*kChecks[])(const LogFacts&, Findings&) = {
    check_verdicts, check_policies, check_single_crashes, check_uninformative, check_flaky, check_rates,
};

}  // namespace

std::vector<Finding> find_run_problems(const LogFacts& facts) {
  Findings findings;
  for (const auto check : kChecks) check(facts, findings);
  return findings;
}

}  // namespace rebisect
