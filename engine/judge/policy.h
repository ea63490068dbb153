// Policies: the rules by which syzbot made one verdict of the runs of a test, V1 to V6, and what the runs of
// each test give by them. Sources: syzkaller's history of pkg/bisect/bisect.go; a policy's first day is the
// day on which its commit reached the master branch, and the bot took it up within two days.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/dialect.h"

namespace rebisect {

// Results of one test by class, as the rules count them.
struct Counts {
  std::uint32_t good = 0;
  std::uint32_t bad = 0;    // crashes of any title
  std::uint32_t infra = 0;  // no result for reasons beside the kernel; 0 for policies that do not know these
  std::uint32_t other = 0;  // all others: no boot, a trivial program failed, a crash that is left out

  std::uint32_t total() const { return good + bad + infra + other; }

  friend bool operator==(const Counts&, const Counts&) = default;
};

// One row of the table. Divisions are those of whole numbers; T is the number of results.
struct Policy {
  enum class Infra : std::uint8_t {
    unknown,         // no class of its own
    aborts_if_most,  // more than T/2: the job ends, whatever the others say
    aborts_if_more,  // more of it than of `other`: the job ends where there is no verdict
  };
  enum class Good : std::uint8_t {
    one,    // one good result is enough
    most,   // more than half of T
    share,  // T/2, of a reproducer that was marked flaky before T*3/4
  };

  std::string_view id;  // "V1"
  Day since;
  Day until;  // the first day of the next one; of the last one kNoEnd
  Infra infra = Infra::unknown;
  std::uint32_t least_crashes = 1;  // for bad; and where `crash_share` is not 0 ...
  std::uint32_t crash_share = 0;    // ... at least (T - infra) / crash_share
  bool half_with_results = false;   // bad needs T/2 runs that were good or bad
  bool third_with_results = false;  // without a crash: skip where more than T/3*2 were neither good nor bad
  Good good = Good::one;            // good always needs that there is no crash
  bool ignores_test_programs = false;  // SYZFAIL and SYZFATAL, where the bug is none: since 2023-07-06
  bool ignores_lost_machines = false;  // "lost connection" likewise: since 2024-12-03
};

inline constexpr Day kNoEnd = day_of(9999, 12, 31);

// Oldest first.
std::span<const Policy> all_policies();
const Policy* find_policy(std::string_view id);
const Policy& policy_of_today();

// Why a test was judged so.
enum class JudgedBy : std::uint8_t {
  crashes,          // enough runs crashed
  too_few_crashes,  // some did, but not enough of them
  too_few_results,  // some did, but too few runs were good or bad
  no_crash,         // no run crashed, and enough were good
  too_few_good,     // no run crashed, and too few were good
  infra,            // the job ends: it was not the kernel
  build,            // the kernel could not be built
  nothing,          // there is nothing to judge: the log lists no run
};

// What a test's counts give: `verdict` is bad where the bug shows, whatever is looked for; absent where the
// job ended instead.
struct Decision {
  std::optional<Verdict> verdict;
  JudgedBy why = JudgedBy::nothing;
  std::uint32_t wanted = 0;  // of what there was too little

  friend bool operator==(const Decision&, const Decision&) = default;
};

// `flaky`: the reproducer was marked so before this test. `planned`: T where the bot took the number of runs
// that it had planned for the number of results, as it did until 2020-11-17.
Decision decide(const Policy& policy, const Counts& counts, bool flaky,
                std::optional<std::uint32_t> planned = std::nullopt);

// One test judged by one policy.
struct Judgement {
  std::optional<Verdict> verdict;  // in the sense told to git; absent where `aborts`, and without runs
  bool aborts = false;             // the bot ended the job here
  JudgedBy why = JudgedBy::nothing;
  Counts counts;
  bool flaky = false;  // the reproducer was marked flaky before this test
  std::string reason;  // in words, a clause: "1 of 10 runs crashed, 2 are needed"

  friend bool operator==(const Judgement&, const Judgement&) = default;
};

// One for each step. The policy's flaky marking and its treatment of failed builds are those of the log's
// days where the policy was in force then, else those of its own last day.
std::vector<Judgement> judge_all(const BisectionLog& log, const Policy& policy);

// How many runs "all runs:" stands for at each step: 10, or 20 since 2021-02-20 of the first test whose
// kernel could be built and of a reproducer that was marked flaky before. 0 for steps without runs.
std::vector<std::uint32_t> assumed_run_counts(const BisectionLog& log);
// The same for one step; linear in the log.
std::uint32_t assumed_run_count(const BisectionLog& log, std::size_t step);

// Which verdicts on a step, in the sense told to git, fit the course that the log took.
struct VerdictSet {
  bool good = false;
  bool bad = false;
  bool skip = false;
  bool abort = false;  // the job ended there for a reason that ends jobs

  friend bool operator==(const VerdictSet&, const VerdictSet&) = default;
};

// One for each step; nullopt where the course does not tell, and in git's own logs, which a person's
// judgement made. A release is good where the walk ended with it, and was not where it went on; the bug
// showed at the start where anything but configurations came after it.
std::vector<std::optional<VerdictSet>> shown_verdicts(const BisectionLog& log);

// Is the judgement one that fits?
bool fits(const Judgement& judgement, const VerdictSet& shown);

// How many tests of a log a policy's judgements fit, of those that tell. `mixed` counts those whose runs did
// not all end alike.
struct Reproduced {
  std::size_t compared = 0;
  std::size_t equal = 0;
  std::size_t mixed_compared = 0;
  std::size_t mixed_equal = 0;

  friend bool operator==(const Reproduced&, const Reproduced&) = default;
};

Reproduced reproduced_by(const BisectionLog& log, const std::vector<Judgement>& judgements);

// The policy that a log was made by.
struct PolicyChoice {
  enum class Basis : std::uint8_t {
    day,       // only this one was in force on the log's days
    verdicts,  // of those that were, it gives the logged verdicts best
    longest,   // of those that give them equally well, it was in force longest
    named,     // by a person
    no_runs,   // git's own log, which has none
  };
  const Policy* policy = nullptr;
  std::vector<const Policy*> also;  // give the logged verdicts equally well
  Basis basis = Basis::day;
};

// "day" and so on.
std::string_view to_text(PolicyChoice::Basis basis);

// Git's own logs get today's.
PolicyChoice choose_policy(const BisectionLog& log);
const Policy& policy_in_force(const BisectionLog& log);

}  // namespace rebisect
