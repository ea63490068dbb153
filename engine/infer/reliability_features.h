// What the reliability of a claim is read from: hard facts, features of the whole log, and terms of each
// verdict. docs/reliability.md says why each is there and what it weighs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/infer/culprit_nearness.h"
#include "engine/infer/verdict_trail.h"
#include "engine/judge/evidence.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// Facts that exclude a claim. They are rules and no weights: of 110 labelled logs with one none was right.
enum class HardFact : std::uint8_t {
  merge_culprit,             // a merge changes nothing of its own; what it merges was not looked at
  release_culprit,           // a commit that only names a release
  same_binary_as_parent,     // the kernel image without the commit is the same
  same_binary_two_verdicts,  // one image was called good and bad: the verdicts are luck
  cannot_affect_build,       // documentation, tools, or other architectures than the tested one
};
std::string_view to_text(HardFact fact);  // the finding's id where there is one: "merge-culprit"

// Features of the log; the doubt grows with those of positive weight.
enum class LogFeature : std::uint8_t {
  release_tests,         // ln(1 + tests of releases): an old bug was walked past
  other_crash,           // 0 or 1: some bad verdict shows no title of the target
  far_crash,             // 0 or 1: ... and its best title is of another function and kind
  other_crash_far_away,  // 0 or 1: other_crash, and the claimed commit is not near the crash either
  single_crashes,        // bad verdicts on one crashed run, at most 3
  nearness,              // 1: changes a file of the crash's stack; 0: only other parts' own files; else 0.6
  bad_at_end,            // bad verdicts that end the search, at most 5
  good_at_start,         // good verdicts that begin it, at most 8
  addition,              // 0 or 1: the subject announces something new
};
inline constexpr std::size_t kLogFeatures = 9;
std::string_view to_text(LogFeature feature);  // its key in config/reliability.yaml: "release_tests"

// Terms of the T + 1 hypotheses "the claim is right" and "verdict j is the first wrong one".
enum class ChainTerm : std::uint8_t {
  // of the claim
  claim_hard_fact,        // 0 or 1
  claim_nearness,         // LogFeature::nearness
  claim_other_crash,      // 0 or 1: other_crash, near
  claim_other_crash_far,  // LogFeature::other_crash_far_away
  claim_addition,         // LogFeature::addition
  // of a good release
  release_good,               // 1
  release_good_bad_releases,  // ln(1 + bad releases)
  release_good_weak_bad,      // 1 - the smallest share of crashed runs at any bad verdict
  // of a good verdict of the search
  search_good,             // 1
  search_good_later_good,  // ln(1 + good verdicts after it): they would be false too
  search_good_later_own,   // ln(1 + bad verdicts after it that show the target's title)
  search_good_place,       // ln(1 + verdicts of the search before it)
  search_good_at_stake,    // ln(commits at stake) / 3
  // of a bad verdict
  release_bad,          // 1 at a release
  search_bad,           // 1 in the search
  search_bad_at_stake,  // ln(commits at stake) / 3
  bad_far,              // 0 or 1: no title of the target, and the best is of another function
  bad_few,              // 0 or 1: at most two runs crashed
  bad_target_returns,   // 0 or 1: the target's title is seen after it, which a false bad excludes
  bad_target_gone,      // 0 or 1: the first without a target's title, and none is seen after it
};
inline constexpr std::size_t kChainTerms = 20;
std::string_view to_text(ChainTerm term);

struct ChainHypothesis {
  struct Value {
    ChainTerm term = ChainTerm::claim_hard_fact;
    double value = 0;
  };
  std::optional<std::size_t> step;  // absent: the claim is right
  bool present = false;             // what the step's verdict says of the bug
  std::vector<Value> values;        // those that are not 0
};

struct ReliabilityFeatures {
  std::vector<HardFact> hard_facts;
  std::array<double, kLogFeatures> of_log{};
  std::vector<ChainHypothesis> hypotheses;  // the claim first, then the verdicts in the order of the log

  double operator[](LogFeature feature) const { return of_log[static_cast<std::size_t>(feature)]; }
};

// Absent where the log claims no commit, has no runs, or looks for a fix: nothing is known of those.
// Linear in the log.
std::optional<ReliabilityFeatures> reliability_features(const BisectionLog& log,
                                                        const CrashEvidence& evidence);

}  // namespace rebisect
