// CulpritFacts: what the repositories say of the commits that a log reports, beside their place in history:
// what they change, which later commits name them, how old the code is that crashed. Facts only; what they
// mean is judged elsewhere. All of it is optional: a repository without trees has messages and no changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/oid.h"

namespace rebisect {

// A line of the source, as a crash report names it: `file` from the top of the tree, `line` from 1.
struct SourceLine {
  std::string file;
  std::uint32_t line = 0;

  friend bool operator==(const SourceLine&, const SourceLine&) = default;
};

// A file that a commit changes: one that differs from that of every parent, as in a combined diff.
struct ChangedFile {
  std::string path;
  // Do the two versions differ in comments and white space alone? Absent where that was not looked at: no
  // source in C, no second version, or a content that is not in the repository.
  std::optional<bool> comments_only = {};

  friend bool operator==(const ChangedFile&, const ChangedFile&) = default;
};

// One of the commits that the log reports.
struct ClaimedCommit {
  Oid id;
  std::size_t parents = 0;
  // By path. Absent where the trees are not in the repository.
  std::optional<std::vector<ChangedFile>> changes;
  std::vector<std::string> releases;  // tags vA.B and vA.B.C that name this very commit
  // What the commit is a copy of, by its own message ("commit ... upstream", "cherry picked from"), and the
  // syzbot ids that its message names.
  std::vector<Oid> copy_of;
  bool names_bug = false;  // its message names the bug that was asked for

  friend bool operator==(const ClaimedCommit&, const ClaimedCommit&) = default;
};

// What a `Fixes:` line names.
struct FixTarget {
  std::string text;                // the id as written
  std::optional<Oid> commit;       // where it names one commit of the repositories
  std::vector<std::size_t> steps;  // in BisectionLog::steps: the tested commits that contain it

  friend bool operator==(const FixTarget&, const FixTarget&) = default;
};

// A commit whose message speaks of a reported commit, or of the bug.
struct LaterCommit {
  Oid id;
  std::string subject;
  std::vector<FixTarget> fixes;
  std::vector<Oid> reverts;  // "This reverts commit ..."
  bool names_bug = false;    // "Reported-by: syzbot+ID@..." or a link with the id

  friend bool operator==(const LaterCommit&, const LaterCommit&) = default;
};

// Whether a line of the crash stands unchanged in commits that were tested.
struct CrashLineAge {
  SourceLine line;
  std::vector<std::size_t> steps;        // those of `looked_at` whose version of the file has the line
  std::vector<std::size_t> looked_at;    // steps whose version of the file was compared
  std::optional<bool> changed_by_claim;  // by the first reported commit; absent: not compared

  friend bool operator==(const CrashLineAge&, const CrashLineAge&) = default;
};

struct CulpritFacts {
  // Do the trees look like those of linux? Absent where none was read.
  std::optional<bool> linux_tree;
  std::vector<ClaimedCommit> claims;    // those that the repositories have, in the order of the log
  std::vector<SourceLine> crash_lines;  // of the crash report that was given; the innermost first
  std::string bug_id;                   // the syzbot id that was asked for; empty: none
  std::vector<std::size_t> tested;      // steps whose commits the targets of `Fixes:` lines were sought in
  std::vector<LaterCommit> later;       // newest first
  bool messages_read = false;           // the later commits were looked through, ...
  bool messages_cut = false;            // ... but not all: the newest alone
  std::vector<CrashLineAge> ages;
  std::vector<std::string> notes;  // what could not be read, a clause each

  friend bool operator==(const CulpritFacts&, const CulpritFacts&) = default;
};

}  // namespace rebisect
