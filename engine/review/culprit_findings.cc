#include "engine/review/culprit_findings.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/judge/build_reach.h"
#include "engine/judge/crash_area.h"
#include "engine/judge/crash_frames.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Findings = std::vector<Finding>;

// How many commits or files a sentence lists.
constexpr std::size_t kMostListed = 3;

struct View {
  const CulpritFacts& facts;
  const BisectionLog& log;
  TestedArchitecture architecture;
  bool linux_tree;
};

// "a, b, c and 4 more".
std::string listed(const std::vector<std::string>& items) {
  const auto shown = std::min(items.size(), kMostListed);
  const std::vector<std::string> first(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(shown));
  const std::string more = shown < items.size() ? fmt::format(" and {} more", items.size() - shown) : "";
  return fmt::format("{}{}", fmt::join(first, ", "), more);
}

std::string named(const LaterCommit& commit) {
  return fmt::format("{} (\"{}\")", commit.id.brief(), commit.subject);
}

std::vector<std::string> paths_of(const ClaimedCommit& claim) {
  std::vector<std::string> paths;
  for (const ChangedFile& change : *claim.changes) paths.push_back(change.path);
  return paths;
}

// Why nothing that the commit changes reaches the tested kernel. A merge stands for what it brings together,
// not for what it changes itself. Of another project than linux only comments are known.
std::optional<std::vector<std::string>> out_of_reach(const View& view, const ClaimedCommit& claim) {
  if (claim.parents > 1 || !claim.changes) return std::nullopt;
  const bool only_comments = std::ranges::all_of(
      *claim.changes, [](const ChangedFile& change) { return change.comments_only.value_or(false); });
  if (!view.linux_tree && !only_comments) return std::nullopt;
  return cannot_reach(*claim.changes, view.architecture.name);
}

std::string out_of_reach_text(const View& view, const ClaimedCommit& claim,
                              const std::vector<std::string>& reasons) {
  if (claim.changes->empty()) return fmt::format("{} changes no file", claim.id.brief());
  const bool other = std::ranges::any_of(reasons, [](const std::string& reason) {
    return reason.find("another architecture") != std::string::npos;
  });
  const std::string tested =
      !other ? ""
             : fmt::format("; the tested kernels are {}{}", view.architecture.assumed ? "taken to be " : "",
                           view.architecture.name);
  return fmt::format("{} changes only {} ({}), which no tested build can notice{}", claim.id.brief(),
                     fmt::join(reasons, " and "), listed(paths_of(claim)), tested);
}

void check_reach(const View& view, const ClaimedCommit& claim, Findings& findings) {
  const auto reasons = out_of_reach(view, claim);
  if (!reasons) return;
  const auto is_out = [&](const ClaimedCommit& other) { return out_of_reach(view, other).has_value(); };
  // Where the log reports several commits, another one may still be it.
  const bool all = view.log.claim && view.log.claim->commits.size() == view.facts.claims.size() &&
                   std::ranges::all_of(view.facts.claims, is_out);
  findings.push_back({FindingKind::cannot_affect_build,
                      all ? Severity::error : Severity::warning,
                      {},
                      out_of_reach_text(view, claim, *reasons)});
}

void check_merge(const View& /*view*/, const ClaimedCommit& claim, Findings& findings) {
  if (claim.parents < 2) return;
  std::string own;
  if (claim.changes && claim.changes->empty()) own = ", and changes nothing beyond its parents";
  if (claim.changes && !claim.changes->empty()) {
    own = fmt::format(", and changes {} beyond its parents", listed(paths_of(claim)));
  }
  findings.push_back({FindingKind::merge_culprit,
                      Severity::warning,
                      {},
                      fmt::format("{} is a merge of {} parents{}", claim.id.brief(), claim.parents, own)});
}

void check_release(const View& /*view*/, const ClaimedCommit& claim, Findings& findings) {
  if (claim.releases.empty()) return;
  findings.push_back(
      {FindingKind::release_culprit,
       Severity::warning,
       {},
       fmt::format("{} is the release {}; compilers and configurations change at releases, too",
                   claim.id.brief(), listed(claim.releases))});
}

