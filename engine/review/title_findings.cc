#include "engine/review/title_findings.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/judge/parent_image.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Findings = std::vector<Finding>;

constexpr std::size_t kTold = 3;

// Of another bug, as far as its title tells: neither a target's function nor one named like it, or a crash of
// another family there ("possible deadlock" where the bug was a use after free).
bool is_other(const CrashEvidence& evidence, const TitleGroup& group) {
  if (group.to_target > TitleSimilarity::function_prefix) return true;
  const CrashFamily family = read_title(group.title).family;
  return group.to_target > TitleSimilarity::same_function_and_kind &&
         std::ranges::none_of(evidence.targets,
                              [&](const CrashTitle& target) { return target.family == family; });
}

const Evidence& evidence_at(const LogFacts& facts, std::size_t step) {
  return facts.judged.evidence.steps[step];
}

// Crashes of a step whose titles are of another bug.
std::uint32_t others_at(const LogFacts& facts, std::size_t step) {
  std::uint32_t others = 0;
  for (const ForeignCount& foreign : evidence_at(facts, step).foreign) {
    if (is_other(facts.judged.evidence, facts.judged.evidence.foreign[foreign.group])) {
      others += foreign.crashes;
    }
  }
  return others;
}

// The most frequent title of another bug there.
std::string other_title_at(const LogFacts& facts, std::size_t step) {
  const ForeignCount* most = nullptr;
  for (const ForeignCount& foreign : evidence_at(facts, step).foreign) {
    if (!is_other(facts.judged.evidence, facts.judged.evidence.foreign[foreign.group])) continue;
    if (most == nullptr || foreign.crashes > most->crashes) most = &foreign;
  }
  return most == nullptr ? "" : facts.judged.evidence.foreign[most->group].title;
}

std::string bug_title(const LogFacts& facts) {
  return facts.judged.evidence.targets.front().text;
}

void check_other_crashes(const LogFacts& facts, Findings& findings) {
  std::vector<std::size_t> steps;
  std::string text;
  for (const std::size_t step : present_steps(facts)) {
    const std::uint32_t others = others_at(facts, step);
    if (others == 0 || others < evidence_at(facts, step).tally.crashes()) continue;
    if (steps.size() < kTold) text += fmt::format("; step {}: {}", step, other_title_at(facts, step));
    steps.push_back(step);
  }
  if (steps.empty()) return;
  if (steps.size() > kTold) text += fmt::format("; and {} more", steps.size() - kTold);
  findings.push_back(
      {FindingKind::other_crash_bad, Severity::warning, steps,
       fmt::format("{} on crashes that are not the bug's ({}) alone{}",
                   facts.log.aim == Aim::cause ? "called bad" : "taken to crash", bug_title(facts), text)});
}

void check_drift(const LogFacts& facts, Findings& findings) {
  std::uint64_t crashes = 0;
  std::uint64_t others = 0;
  std::vector<std::size_t> steps;
  for (const std::size_t step : present_steps(facts)) {
    // The start's titles are the bug's own.
    if (facts.log.steps[step].role == StepRole::start) continue;
    const std::uint32_t here = others_at(facts, step);
    crashes += evidence_at(facts, step).tally.crashes();
    others += here;
    if (here > 0) steps.push_back(step);
  }
  if (others == 0 || others * 100 < facts.settings.title_drift_percent * crashes) return;
  std::string titles;
  std::size_t told = 0;
  for (const TitleGroup& group : facts.judged.evidence.foreign) {
    if (!is_other(facts.judged.evidence, group) || told++ >= kTold) continue;
    titles +=
        fmt::format("{}{} ({})", titles.empty() ? "" : ", ", group.title, counted(group.crashes, "run"));
  }
  findings.push_back(
      {FindingKind::title_drift, Severity::warning, steps,
       fmt::format("{} of {} crashes after the first kernel's have titles unlike the bug's ({}): "
                   "{}",
                   others, crashes, bug_title(facts), titles)});
}

