#include "engine/simulate/what_if.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/parallel.h"
#include "engine/replay/log_arithmetic.h"
#include "engine/replay/replay.h"

namespace rebisect {
namespace {

GitCommand verdict_command(Verdict verdict, const Revision& revision, LineSpan lines) {
  GitCommand command;
  command.verdict = verdict;
  command.revisions = {revision};
  command.lines = lines;
  return command;
}

// `start BAD GOOD...` as `start` and one verdict each, so that each can be changed.
std::vector<GitCommand> one_verdict_each(const std::vector<GitCommand>& commands) {
  std::vector<GitCommand> result;
  for (const GitCommand& command : commands) {
    if (command.kind == GitCommand::Kind::start) {
      result.emplace_back();
      result.back().kind = GitCommand::Kind::start;
      result.back().lines = command.lines;
    }
    for (std::size_t i = 0; i < command.revisions.size(); ++i) {
      result.push_back(verdict_command(verdict_on(command, i), command.revisions[i], command.lines));
      if (i < command.steps.size()) result.back().steps = {command.steps[i]};
    }
  }
  return result;
}

// Was git told a verdict on the commit?
bool names(const BisectionLog& log, const Revision& commit) {
  return std::ranges::any_of(log.commands, [&](const GitCommand& command) {
    return std::ranges::any_of(
        command.revisions, [&](const Revision& revision) { return same_revision(log, revision, commit); });
  });
}

// Fails where the edit's commit could be more than one of the log's.
Result<void> ensure_unambiguous(const BisectionLog& log, const Edit& edit) {
  std::vector<Revision> fits;
  for (const GitCommand& command : log.commands) {
    for (const Revision& revision : command.revisions) {
      if (!same_revision(log, revision, edit.commit)) continue;
      const auto same = [&](const Revision& other) { return same_revision(log, revision, other); };
      if (std::ranges::none_of(fits, same)) fits.push_back(revision);
    }
  }
  if (fits.size() < 2) return {};
  return fail(ErrorCode::usage, fmt::format("{} fits several commits of the log: {} and {}; give more digits",
                                            edit.commit.text, fits[0].text, fits[1].text));
}

// Fails where there is no verdict to take back.
Result<void> apply(const Edit& edit, BisectionLog& log) {
  const auto about = [&](const GitCommand& command) {
    return command.kind == GitCommand::Kind::verdict &&
           same_revision(log, command.revisions.front(), edit.commit);
  };
  if (!edit.verdict) {
    if (std::erase_if(log.commands, about) > 0) return {};
    return fail(ErrorCode::usage, fmt::format("{}=none: the log has no verdict on it", edit.commit.text));
  }
  bool known = false;
  for (GitCommand& command : log.commands) {
    if (!about(command)) continue;
    command.verdict = *edit.verdict;
    known = true;
  }
  if (!known) log.commands.push_back(verdict_command(*edit.verdict, edit.commit, {}));
  return {};
}

// How many tests behind the first edited verdict are not what git would have tested.
std::size_t off_path(const BisectionLog& edited, const Replay& replay, const std::vector<Edit>& edits) {
  bool behind = false;
  std::size_t count = 0;
  for (std::size_t i = 0; i < edited.commands.size(); ++i) {
    const bool other = replay.commands[i].match == Match::different;
    if (behind && other) ++count;
    behind = behind || std::ranges::any_of(edits, [&](const Edit& edit) {
               return std::ranges::any_of(edited.commands[i].revisions, [&](const Revision& revision) {
                 return same_revision(edited, revision, edit.commit);
               });
             });
  }
  return count;
}

// A verdict on a commit that nobody has would change nothing, in silence.
Result<void> ensure_known(const History& history, const BisectionLog& log, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) {
    if (!edit.verdict || names(log, edit.commit) || bind(edit.commit, log, history)) continue;
    const bool ambiguous = std::ranges::find(history.ambiguous, edit.commit.text) != history.ambiguous.end();
    return fail(ErrorCode::usage,
                fmt::format("--set {}={}: {}", edit.commit.text, to_text(*edit.verdict),
                            ambiguous ? "short for several commits of the repository; give more digits"
                                      : "neither the log nor the repository has such a commit"));
  }
  return {};
}

Result<Alternative> flip(const History& history, const BisectionLog& log, const GitCommand& command,
                         const GitRules& rules) {
  const Verdict flipped = command.verdict == Verdict::bad ? Verdict::good : Verdict::bad;
  const std::vector<Edit> edit = {{command.revisions.front(), flipped}};
  Result<Alternative> alternative = what_if(history, log, edit, rules);
  const bool no_search = !alternative && alternative.error().code == ErrorCode::repository;
  if (no_search) alternative = Alternative{edit, {}, {}, {WaitingForEnds{}, {}}, 0};
  if (alternative && !command.steps.empty()) alternative->step = command.steps.front();
  return alternative;
}

}  // namespace