void check_area(const View& view, const ClaimedCommit& claim, Findings& findings) {
  if (claim.parents > 1 || !claim.changes || claim.changes->empty()) return;
  if (nearness(*claim.changes, view.facts.crash_lines) != Nearness::none) return;
  std::vector<std::string> files;
  for (const SourceLine& line : view.facts.crash_lines) {
    const bool known = std::ranges::find(files, line.file) != files.end();
    if (!known && !is_generic_file(line.file)) files.push_back(line.file);
  }
  findings.push_back({FindingKind::unrelated_code,
                      Severity::warning,
                      {},
                      fmt::format("{} changes {}, but the crash is in {}, and in no directory of these",
                                  claim.id.brief(), listed(paths_of(claim)), listed(files))});
}

bool is_claim(const ClaimedCommit& claim, const FixTarget& target) {
  const auto prefix = OidPrefix::from_hex(target.text);
  const auto fits = [&](const Oid& id) { return target.commit == id || (prefix && prefix->matches(id)); };
  return fits(claim.id) || std::ranges::any_of(claim.copy_of, fits);
}

bool fixes(const LaterCommit& commit, const ClaimedCommit& claim) {
  return std::ranges::any_of(commit.fixes, [&](const FixTarget& target) { return is_claim(claim, target); });
}

bool any_claim_fixed_by(const View& view, const LaterCommit& commit) {
  return std::ranges::any_of(view.facts.claims,
                             [&](const ClaimedCommit& claim) { return fixes(commit, claim); });
}

void check_agreement(const View& view, const ClaimedCommit& claim, Findings& findings) {
  if (view.log.aim == Aim::fix) {
    if (!claim.names_bug) return;
    findings.push_back({FindingKind::fixes_tag_agrees,
                        Severity::note,
                        {},
                        fmt::format("{} names this bug in its own message", claim.id.brief())});
    return;
  }
  std::vector<std::string> of_this_bug;
  std::vector<std::string> others;
  for (const LaterCommit& commit : view.facts.later) {
    if (fixes(commit, claim)) (commit.names_bug ? of_this_bug : others).push_back(named(commit));
  }
  if (of_this_bug.empty() && others.empty()) return;
  const std::string text =
      of_this_bug.empty()
          ? fmt::format("by its Fixes: line {} fixes {}; whether this bug is meant is not known",
                        listed(others), claim.id.brief())
          : fmt::format("{} names this bug, and by its Fixes: line it fixes {}", listed(of_this_bug),
                        claim.id.brief());
  findings.push_back({FindingKind::fixes_tag_agrees, Severity::note, {}, text});
}

// The verdicts that cannot be right if the target brought the bug.
struct Contradicted {
  std::vector<std::size_t> goods;  // they contain it
  std::vector<std::size_t> bads;   // they do not
};

Contradicted contradicted_by(const View& view, const FixTarget& target) {
  Contradicted result;
  for (const std::size_t step : view.facts.tested) {
    if (!view.log.steps[step].logged) continue;
    const std::optional<bool> present = bug_present(*view.log.steps[step].logged, view.log.aim);
    const bool contains = std::ranges::find(target.steps, step) != target.steps.end();
    if (present == false && contains) result.goods.push_back(step);
    if (present == true && !contains) result.bads.push_back(step);
  }
  return result;
}

std::string step_list(const std::vector<std::size_t>& steps) {
  std::vector<std::string> texts;
  texts.reserve(steps.size());
  for (const std::size_t step : steps) texts.push_back(fmt::format("step {}", step));
  return listed(texts);
}

// "; step 3 contains it and was called good".
std::string consequences(const View& view, const Contradicted& steps) {
  std::string text;
  if (!steps.goods.empty()) {
    text += fmt::format("; {} contain{} it, but {}", step_list(steps.goods),
                        steps.goods.size() == 1 ? "s" : "", clause(Verdict::good, view.log.aim));
  }
  if (!steps.bads.empty()) {
    text += fmt::format("; {} do{} not contain it, but {}", step_list(steps.bads),
                        steps.bads.size() == 1 ? "es" : "", clause(Verdict::bad, view.log.aim));
  }
  return text;
}

