// RateBelief: how probable each candidate is to be the culprit where all commits with the bug crash at one
// rate, which nobody knows; and the run that would tell most.
//
// With k crashes and m good runs on commits that have the bug if the culprit is c, and k', m' on the others,
//
//   P(c | runs)  ~  P(c) B(a + k, b + m) f^k' (1 - f)^m'
//
// where the rate is Beta(a, b) distributed before any run, and f is that of crashes without the bug. A run's
// outcome tells h(P(crash)) - sum over c of P(c) h(P(crash | c)) bits about c, with h the entropy of a coin.
// Both sums run over the ancestors of the tested commit, so all candidates are weighed at once (SumsBelow).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/simulate/segmented_range.h"

namespace rebisect {

struct RatePrior {
  double a = 0.5;  // Jeffreys' prior
  double b = 0.5;
  double false_crash = 0;  // f, 0 to 1
  // Place 0 counts as so many commits: those that a range's root stands for.
  double first_counts = 1;

  friend bool operator==(const RatePrior&, const RatePrior&) = default;
};

// What a run can be worth: at a place, so many runs in a row, the first crash of which ends them.
struct RunChoice {
  std::uint32_t at = 0;
  std::uint32_t runs = 1;
  double gain_bits = 0;
  double p_crash = 0;  // of one run at least
};

// Candidates that have become too improbable are forgotten for good (kForgotten in the source), so that a
// step costs what is left. O(segments) for an observation.
class RateBelief {
 public:
  // `fix`: the bug is where the culprit is not. The range must outlive the belief.
  RateBelief(const SegmentedRange& range, const RatePrior& prior, bool fix);

  // Starts again, on memory that is there.
  void reset();
  void observe(std::uint32_t at, bool crashed);
  // The same of a commit that has the bug whichever candidate it is: tells of the rate only.
  void observe_bug(bool crashed);

  struct Suspect {
    std::uint32_t at = 0;
    double probability = 0;
  };
  Suspect best() const;
  // Most probable first, until they are so probable together.
  std::vector<Suspect> credible(double together) const;

  // The place where so many runs tell most. `untestable` places do not serve, and those near them are
  // avoided. nullopt where no run tells anything. O(segments^2 / 4) at worst.
  std::optional<RunChoice> most_telling(std::uint32_t runs, const std::vector<std::uint32_t>& untestable);
  // What they tell there, as computed for the last most_telling() of so many runs.
  RunChoice told_by(std::uint32_t at, std::uint32_t runs) const;

 private:
  // Candidates with equal counts of runs are equally probable.
  struct Level {
    std::uint32_t crashes = 0;
    std::uint32_t ok = 0;
    double each = 0;    // probability of one candidate
    double wanted = 0;  // the chance of a crash where a test among such candidates tells most
    TwoSums telling;    // of one candidate: each * P(crash), each * h(P(crash)), both less what f makes of it
    double together = 0;
    bool tells = false;  // tests among such candidates are worth a look
  };
  // Neighbours of a segment with one level.
  struct Piece {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t segment = 0;
    std::uint32_t level = 0;
  };
  // The sums for a test of any candidate of a piece: `at_begin` before its first one, and `each` for every
  // one.
  struct Line {
    TwoSums at_begin;
    TwoSums each;
  };

  void split(std::uint32_t at);
  bool has_bug(const Piece& piece, std::uint32_t at, std::uint32_t segment) const;
  std::uint32_t level_of(std::uint32_t crashes, std::uint32_t ok);
  double counts(const Piece& piece) const;
  void weigh();
  void forget();
  void prepare(std::uint32_t runs);
  void prepare_levels(std::uint32_t runs);
  Line line(const Piece& piece, const TwoSums& before) const;
  std::uint32_t peak(const Line& line, const Piece& piece) const;
  double p_crash_at_end(std::uint32_t segment, const TwoSums& before) const;
  bool is_too_old(double p_crash) const;
  bool is_too_new(double p_crash) const;
  std::optional<std::uint32_t> bracket();
  bool is_bracketed(std::uint32_t segment) const;
  std::optional<TwoSums> look_at(std::uint32_t segment, bool look_at_all);
  RunChoice choice(const Line& line, const Piece& piece, std::uint32_t at) const;
  double log_rising(double from, std::vector<double>& logs, std::uint32_t count) const;

  const SegmentedRange* range_;
  RatePrior prior_;
  bool fix_;
  std::uint32_t crashes_ = 0;
  std::uint32_t ok_ = 0;
  std::vector<Piece> pieces_;
  std::vector<Level> levels_;
  std::vector<Level> next_levels_;
  SumsBelow sums_;
  std::uint32_t prepared_runs_ = 0;
  double least_wanted_ = 0;
  double most_wanted_ = 1;
  std::vector<TwoSums> of_segments_;
  // One bit for each segment. No test there tells as much as one on a descendant (an ancestor) would.
  std::vector<std::uint64_t> too_old_, too_new_;
  TwoSums all_;         // of every candidate
  TwoSums from_false_;  // what f alone gives: P(crash) and h of it
  mutable std::vector<double> log_a_, log_b_, log_ab_;
};

}  // namespace rebisect
