// Which dialect a syzbot log is written in. syzkaller changed its bisection log about twenty times from 2018
// to 2025; D0 to D20 name the periods (docs/log-formats.md has the table). A log carries no date before 2022,
// so the period is told from the lines that it has and from those that it lacks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/logs/syzbot_lines.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// What a log showed of its period.
struct DialectClues {
  // The periods of all lines read, intersected.
  DialectRange lines;
  // Some line was never printed in the period of the others, e.g. where two logs were pasted into one.
  bool contradictory = false;
  // The bisection went on after a build that failed.
  bool survived_build_failure = false;
  // A build that failed ended the job.
  bool aborted_by_build_failure = false;

  // The log has something that was printed in these dialects only.
  void narrow(DialectRange range);
};

// 0 to 20: the dialect of the day that the host line gives, where its lines allow that; without a host line
// the oldest dialect that has all the lines of the log.
int dialect_of(const DialectClues& clues, std::string_view host_line);

// The period of a type name of the "representative crash" line or of an outcome's title.
DialectRange dialects_of_crash_type(std::string_view type);

// From 2023-07-06 to 2023-08-08 (syzkaller commits c6509052a to d3ce511ea) each crashed run was listed twice.
// Undoes that in all steps and says whether it had to. Lists that were not doubled are left alone: each crash
// must have its twin, and some list must have a length that only the doubling explains.
bool undo_doubled_runs(std::vector<Step>& steps);

// How many tests syzbot counts in "revisions tested": every test until 2020-11-17, since then (syzkaller
// commit bd2a760b6) those whose kernel could be built. The parent that is only built is no test.
std::uint32_t counted_tests(const BisectionLog& log);

}  // namespace rebisect