void check_disagreement_on_cause(const View& view, Findings& findings) {
  for (const LaterCommit& commit : view.facts.later) {
    if (!commit.names_bug || commit.fixes.empty() || any_claim_fixed_by(view, commit)) continue;
    const FixTarget& target = commit.fixes.front();
    std::vector<std::size_t> steps;
    std::string behind = ", which is not in the repository";
    if (target.commit) {
      const Contradicted contradicted = contradicted_by(view, target);
      steps = contradicted.goods;
      steps.insert(steps.end(), contradicted.bads.begin(), contradicted.bads.end());
      behind = consequences(view, contradicted);
    }
    const std::string id = target.commit ? target.commit->brief() : target.text;
    findings.push_back(
        {FindingKind::fixes_tag_disagrees, Severity::warning, steps,
         fmt::format("{} names this bug, but by its Fixes: line it fixes {}{}", named(commit), id, behind)});
  }
}

void check_disagreement_on_fix(const View& view, Findings& findings) {
  if (std::ranges::any_of(view.facts.claims, &ClaimedCommit::names_bug)) return;
  for (const LaterCommit& commit : view.facts.later) {
    if (!commit.names_bug) continue;
    findings.push_back(
        {FindingKind::fixes_tag_disagrees,
         Severity::warning,
         {},
         fmt::format("{} names this bug in its message, what is reported does not", named(commit))});
  }
}

void check_reverts(const View& view, const ClaimedCommit& claim, Findings& findings) {
  std::vector<std::string> reverts;
  for (const LaterCommit& commit : view.facts.later) {
    const auto is_reverted = [&](const Oid& id) {
      return id == claim.id || std::ranges::find(claim.copy_of, id) != claim.copy_of.end();
    };
    if (std::ranges::any_of(commit.reverts, is_reverted)) reverts.push_back(named(commit));
  }
  if (reverts.empty()) return;
  const bool fix = view.log.aim == Aim::fix;
  findings.push_back({FindingKind::reverted_later,
                      fix ? Severity::warning : Severity::note,
                      {},
                      fmt::format("{} was reverted later, by {}{}", claim.id.brief(), listed(reverts),
                                  fix ? "; the crash can be back" : "")});
}

// Code that was there already when a good commit was tested can crash only since something else changed, or
// the bug is older and that test did not show it.
void check_age(const View& view, Findings& findings) {
  const std::vector<CrashLineAge>& ages = view.facts.ages;
  if (view.log.aim == Aim::fix || ages.empty()) return;
  const bool claimed =
      std::ranges::any_of(ages, [](const CrashLineAge& age) { return age.changed_by_claim.value_or(false); });
  const auto is_old = [](const CrashLineAge& age) {
    return !age.looked_at.empty() && age.steps.size() == age.looked_at.size();
  };
  if (claimed || !std::ranges::all_of(ages, is_old)) return;
  std::vector<std::string> lines;
  lines.reserve(ages.size());
  for (const CrashLineAge& age : ages) lines.push_back(fmt::format("{}:{}", age.line.file, age.line.line));
  findings.push_back(
      {FindingKind::older_than_range, Severity::note, ages.front().looked_at,
       fmt::format("the lines that crash ({}) stand unchanged in every commit that {}; the bug "
                   "can be older than the range",
                   listed(lines), clause(Verdict::good, view.log.aim))});
}

constexpr void (*kClaimChecks[])(const View&, const ClaimedCommit&, Findings&) = {
    check_reach, check_merge, check_release, check_area, check_agreement, check_reverts,
};

}  // namespace

std::vector<Finding> find_culprit_problems(const CulpritFacts& facts, const BisectionLog& log) {
  const View view{facts, log, tested_architecture(log, facts.crash_lines),
                  facts.linux_tree.value_or(log.format == LogFormat::syzbot)};
  Findings findings;
  for (const ClaimedCommit& claim : facts.claims) {
    for (const auto check : kClaimChecks) check(view, claim, findings);
  }
  if (log.aim == Aim::cause) {
    check_disagreement_on_cause(view, findings);
  } else {
    check_disagreement_on_fix(view, findings);
  }
  check_age(view, findings);
  return findings;
}

bool excludes_claim(const std::vector<Finding>& findings) {
  return std::ranges::any_of(findings, [](const Finding& finding) {
    return finding.kind == FindingKind::cannot_affect_build && finding.severity == Severity::error;
  });
}

}  // namespace rebisect