void check_culprit(const LogFacts& facts, Findings& findings) {
  const auto step = step_of_claim(facts.log);
  if (!step || present_at(facts, *step) != true) return;
  const std::uint32_t others = others_at(facts, *step);
  const Tally& tally = evidence_at(facts, *step).tally;
  if (others == 0 || others <= tally.target) return;
  findings.push_back({FindingKind::culprit_other_crash,
                      Severity::warning,
                      {*step},
                      fmt::format("at the reported commit {} of {} crashes are not the bug's ({}) but {}",
                                  others, tally.crashes(), bug_title(facts), other_title_at(facts, *step))});
}

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Do the words stand in the text, not inside of longer words?
bool has_words(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool free_before = at == 0 || !is_word_character(text[at - 1]);
    if (free_before && (end == text.size() || !is_word_character(text[end]))) return true;
  }
  return false;
}

// Parts of the kernel that find bugs. Their changes show bugs that were there before, as the bot's authors
// write (syzkaller, docs/syzbot.md on bisection, and issue 1271).
constexpr std::string_view kDetectors[] = {
    "kasan",        "kmsan",    "kcsan",     "kfence",    "ubsan",    "lockdep", "kmemleak",   "debugobjects",
    "fault-inject", "refcount", "hung_task", "hung task", "watchdog", "kcov",    "softlockup", "usercopy",
};

// What commits that add a detection, or a way into the kernel, call it.
constexpr std::string_view kDetections[] = {
    "wire up",     "add warn",     "warn_on",     "warn_on_once",   "warn on",
    "warn about",  "warn if",      "might_sleep", "lockdep_assert", "add lockdep",
    "add syscall", "new syscall",  "system call", "refcount_t",     "debug_locks",
    "detect",      "sanity check", "bug_on",      "annotate",
};

void check_detector(const LogFacts& facts, Findings& findings) {
  if (!facts.log.claim || facts.log.claim->kind != Claim::Kind::commit) return;
  const std::string title = lowered(facts.log.claim->text);
  const std::string_view subject(title);
  // "locking/lockdep: Report ...": the part before the last colon says where, the rest what.
  const std::size_t colon = subject.rfind(": ");
  const std::string_view where = colon == std::string_view::npos ? "" : subject.substr(0, colon);
  const auto found = [](const auto& words, std::string_view text) -> std::string_view {
    const auto* const word =
        std::ranges::find_if(words, [&](std::string_view each) { return has_words(text, each); });
    return word == std::end(words) ? std::string_view() : *word;
  };
  std::string_view word = found(kDetectors, where);
  if (word.empty()) word = found(kDetections, subject);
  if (word.empty()) return;
  findings.push_back(
      {FindingKind::detector_commit,
       Severity::note,
       {},
       fmt::format("the title of the reported commit has \"{}\": it may only have made an older "
                   "bug visible",
                   word)});
}

// Commits that syzkaller itself leaves out of its results (pkg/bisect: commits 66f8bb202 and 0b6a67ac4): the
// first brought the interface of all tests of USB, the second removed a frequent hang.
struct Attractor {
  std::string_view id;
  std::string_view what;
};
constexpr Attractor kAttractors[] = {
    {"f2c2e717642c", "it brought the interface by which USB is tested"},
    {"d772781964415", "it removed a hang that hid other bugs"},
};

void check_attractor(const LogFacts& facts, Findings& findings) {
  if (!facts.log.claim || facts.log.claim->kind != Claim::Kind::commit) return;
  for (const Revision& claimed : facts.log.claim->commits) {
    for (const Attractor& attractor : kAttractors) {
      if (!claimed.text.starts_with(attractor.id)) continue;
      findings.push_back({FindingKind::known_attractor,
                          Severity::note,
                          {},
                          fmt::format("{} is on syzkaller's list of commits to ignore: {}", brief(claimed),
                                      attractor.what)});
    }
  }
}

}  // namespace

std::vector<Finding> find_title_problems(const LogFacts& facts) {
  Findings findings;
  if (!facts.judged.evidence.targets.empty()) {
    check_other_crashes(facts, findings);
    check_drift(facts, findings);
    check_culprit(facts, findings);
  }
  check_detector(facts, findings);
  check_attractor(facts, findings);
  return findings;
}

}  // namespace rebisect
