// BisectionLog: what a published log says, as values. Facts only: nothing here is judged, and nothing that
// the text said is lost (what no field holds is in `diagnostics` or in `line_kinds`).
// A log is two lists. `steps` are the tests, as people count them. `commands` are what was told to git, in
// order; the replay walks these. A verdict command points at the step that it reports on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/crash_report.h"
#include "engine/model/printed_commit.h"
#include "engine/model/step.h"

namespace rebisect {

// Something odd that did not stop the reading.
struct Diagnostic {
  std::uint32_t line = 0;  // 0: the input as a whole
  std::string text;        // lower case, no full stop

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// What git printed after a command (in a git log: the outcome comments).
struct GitOutput {
  enum class Kind {
    nothing,         // not in the log
    test,            // "Bisecting: N revisions left ..." and the commit it checked out
    merge_base,      // "a merge base must be tested"
    first_bad,       // "X is the first bad commit"
    only_skipped,    // "There are only 'skip'ped commits left to test": `commits` are the possible ones
    merge_base_bad,  // "The merge base X is bad"
  };
  Kind kind = Kind::nothing;
  std::vector<Revision> commits;        // the commit checked out, found, or all possible ones
  std::optional<std::int64_t> left;     // N of "N revisions left to test after this"; git can print -1
  std::optional<std::uint32_t> rounds;  // K of "roughly K steps"
  LineSpan lines;

  friend bool operator==(const GitOutput&, const GitOutput&) = default;
};

// One thing told to git.
struct GitCommand {
  enum class Kind { start, verdict };
  Kind kind = Kind::verdict;
  Verdict verdict = Verdict::bad;   // of a verdict command
  std::vector<Revision> revisions;  // start: bad first, then goods, as written; verdict: what it names
  // The steps reported on, one per revision where known. Ranges are no tests: they stand behind all others.
  std::vector<std::size_t> steps;
  GitOutput output;
  LineSpan lines;

  friend bool operator==(const GitCommand&, const GitCommand&) = default;
};

// Options of `git bisect start`.
struct StartOptions {
  bool first_parent = false;
  bool no_checkout = false;
  std::vector<std::string> paths;  // behind the revisions
  std::string term_bad = "bad";    // --term-new / --term-bad
  std::string term_good = "good";  // --term-old / --term-good
  bool dashes = true;              // `--` stands before the paths; which git reads is different without it

  friend bool operator==(const StartOptions&, const StartOptions&) = default;
};

// What the log reports.
struct Claim {
  enum class Kind {
    commit,   // one first bad (or first good) commit
    several,  // any of these
    none,     // nothing was found, e.g. the crash is on the oldest release too
    error,    // the job failed; `text` says why
  };
  Kind kind = Kind::none;
  std::vector<Revision> commits;
  std::string text;  // the commit's title, the reason, or the error
  LineSpan lines;

  friend bool operator==(const Claim&, const Claim&) = default;
};

enum class LogFormat { syzbot, git };

// What the header of the mail says that a log stands in; a field that it lacks is empty.
struct MailFacts {
  std::string message_id;  // with its angle brackets
  std::string subject;     // as it stands in the header, so that a reply can repeat it
  std::string sender;      // the name, or the address where no name is given
  std::string date;        // as written

  friend bool operator==(const MailFacts&, const MailFacts&) = default;
};

// Which commit is looked for: the one that brought the bug, or the one that removed it. In a fix bisection
// git is told "good" for a commit that crashes and "bad" for one that does not.
enum class Aim { cause, fix };

// What a line of the input is; one per line, so that nothing is passed over in silence.
enum class LineKind : std::uint8_t {
  unknown,  // of no class; there is a Diagnostic for it
  blank,
  catalogue,     // printed by the bisecter itself (docs/log-formats.md lists the lines)
  git_output,    // printed by git, the commit's header and message included
  build_text,    // output of a failed build or of tools on the host
  crash_report,  // everything after "crash: TITLE"
  command,       // `git bisect ...` of a git log
  comment,       // `# ...` of a git log, with or without meaning
  remark,        // prose written by a person, a mail's headers
};

struct BisectionLog {
  LogFormat format = LogFormat::git;
  std::string dialect;  // "D0" to "D20", or "git"
  Aim aim = Aim::cause;
  std::vector<Step> steps;
  StartOptions options;
  std::vector<GitCommand> commands;  // of the last session, where a git log holds several
  bool spaced_commands = false;      // "git bisect", as git logs since 1.6.0; before, "git-bisect"
  std::optional<Claim> claim;
  std::optional<MailFacts> mail;  // where the log was read from a mail with a header
  // Names that the log itself resolves ("v5.12", an argument of the start), to the id or short id it gives.
  std::map<std::string, std::string> names;
  std::vector<Diagnostic> diagnostics;
  std::vector<LineKind> line_kinds;  // of line i + 1

  // Facts that syzbot prints; empty or absent elsewhere.
  std::string host_line;   // "ci starts bisection 2025-..."
  Revision header_commit;  // "starting from ..." / "since ..."
  Revision syzkaller_commit;
  std::string crash_title;                       // of the "crash: TITLE" line
  std::optional<CrashReport> crash_report;       // what stands behind that line, where anything does
  std::optional<PrintedCommit> printed_culprit;  // of the one commit that git found
  std::string culprit_signature;
  std::string parent_signature;
  std::optional<std::uint32_t> revisions_tested;
  bool reproducer_flaky = false;
  bool misplaced_skip = false;  // "skipping this commit" where it was called good: bisected in June of 2023
  std::optional<double> crash_chance;       // of one run where the bug is, as the bot estimated it at the end
  std::optional<double> error_probability;  // that a good verdict was wrong, by the bot: "accumulated"
  std::vector<std::string> picked_releases;    // the releases that the walk was to try, newest first
  std::optional<std::uint32_t> release_count;  // out of so many

  friend bool operator==(const BisectionLog&, const BisectionLog&) = default;
};

// The text that a revision of the log stands for: what the log itself explains it by, else its own. A part of
// one of the two arguments.
inline const std::string& explained(const BisectionLog& log, const Revision& revision) {
  const auto named = log.names.find(revision.text);
  return named == log.names.end() ? revision.text : named->second;
}

// Was the bug there? Turns git's word by the aim, once; nullopt for a skip.
constexpr std::optional<bool> bug_present(Verdict verdict, Aim aim) {
  if (verdict == Verdict::skip) return std::nullopt;
  return (verdict == Verdict::bad) == (aim == Aim::cause);
}

}  // namespace rebisect
