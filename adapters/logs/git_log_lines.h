// The lines of a `git bisect log` and of a terminal's transcript, each by itself.
#pragma once

#include <optional>
#include <string_view>

#include "engine/model/bisection_log.h"

namespace rebisect {

// "[<id>] <subject>" of a comment.
struct BracketView {
  std::string_view id;
  std::string_view subject;
};

// "<term>: [<id>] <subject>": a comment without its "#".
struct MarkCommentView {
  std::string_view term;
  BracketView commit;
};
std::optional<MarkCommentView> parse_mark_comment(std::string_view body);

// "first bad commit: [<id>] <subject>" behind `start`, which is "first " or "possible first "; any term,
// quoted since git 2.55.
std::optional<BracketView> parse_outcome_comment(std::string_view body, std::string_view start);

// "good <id>" of "git bisect good <id>", of "git-bisect good <id>" or of one of these behind a prompt;
// nullopt for other lines.
std::optional<std::string_view> bisect_command_of(std::string_view line);

// The commit that a command beside `git bisect` checks out: "<revision>" of "$ git checkout <revision>", or
// what git answers to it, "HEAD is now at <id> <subject>".
std::optional<std::string_view> checkout_by_hand(std::string_view line);

// By git's own words and those of the start line.
std::optional<Verdict> verdict_of(std::string_view word, const StartOptions& options);

// Has `line` a shape that only `git bisect log` or a transcript has, e.g. "# bad: [<id>] <subject>" or "git
// bisect good <id>"?
bool is_git_log_landmark(std::string_view line);

}  // namespace rebisect
