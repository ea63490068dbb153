#include "engine/simulate/what_if.h"

#include <algorithm>

#include <fmt/format.h>

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
    const bool start = command.kind == GitCommand::Kind::start;
    if (start) {
      result.emplace_back();
      result.back().kind = GitCommand::Kind::start;
      result.back().lines = command.lines;
    }
    for (std::size_t i = 0; i < command.revisions.size(); ++i) {
      const Verdict verdict = !start ? command.verdict : i == 0 ? Verdict::bad : Verdict::good;
      result.push_back(verdict_command(verdict, command.revisions[i], command.lines));
      if (i < command.steps.size()) result.back().steps = {command.steps[i]};
    }
  }
  return result;
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

}  // namespace

Result<BisectionLog> with_edits(const BisectionLog& log, const std::vector<Edit>& edits) {
  BisectionLog edited = log;
  edited.commands = one_verdict_each(log.commands);
  edited.claim.reset();
  for (const Edit& edit : edits) {
    if (const auto ambiguous = ensure_unambiguous(log, edit); !ambiguous)
      return fail_in("--set", ambiguous.error());
    if (const auto applied = apply(edit, edited); !applied) return fail_in("--set", applied.error());
  }
  return edited;
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
  REBISECT_TRY(const Replay replay, replay_on(history, edited, rules));
  Alternative alternative;
  alternative.edits = edits;
  alternative.deduction = deduce(history, edited, replay);
  alternative.answer =
      replay.commands.empty() ? BisectAnswer{WaitingForEnds{}, {}} : replay.commands.back().answer;
  return alternative;
}

Result<std::vector<Alternative>> flip_each(const History& history, const BisectionLog& log,
                                           const GitRules& rules) {
  std::vector<Alternative> alternatives;
  for (const GitCommand& command : one_verdict_each(log.commands)) {
    if (command.kind == GitCommand::Kind::start || command.verdict == Verdict::skip) continue;
    const Verdict flipped = command.verdict == Verdict::bad ? Verdict::good : Verdict::bad;
    REBISECT_TRY(Alternative alternative,
                 what_if(history, log, {{command.revisions.front(), flipped}}, rules));
    if (!command.steps.empty()) alternative.step = command.steps.front();
    alternatives.push_back(std::move(alternative));
  }
  return alternatives;
}

}  // namespace rebisect
