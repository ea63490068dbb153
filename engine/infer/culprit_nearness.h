// How near the claimed commit is to the crash, by what the log prints of both: the paths and the subject of
// the commit, the stack of the crash report, the function in the bug's title.
#pragma once

#include <string_view>

#include "engine/judge/evidence.h"
#include "engine/model/bisection_log.h"
#include "engine/model/path_relevance.h"

namespace rebisect {

struct CulpritNearness {
  // Of the changed files to those of the crash's stack. `unread`: the log does not have both; or git listed
  // folders, where the files would be, and a word is shared.
  Nearness nearness = Nearness::unread;
  bool changes_shared_code = false;  // see is_shared_code()
  // The paths or the subject share a telling word with the stack's files and functions or the bug's title:
  // "tipc", "ext4", "taprio".
  bool shares_word = false;

  friend bool operator==(const CulpritNearness&, const CulpritNearness&) = default;
};

// The subject of the one claimed commit: git's, or the bisecter's where git printed no commit; may be empty.
std::string_view claimed_subject(const BisectionLog& log);

// All false where the log prints neither the commit nor a report.
CulpritNearness culprit_nearness(const BisectionLog& log, const CrashEvidence& evidence);

// Does a subject begin something: "net: add support for X"? Such commits are named as the cause by a later
// Fixes: tag more often than others.
bool announces_addition(std::string_view subject);

}  // namespace rebisect
