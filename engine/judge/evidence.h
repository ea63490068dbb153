// Evidence: what the runs of each test say about the bug that is bisected. Facts in the sense of the log, but
// for one reading: a crash is the bug's where its title is a target's. Whether another title is the same bug
// all the same is for later layers to judge; TitleGroup has what they need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/judge/crash_title.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// How the runs of one test ended. Uninformative are all that neither crashed nor ran to the end: the kernel
// did not boot, the machine was lost, the crash was of a type that the bot leaves out.
struct Tally {
  std::uint32_t target = 0;  // crashed with a target's title
  std::uint32_t other = 0;   // crashed with another title
  std::uint32_t ok = 0;
  std::uint32_t uninformative = 0;

  std::uint32_t crashes() const { return target + other; }
  std::uint32_t informative() const { return target + other + ok; }
  std::uint32_t runs() const { return informative() + uninformative; }

  friend bool operator==(const Tally&, const Tally&) = default;
};

// Crashes of one test with the titles of one group.
struct ForeignCount {
  std::size_t group = 0;  // in CrashEvidence::foreign
  std::uint32_t crashes = 0;

  friend bool operator==(const ForeignCount&, const ForeignCount&) = default;
};

struct Evidence {
  std::size_t step = 0;  // in BisectionLog::steps
  Tally tally;
  std::vector<ForeignCount> foreign;  // by group; adds up to tally.other
  bool count_assumed = false;         // "all runs:": the log does not say how many

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

// Titles that are no target's, and equal or of the same function and kind among themselves.
struct TitleGroup {
  std::string title;                                       // the first one seen
  TitleSimilarity to_target = TitleSimilarity::unrelated;  // the best of the group to any target
  std::uint32_t crashes = 0;                               // in all tests
  std::vector<std::size_t> steps;                          // that show it, ascending

  friend bool operator==(const TitleGroup&, const TitleGroup&) = default;
};

struct CrashEvidence {
  std::vector<CrashTitle> targets;  // no two equal; the bug's title first, then as seen
  std::vector<TitleGroup> foreign;  // most crashes first, equals as they were first seen
  std::vector<Evidence> steps;      // one for each step of the log, same index

  friend bool operator==(const CrashEvidence&, const CrashEvidence&) = default;
};

// Targets are the titles of the first test that has crashes, and `bug_title` where it is not empty. A log
// without runs (git's own) gives empty tallies. Linear in the runs, times the number of distinct titles.
CrashEvidence collect_evidence(const BisectionLog& log, std::string_view bug_title = {});

}  // namespace rebisect
