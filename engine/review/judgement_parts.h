// The parts of a Report that judge the evidence, as a page shows them: ids are whole, and nothing needs a
// graph. A part that cannot be computed is absent from the Report, never made up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/oid.h"
#include "engine/replay/deduce.h"

namespace rebisect {

// How many suspects and planned tests a report lists.
inline constexpr std::size_t kMostSuspects = 20;

struct SuspectPart {
  std::string commit;          // 40 digits; without a history as the log writes it
  double probability = 0;      // of this commit alone
  std::size_t class_size = 1;  // commits that the log cannot tell from it, itself included
};

// How many of the most probable commits make up a share of the probability of all commits.
struct CredibleSizes {
  std::size_t p50 = 0;
  std::size_t p90 = 0;
  std::size_t p95 = 0;
};

struct BeliefPart {
  std::optional<double> p_claim;  // the sum over all claimed commits; absent where none is claimed
  std::vector<double> p_each;     // of each claimed commit, in the order of the claim
  double p_older = 0;             // older than the range; of a fix: not fixed in it
  double p_newer = 0;             // above the range
  double p_mixed = 0;             // several bugs
  double entropy_bits = 0;
  std::vector<SuspectPart> suspects;  // most probable first, at most kMostSuspects
  double p_rest = 0;                  // of all commits that are not listed
  CredibleSizes credible;
  bool linear_assumption = false;  // the tests were taken as points on one line, for want of a history
};

// What moved the reliability: a feature in words, and its share of the log odds that the claim is right.
struct ReasonedEffect {
  std::string feature;
  double effect = 0;
};

struct ReliabilityPart {
  double p_correct = 0;
  // Facts for which a claim is refuted whatever its verdicts are, as clauses.
  std::vector<std::string> refuting;
  std::vector<ReasonedEffect> because;  // largest first
};

enum class DisputeKind : std::uint8_t { false_good, false_bad };

// A verdict that may be wrong, and where the search would have gone without the mistake.
struct DisputePart {
  std::size_t step = 0;
  std::string commit;
  DisputeKind kind = DisputeKind::false_good;
  double probability = 0;
  // What the verdicts imply once this one is turned; absent without a history.
  std::optional<Deduction::Kind> would_be;
  std::vector<std::string> would_end;  // the candidates then, 40 digits each, at most kMostCandidates
  std::size_t would_leave = 0;         // how many there are
  std::optional<Oid> next;             // what git would test then
  std::size_t off_path = 0;            // verdicts that git would then no longer have asked for
};

// The probability that the claim is right: by the reliability where the log has runs, else by the belief.
struct Score {
  double p_right = 0;
  bool by_reliability = false;
};

struct PlanPart {
  std::string commit;
  std::size_t runs = 0;
  double gain_bits = 0;  // expected
};

}  // namespace rebisect
