// The cross-check: what the git of this machine answered to a log's commands, beside what its rules here
// answer. Asking git is an adapter's work; here are the questions, the answers and their comparison, as
// values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/commit_graph.h"
#include "engine/model/oid.h"
#include "engine/replay/replay.h"

namespace rebisect {

// What git answers to a command, in ids: from what it prints, or of a BisectAnswer.
struct GitReply {
  enum class Kind : std::uint8_t {
    test,
    merge_base,
    first_bad,
    only_skipped,
    merge_base_bad,  // git before 2.55.0 can print a wrong id, so `commits` is empty
    not_ancestors,
    both_good_and_bad,
    no_testable,
    waiting,
  };
  Kind kind = Kind::waiting;
  std::vector<Oid> commits;
  std::optional<std::int64_t> left;     // N of "N revisions left"
  std::optional<std::uint32_t> rounds;  // K of "roughly K steps"
  std::size_t skipped_merge_bases = 0;  // warnings about them

  friend bool operator==(const GitReply&, const GitReply&) = default;
};

// "test", "merge-base-test" and so on, as `next --serve` names them.
std::string_view to_text(GitReply::Kind kind);

// `answer` must be one of git's own, not HistoryTooShort.
GitReply reply_of(const BisectAnswer& answer, const CommitGraph& graph);

// One command for a git, `start` or a verdict, with whole ids, and the answer that is expected.
struct ToldCommand {
  GitCommand::Kind kind = GitCommand::Kind::verdict;
  Verdict verdict = Verdict::bad;   // of a verdict command
  std::vector<Oid> commits;         // start: the bad one first
  GitReply expected;                // what rebisect answers
  std::optional<std::size_t> step;  // in BisectionLog::steps: the last that the command reports on
  LineSpan lines;

  friend bool operator==(const ToldCommand&, const ToldCommand&) = default;
};

// A log's commands as one session. They are told with the words bad and good whatever the log's terms are:
// terms change no choice, and a word of the log would become a subcommand of git.
struct GitScript {
  std::string git_rules;  // by which the answers are expected
  bool first_parent = false;
  std::vector<std::string> paths;
  std::vector<ToldCommand> commands;  // the log's, from the first on
  std::size_t log_commands = 0;       // how many the log has
  std::string cut_because;            // why not all of them, a clause; empty: all

  friend bool operator==(const GitScript&, const GitScript&) = default;
};

// What can be asked and compared: the commands before the first that the replay could not answer exactly. The
// replay is one by these rules.
GitScript script_for_git(const CommitGraph& graph, const BisectionLog& log, const Replay& replay,
                         const GitRules& rules);

// What a git gave when it was led through a script.
struct GitAnswers {
  enum class End : std::uint8_t {
    all_told,
    deadline,
    session_over,  // git had ended its session while the log goes on
    failed,        // git gave no answer that can be read
    unavailable,   // nothing could be asked
  };
  std::string version;            // "2.39.5"; empty where it is not known
  std::vector<GitReply> replies;  // to the first of the commands
  End end = End::all_told;
  std::string why;  // a clause; empty where all was told

  friend bool operator==(const GitAnswers&, const GitAnswers&) = default;
};

struct CrossCheck {
  enum class End : std::uint8_t { complete, deadline, session_over, failed, unavailable, inexact };

  struct Difference {
    std::optional<std::size_t> step;  // as in ToldCommand
    LineSpan lines;                   // of the command that was answered
    GitReply git;
    GitReply rebisect;

    friend bool operator==(const Difference&, const Difference&) = default;
  };

  std::string git_version;   // empty where it is not known
  std::string git_rules;     // those that the replay took for it; empty likewise
  std::size_t commands = 0;  // of the log
  std::size_t compared = 0;  // answers that were compared
  std::size_t equal = 0;     // and are the same
  std::optional<Difference> first_difference;
  End end = End::complete;
  std::string why;  // a clause on why not every command was compared; empty where all were

  friend bool operator==(const CrossCheck&, const CrossCheck&) = default;
};

std::string_view to_text(CrossCheck::End end);

CrossCheck compare_with_git(const GitScript& script, const GitAnswers& answers);

// For where there are no answers to compare with.
CrossCheck no_cross_check(std::string git_version, std::string why);

// "git 2.39.5 gave the same answer to all 15 commands".
std::string summary(const CrossCheck& check);
// "step 7", or "line 40" where the command reports on no step: what the answer came after.
std::string place_of(const CrossCheck::Difference& difference);
// "to test 4b825dc642cb (12 left, 3 rounds)": what an answer tells to do.
std::string describe(const GitReply& reply);

}  // namespace rebisect
