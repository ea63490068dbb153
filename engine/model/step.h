// Step: one tested commit of a bisection log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/oid.h"
#include "engine/model/verdict.h"

namespace rebisect {

// Lines of the input, counted from 1, both ends included. {0, 0}: no line.
struct LineSpan {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  friend bool operator==(const LineSpan&, const LineSpan&) = default;
};

// A commit as a log names it: an id, a short id, a tag name, HEAD. Resolved when it is bound to a repository.
// Behind `git bisect skip` also a range of commits, "A..B".
struct Revision {
  std::string text;

  // The text as (part of) an id, where it is one.
  std::optional<OidPrefix> prefix() const { return OidPrefix::from_hex(text); }
  bool is_range() const { return text.find("..") != std::string::npos; }

  friend bool operator==(const Revision&, const Revision&) = default;
};

// One execution of the reproducer (or one try to boot the kernel for it).
struct RunOutcome {
  enum class Kind {
    ok,           // the reproducer ended without a crash
    crashed,      // any crash, of any title
    boot_failed,  // the kernel did not come up
    test_failed,  // "basic kernel testing failed": a trivial program already failed
    failed,       // "failed: ...": the host could not run it
    infra,        // "infra problem: ...": no machine for reasons beside the kernel
    ignored,      // "ignore: ...": a crash of a type that the bot leaves out
  };
  Kind kind = Kind::ok;
  std::string title;  // the text behind the kind; empty for ok

  friend bool operator==(const RunOutcome&, const RunOutcome&) = default;
};

// Why a commit was tested.
enum class StepRole {
  start,       // the commit that the bug was seen on; in a git log, an end named before the search began
  release,     // syzbot's walk back through release tags
  head,        // fix bisections: the tip of the branch
  config,      // the start commit again, with another kernel configuration
  merge_base,  // git asked for it because a good commit is no ancestor of the bad one
  bisect,      // git's choice
  parent,      // built (not run) after the search, to compare kernel images
};

struct Step {
  StepRole role = StepRole::bisect;
  Revision commit;
  std::string release;           // the tag's name, where the role is release
  std::vector<RunOutcome> runs;  // in the order of the log; doubled lines of 2023 already undone
  bool run_count_known = true;   // false after "all runs: ...": runs then holds one outcome for all of them
  bool build_failed = false;
  bool own = false;                             // no step of the log's, but a person's (OwnTest)
  std::optional<Verdict> logged;                // the word told to git about it, where it was told one
  std::string signature;                        // hash of the kernel image, where printed
  std::string compiler;                         // as printed
  std::optional<double> false_negative_chance;  // of a good verdict, as printed
  std::string representative_crash;             // title of the crash that stands for all runs, where printed
  std::vector<std::string> crash_types;         // the kinds of crash that were seen, as printed with it
  LineSpan lines;

  friend bool operator==(const Step&, const Step&) = default;
};

}  // namespace rebisect