Result<BisectionLog> with_edits(const BisectionLog& log, const std::vector<Edit>& edits) {
  BisectionLog edited = log;
  edited.commands = one_verdict_each(log.commands);
  edited.claim.reset();
  for (const Edit& edit : edits) {
    if (const auto ambiguous = ensure_unambiguous(log, edit); !ambiguous) {
      return fail_in("--set", ambiguous.error());
    }
    if (const auto applied = apply(edit, edited); !applied) return fail_in("--set", applied.error());
  }
  return edited;
}

BisectionLog naming(const BisectionLog& log, const std::vector<Edit>& edits) {
  BisectionLog named = log;
  for (const Edit& edit : edits) named.commands.push_back(verdict_command(Verdict::good, edit.commit, {}));
  return named;
}

Result<BisectionLog> until_step(const BisectionLog& log, std::size_t step) {
  if (step >= log.steps.size()) {
    return fail(ErrorCode::usage, fmt::format("--until {}: the log's steps are 0 to {}", step,
                                              static_cast<long>(log.steps.size()) - 1));
  }
  BisectionLog shortened = log;
  const auto later = [&](const GitCommand& command) {
    return std::ranges::any_of(command.steps, [&](std::size_t of) { return of > step; }) ||
           command.lines.first > log.steps[step].lines.last + 1;
  };
  const auto end = std::ranges::find_if(shortened.commands, later);
  shortened.commands.erase(end, shortened.commands.end());
  shortened.steps.resize(step + 1);
  shortened.claim.reset();
  return shortened;
}

Result<Alternative> what_if(const History& history, const BisectionLog& log, const std::vector<Edit>& edits,
                            const GitRules& rules) {
  REBISECT_TRY(const BisectionLog edited, with_edits(log, edits));
  if (const auto known = ensure_known(history, log, edits); !known) return tl::unexpected(known.error());
  REBISECT_TRY(const Replay replay, replay_on(history, edited, rules));
  Alternative alternative;
  alternative.edits = edits;
  alternative.deduction = deduce(history, edited, replay);
  alternative.answer =
      replay.commands.empty() ? BisectAnswer{WaitingForEnds{}, {}} : replay.commands.back().answer;
  alternative.off_path = off_path(edited, replay, edits);
  return alternative;
}

Result<std::vector<Alternative>> flip_each(const History& history, const BisectionLog& log,
                                           const GitRules& rules) {
  std::vector<GitCommand> verdicts = one_verdict_each(log.commands);
  std::erase_if(verdicts, [](const GitCommand& command) {
    return command.kind == GitCommand::Kind::start || command.verdict == Verdict::skip;
  });
  std::vector<Result<Alternative>> flips(verdicts.size());
  parallel_for(verdicts.size(), thread_count(),
               [&](std::size_t i) { flips[i] = flip(history, log, verdicts[i], rules); });
  std::vector<Alternative> alternatives;
  alternatives.reserve(flips.size());
  for (Result<Alternative>& alternative : flips) {
    if (!alternative) return tl::unexpected(alternative.error());
    alternatives.push_back(*std::move(alternative));
  }
  return alternatives;
}

}  // namespace rebisect
