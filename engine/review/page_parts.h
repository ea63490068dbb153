// The parts of a Report that only pages show: the history's outline, and where other verdicts lead. Made
// where ReviewOptions::pages asks for them; ids are whole, and nothing needs a graph.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/oid.h"
#include "engine/model/verdict.h"
#include "engine/replay/deduce.h"

namespace rebisect {

// Commits that the tests cannot tell apart. They end in a tested commit, or where the lines of several tests
// part.
struct OutlineStretch {
  // The tests of its newest commit, places in BisectionLog::steps, ascending. Empty: none was made there, the
  // lines of several tests part.
  std::vector<std::size_t> steps;
  std::string newest;       // 40 digits; without a history as the log has it, empty where nothing was tested
  std::size_t commits = 0;  // `newest` included; 0: it is no candidate itself, an end of the range
  double probability = 0;   // that the culprit is one of them
  // The stretches directly below, places in HistoryOutline::stretches, ascending: those with a parent of a
  // commit of this one, but for what another of them descends from. Two or more: merges join lines here.
  std::vector<std::size_t> older;

  friend bool operator==(const OutlineStretch&, const OutlineStretch&) = default;
};

// The range of a bisection collapsed to what fits a page.
struct HistoryOutline {
  std::vector<OutlineStretch> stretches;  // what is older before what descends from it
  bool linear_assumption = false;         // the tests were taken as points on one line

  friend bool operator==(const HistoryOutline&, const HistoryOutline&) = default;
};

// How many commits of an ending are listed.
inline constexpr std::size_t kMostEndings = 5;

// What verdicts imply at face value.
struct FlipEnding {
  // `before_range`: no good (or no bad) end is left to search from.
  Deduction::Kind kind = Deduction::Kind::unfinished;
  std::vector<std::string> commits;  // 40 digits, at most kMostEndings; on a line the tested ones
  std::size_t left = 0;              // how many commits can be the culprit then
  std::optional<Oid> next;           // what git would test then

  friend bool operator==(const FlipEnding&, const FlipEnding&) = default;
};

// One verdict turned.
struct FlipPart {
  std::optional<std::size_t> step;  // absent where git was told of a commit that was not tested
  std::string commit;               // 40 digits; without a history as the log has it
  Verdict told = Verdict::bad;
  Verdict turned = Verdict::good;
  FlipEnding kept;                 // all other verdicts kept
  std::size_t off_path = 0;        // of these those that git would then not have asked for
  std::optional<FlipEnding> anew;  // all later tests dropped: where the search would go on. Not of the ends

  friend bool operator==(const FlipPart&, const FlipPart&) = default;
};

}  // namespace rebisect
