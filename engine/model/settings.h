// Settings: the numbers that people may tune. Their values, each with its reason, stand in
// config/defaults.yaml; a Settings made here is empty, default_settings() of config/settings.h fills it.
#pragma once

#include <cstdint>

namespace rebisect {

// What is refused rather than tried, so that a wrong file ends in a message and not in a full memory.
struct LimitSettings {
  std::uint64_t log_bytes = 0;
  std::uint64_t log_lines = 0;
  std::uint64_t graph_commits = 0;

  friend bool operator==(const LimitSettings&, const LimitSettings&) = default;
};

// The text report.
struct ReportSettings {
  std::uint64_t candidates_shown = 0;  // candidates listed by id; more are only counted
  std::uint64_t width = 0;             // columns, where the output is no terminal
  std::uint64_t terminal_width = 0;    // most columns that are used of a terminal

  friend bool operator==(const ReportSettings&, const ReportSettings&) = default;
};

// Asking the installed git too.
struct CrossCheckSettings {
  std::uint64_t deadline_seconds = 0;  // for all of it; git is killed then

  friend bool operator==(const CrossCheckSettings&, const CrossCheckSettings&) = default;
};

// The model of what tests show, see docs/evidence.md. Probabilities but for what says otherwise.
struct BeliefSettings {
  // The bug is there and cannot show: one test alone (an end of the range or a release; a test in the range),
  // and within a stretch of history. `blind_share` of the history lies in such stretches.
  double blind_release = 0;
  double blind_in_range = 0;
  double blind_share = 0;
  double blind_inside = 0;
  // The same for the target's title where the bug is not.
  double false_crash = 0;
  double false_share = 0;
  double false_inside = 0;
  // How long stretches are, in candidates: these three lengths, equally probable.
  double stretch_short = 0;
  double stretch_middle = 0;
  double stretch_long = 0;
  // How often the bug shows where it is: weights of the mean rate and of the spread, see rate_grid().
  double rate_high = 0;
  double rate_low = 0;
  double rate_steady = 0;
  // Odds against the candidates altogether (of `older`: natural logarithms).
  double older_log_odds = 0;
  double older_per_bad_release = 0;  // times ln(1 + bad releases walked)
  double older_log_odds_by_hand = 0;
  double newer_odds = 0;  // where the original commit is not at hand
  double mixed_odds = 0;
  // That a crash with another title is the same bug, by the title's similarity.
  double same_function_and_kind = 0;
  double same_function = 0;
  double same_function_prefix = 0;
  double same_kind = 0;
  double same_near_kind = 0;
  double same_unrelated = 0;
  // If it is another bug: the share of history that has that bug, and how many tests show it there and
  // elsewhere.
  double other_share = 0;
  double other_inside = 0;
  double other_outside = 0;
  // Before any test, against a commit that is nowhere near the crash (weights, not probabilities): one that
  // changes a file of its stack, one that changes another file beside it, one that cannot change the kernel.
  double near_file = 1;
  double near_directory = 1;
  double cannot_affect = 1;
  std::uint64_t title_groups = 0;  // groups of titles that are weighed together
  // Runs that a verdict without runs stands for.
  std::uint64_t runs_of_good = 0;
  std::uint64_t runs_of_bad = 0;

  friend bool operator==(const BeliefSettings&, const BeliefSettings&) = default;
};

// The tests that are proposed next.
struct PlanSettings {
  double target = 0;             // the probability of one commit that ends the plan
  double cost_of_build = 0;      // in runs
  double least_gain = 0;         // bits; a test that tells less is not worth its build
  std::uint64_t most_runs = 0;   // of one test
  std::uint64_t most_tests = 0;  // of one plan

  friend bool operator==(const PlanSettings&, const PlanSettings&) = default;
};

// Which verdicts a report disputes.
struct DisputeSettings {
  double least = 0;        // that the verdict is false: where it would have led is told then
  std::uint64_t most = 0;  // so many, the most probable

  friend bool operator==(const DisputeSettings&, const DisputeSettings&) = default;
};

// When a claim that follows is doubted all the same.
struct ConclusionSettings {
  double doubtful_below = 0;  // the probability that the claim is right

  friend bool operator==(const ConclusionSettings&, const ConclusionSettings&) = default;
};

// Reading what the repositories say of the reported commits.
struct CulpritSettings {
  std::uint64_t messages = 0;     // later commits whose messages are read
  std::uint64_t contents = 0;     // a commit's files whose contents are compared; of larger ones none
  std::uint64_t crash_files = 0;  // files of a crash's stack whose lines are looked into
  // Commits between the ends whose changes are compared with the crash; of a longer range none, and with 0
  // never.
  std::uint64_t compared_commits = 0;

  friend bool operator==(const CulpritSettings&, const CulpritSettings&) = default;
};

// From where on something is a finding.
struct FindingSettings {
  std::uint64_t single_crash_percent = 0;  // of a test's runs: so few crashes or fewer
  std::uint64_t informative_percent = 0;   // of a test's runs: fewer with a result
  std::uint64_t flaky_percent = 0;         // of all results where the bug is: fewer crashes
  std::uint64_t rate_drop_percent = 0;     // of the usual rate: a rate below it, ...
  std::uint64_t rate_drop_one_in = 0;      // ... if chance gives that in one of so many tests, or in fewer
  std::uint64_t title_drift_percent = 0;   // of the crashes behind the start: so many with other titles
  std::uint64_t end_streak_tests = 0;      // so many equal verdicts at the end; 0: not looked for
  std::uint64_t walk_missed_percent = 0;   // that the walk's good release misses the bug: more
  std::uint64_t walk_bad_releases = 0;     // so many bad releases before the good one

  friend bool operator==(const FindingSettings&, const FindingSettings&) = default;
};

// Simulated bisections.
struct SimulationSettings {
  std::uint64_t choice_nodes = 0;    // histories of verdicts whose next commit is kept, for each thread
  std::uint64_t ancestor_bytes = 0;  // of sets of ancestors that are kept, for each thread
  std::uint64_t culprits_shown = 0;  // reported commits that are listed; more are only counted

  friend bool operator==(const SimulationSettings&, const SimulationSettings&) = default;
};

struct Settings {
  LimitSettings limits;
  ReportSettings report;
  CrossCheckSettings cross_check;
  BeliefSettings belief;
  DisputeSettings disputes;
  PlanSettings plan;
  ConclusionSettings conclusion;
  CulpritSettings culprit;
  FindingSettings findings;
  SimulationSettings simulation;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace rebisect
