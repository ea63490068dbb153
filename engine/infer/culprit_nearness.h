// How near the claimed commit is to the crash, by what the log prints of both: the paths and the subject of
// the commit, the stack of the crash report, the function in the bug's title.
#pragma once

#include <optional>
#include <string_view>

#include "engine/judge/evidence.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

struct CulpritNearness {
  bool paths_known = false;   // git listed the files that the commit changes
  bool changes_file = false;  // one of them is a file of the crash's stack, of those that are not generic
  // The paths or the subject share a telling word with the stack's files and functions or the bug's title:
  // "tipc", "ext4", "taprio".
  bool shares_word = false;
  bool subject_shares_word = false;

  friend bool operator==(const CulpritNearness&, const CulpritNearness&) = default;
};

// All false where the log prints neither the commit nor a report.
CulpritNearness culprit_nearness(const BisectionLog& log, const CrashEvidence& evidence);

// Does a subject begin something: "net: add support for X"? Such commits are named as the cause by a later
// Fixes: tag more often than others.
bool announces_addition(std::string_view subject);

}  // namespace rebisect
