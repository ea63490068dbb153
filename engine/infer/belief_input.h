// BeliefInput: all that the belief is computed from, as plain values. Made from a log on a history, or from a
// log alone, whose tests then stand on a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/infer/classes.h"
#include "engine/judge/evidence.h"
#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/model/settings.h"
#include "engine/replay/replay.h"

namespace rebisect {

// One tested commit, and what its runs gave.
struct BeliefTest {
  enum class Place { release, in_range };  // an end of the range or a release on the way there; git's choice

  std::size_t step = 0;               // in BisectionLog::steps
  std::optional<CommitIndex> commit;  // absent on a line
  Place place = Place::in_range;
  std::uint32_t target = 0;  // runs that crashed with a target's title
  std::uint32_t ok = 0;
  std::vector<ForeignCount> foreign;  // crashes with other titles, by group
  std::optional<bool> told_present;   // what the verdict says
  bool count_assumed = false;         // the log has the verdict alone

  friend bool operator==(const BeliefTest&, const BeliefTest&) = default;
};

struct BeliefInput {
  std::vector<BeliefTest> tests;  // in any order: the belief does not depend on it
  Classes classes;                // `positions` and columns of `reach`: by test
  // By candidate, how probable it is against the others before any test. Empty: all the same.
  std::vector<double> weights;
  std::string weighed_by;          // what the weights are made of, in words; empty where nobody need know
  std::vector<double> group_same;  // by group of foreign titles: that it is the bug, before any test
  Aim aim = Aim::cause;
  std::uint32_t bad_releases = 0;  // walked on the way back to a good one
  bool by_hand = false;            // the ends were chosen by a person, not by a walk
  bool newer_possible = false;     // the commit that the bug was seen on is not in the history
  bool linear_assumption = false;

  // Is the bug there, at a test, if the culprit is of the class?
  bool present(std::size_t of_class, std::size_t test) const {
    return classes.reach.at(of_class, test) == (aim == Aim::cause);
  }
};

// The ends of the search, as git was told them before it could choose.
struct SearchEnds {
  CommitIndex bad;
  std::vector<CommitIndex> goods;
};
// nullopt without a bad and a good one.
std::optional<SearchEnds> search_ends(const Replay& replay);

// The probability, before any test, that a title of that similarity is the bug.
double prior_of_same(TitleSimilarity similarity, const BeliefSettings& settings);

// The tests of a log without their places: every step that says something. A verdict without any run counts
// as BeliefSettings::runs_of_good or runs_of_bad runs.
std::vector<BeliefTest> tests_of(const BisectionLog& log, const CrashEvidence& evidence,
                                 const BeliefSettings& settings);

// A log and what its runs show.
struct ReadLog {
  const BisectionLog& log;
  const CrashEvidence& evidence;
};

// What does not depend on where the tests stand; no tests yet.
BeliefInput input_without_tests(const ReadLog& read, const BeliefSettings& settings);

// On a history. Candidates are the ancestors of the commit that the bug was seen on (without it: of git's bad
// end) that no good end of the search clears. Tests whose commits are not in the history are left out.
// Within paths only commits that change them have a weight; where History::relevance was read, those near the
// crash weigh more. nullopt without a bad and a good end. O(tests *
// commits).
std::optional<BeliefInput> belief_input(const History& history, const ReadLog& read, const Replay& replay,
                                        const BeliefSettings& settings);

// From the log alone: the tests stand on a line, at the distances that git's printed counts give, and where
// it printed none, each halves what was left. Releases stand 13,000 commits apart. nullopt without a bad and
// a good verdict. O(tests^2 / 64).
std::optional<BeliefInput> linear_belief_input(const ReadLog& read, const BeliefSettings& settings);

}  // namespace rebisect
