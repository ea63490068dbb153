// Replay: a log bound to a history and walked on it, command by command. Beside each command stands what git
// would have answered, so that every later stage can compare what was done with what git would have done.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/history.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/path_limit.h"
#include "engine/replay/walk.h"

namespace rebisect {

// A command's verdict on one of its revisions: `start` names the bad commit first, then the good ones.
Verdict verdict_on(const GitCommand& command, std::size_t revision);

// Which commits a history has to hold for a log, and on which side of the search they stand.
struct WantedRevision {
  enum class Side { bad, good, other };
  std::string text;  // what to resolve: an id, or a name that the log itself does not explain
  Side side = Side::other;

  friend bool operator==(const WantedRevision&, const WantedRevision&) = default;
};

// Every revision that the log names, once each, in the order of the log.
std::vector<WantedRevision> wanted_revisions(const BisectionLog& log);

// The commit that a revision of the log means in the history: by the log's own names first, then by the
// repository's. nullopt where the history does not have it.
std::optional<CommitIndex> bind(const Revision& revision, const BisectionLog& log, const History& history);

// A verdict as git was told it.
struct Mark {
  Verdict verdict;
  CommitIndex commit;
  std::size_t command;              // in BisectionLog::commands
  std::optional<std::size_t> step;  // in BisectionLog::steps, where a test stands behind it

  friend bool operator==(const Mark&, const Mark&) = default;
};

// How the commit that a verdict command is about compares with git's choice before it.
enum class Match {
  not_compared,  // the search had not begun, or the command is `start`
  same,
  other_rules,  // not by these rules, but by those of another git version
  different,
  unknown,  // it, or something git was told before, is not in the history
};

struct ReplayedCommand {
  // Those that the command names one by one; nullopt: not in the history.
  std::vector<std::optional<CommitIndex>> commits;
  Match match = Match::not_compared;
  bool outside_range = false;  // it was no candidate (and not the merge base that git asked for)
  bool exact = true;    // all that git was told so far is known, and what its paths change: `answer` is git's
  BisectAnswer answer;  // what git answers to this command; what it expects before the next one
  std::size_t candidates = 0;  // at face value, after the command; 0 until a bad and a good commit are known
  BisectState state;           // of git's session, after the command
  RuleFields rules_used;       // that the answer and the state depended on, see BisectSession::rules_used()
};

struct Replay {
  std::vector<ReplayedCommand> commands;  // one for each of BisectionLog::commands
  std::vector<Mark> marks;                // of the commits that are in the history, in order
  std::vector<Revision> missing;          // told to git, but not in the history; once each
  // What the search ran over, by the rules and the options of the log's start.
  PathLimit limit = PathLimit::none;
  ParentsFollowed followed = ParentsFollowed::all;
  // The steps compared with git's choice, and those that are the same.
  std::size_t compared() const;
  std::size_t matched() const;
};

// Walks the log's commands by the rules. Fails (repository) where no bad and good commit that git was told
// are both in the history; a log without commands gives an empty replay.
Result<Replay> replay_on(const History& history, const BisectionLog& log, const GitRules& rules);

// The same as replay_on(), but from an earlier replay of the same log and history by other rules. A command
// whose answer did not depend on what the two sets differ in is not computed again.
Result<Replay> replay_by_other_rules(const History& history, const BisectionLog& log, const GitRules& rules,
                                     const Replay& earlier, const GitRules& earlier_rules);
// The replay's scope on its history, which must outlive it. Without paths where what they change is not
// known.
WalkScope scope_of(const History& history, const Replay& replay);

// "4b825dc642cb bad 94->47 same | ...": one command after the other, for tests.
std::string to_string(const Replay& replay, const BisectionLog& log);

}  // namespace rebisect
