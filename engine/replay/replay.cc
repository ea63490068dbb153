#include "engine/replay/replay.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "engine/replay/implied_candidates.h"

namespace rebisect {
namespace {

WantedRevision::Side side_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::bad:
      return WantedRevision::Side::bad;
    case Verdict::good:
      return WantedRevision::Side::good;
    case Verdict::skip:
      break;
  }
  return WantedRevision::Side::other;
}

// Collects revisions, each text once; a local of wanted_revisions.
class Wanted {
 public:
  explicit Wanted(const BisectionLog& log) : log_(log) {}

  // What the log explains the revision by, and the revision itself in case the history does not know that.
  void add(const Revision& revision, WantedRevision::Side side) {
    if (revision.text.empty()) return;
    const auto explained = log_.names.find(revision.text);
    if (explained != log_.names.end()) add_text(explained->second, side);
    add_text(revision.text, side);
  }

  std::vector<WantedRevision> take() && { return std::move(wanted_); }

 private:
  void add_text(const std::string& text, WantedRevision::Side side) {
    const auto same = std::ranges::find(wanted_, text, &WantedRevision::text);
    if (same == wanted_.end()) {
      wanted_.push_back({text, side});
    } else if (same->side == WantedRevision::Side::other) {
      same->side = side;
    }
  }

  const BisectionLog& log_;
  std::vector<WantedRevision> wanted_;
};

Replay empty_replay(const History& history, const BisectionLog& log, const GitRules& rules) {
  Replay replay;
  replay.limit = path_limit(history, log.options, rules);
  if (log.options.first_parent) replay.followed = ParentsFollowed::first;
  return replay;
}

// Walks one log; a local of replay_on.
class Walk {
 public:
  Walk(const History& history, const BisectionLog& log, const GitRules& rules)
      : history_(history),
        log_(log),
        replay_(empty_replay(history, log, rules)),
        session_(history.graph, rules,
                 {.first_parent = log.options.first_parent, .paths = scope_of(history, replay_).paths}),
        candidates_(history.graph, scope_of(history, replay_)) {}

  // False where git's answer needs more of the history.
  bool run(std::size_t index) {
    const GitCommand& command = log_.commands[index];
    ReplayedCommand replayed;
    for (const Revision& revision : command.revisions) {
      replayed.commits.push_back(bind(revision, log_, history_));
      if (!replayed.commits.back()) note_missing(command, replayed.commits.size() - 1);
    }
    if (command.kind == GitCommand::Kind::verdict) compare(replayed);
    tell(command, replayed);
    take_marks(index, replayed);
    replayed.exact = exact();
    replayed.candidates = bad_known_ && good_known_ ? candidates_.count() : 0;
    replay_.commands.push_back(std::move(replayed));
    return !std::holds_alternative<HistoryTooShort>(replay_.commands.back().answer.outcome);
  }

  bool ends_known() const { return bad_known_ && good_known_; }
  Replay take() && { return std::move(replay_); }

 private:
  // Is all that shapes git's next answer known? A missing bad commit is made good by the next bad one that is
  // here. A syzbot log without its start command has lost its front, and with it verdicts. With paths git
  // counts only commits that change them.
  bool exact() const {
    return !bad_missing_ && !good_or_skip_missing_ && (started_ || log_.format == LogFormat::git) &&
           replay_.limit != PathLimit::unread;
  }

  void note_missing(const GitCommand& command, std::size_t revision) {
    const Verdict verdict = verdict_on(command, revision);
    if (verdict == Verdict::bad) {
      bad_missing_ = true;
    } else {
      good_or_skip_missing_ = true;
    }
    const Revision& missing = command.revisions[revision];
    if (std::ranges::find(replay_.missing, missing) == replay_.missing.end()) {
      replay_.missing.push_back(missing);
    }
  }

  // Compares what a verdict is about with git's answer to the command before.
  void compare(ReplayedCommand& replayed) {
    if (replay_.commands.empty() || replayed.commits.empty()) return;
    const ReplayedCommand& before = replay_.commands.back();
    if (std::holds_alternative<WaitingForEnds>(before.answer.outcome) && before.exact) return;
    const std::optional<CommitIndex> tested = replayed.commits.front();
    if (!tested || !before.exact) {
      replayed.match = Match::unknown;
      return;
    }
    const std::optional<CommitIndex> expected = commit_to_test(before.answer);
    replayed.match = tested == expected ? Match::same : Match::different;
    replayed.outside_range = replayed.match == Match::different && ruled_out(*tested);
  }

  // By the verdicts, that is: with paths, a commit that does not change them is no candidate either.
  bool ruled_out(CommitIndex commit) const {
    if (replay_.limit == PathLimit::none) return !candidates_.set().contains(commit);
    return candidates_.cleared().contains(commit) || !is_ancestor(history_.graph, commit, *session_.bad());
  }

  void tell(const GitCommand& command, ReplayedCommand& replayed) {
    std::vector<CommitIndex> here;
    for (const std::optional<CommitIndex>& commit : replayed.commits) {
      if (commit) here.push_back(*commit);
    }
    if (command.kind == GitCommand::Kind::start) {
      started_ = true;
      const bool bad_here = !replayed.commits.empty() && replayed.commits.front().has_value();
      const std::optional<CommitIndex> bad = bad_here ? replayed.commits.front() : std::nullopt;
      replayed.answer = session_.start(bad, std::span(here).subspan(bad_here ? 1 : 0));
    } else if (!here.empty()) {
      // What git proposed is not known then; most testers go where it says.
      if (replayed.match == Match::unknown) session_.expect(here.front());
      replayed.answer = session_.mark(command.verdict, here);
    } else {
      replayed.answer =
          replay_.commands.empty() ? BisectAnswer{WaitingForEnds{}, {}} : replay_.commands.back().answer;
    }
  }

  void take_marks(std::size_t index, const ReplayedCommand& replayed) {
    const GitCommand& command = log_.commands[index];
    for (std::size_t i = 0; i < replayed.commits.size(); ++i) {
      if (!replayed.commits[i]) continue;
      const Verdict verdict = verdict_on(command, i);
      const auto step = i < command.steps.size() ? std::optional(command.steps[i]) : std::nullopt;
      replay_.marks.push_back({verdict, *replayed.commits[i], index, step});
      candidates_.add(verdict, *replayed.commits[i]);
      if (verdict == Verdict::bad) {
        bad_known_ = true;
        bad_missing_ = false;
      }
      good_known_ |= verdict == Verdict::good;
    }
  }

  const History& history_;
  const BisectionLog& log_;
  Replay replay_;
  BisectSession session_;
  ImpliedCandidates candidates_;
  bool started_ = false;
  bool bad_known_ = false;
  bool good_known_ = false;
  bool bad_missing_ = false;
  bool good_or_skip_missing_ = false;
};

// Why a log cannot be replayed at all, with what to do about it.
std::string no_ends_message(const std::vector<Revision>& missing) {
  std::string ids;
  for (const Revision& revision : missing) ids += " " + revision.text;
  return fmt::format(
      "no bad and good commit of the log are both in the repository; fetch the missing ones: git fetch "
      "<remote>{}",
      ids);
}

}  // namespace

Verdict verdict_on(const GitCommand& command, std::size_t revision) {
  if (command.kind == GitCommand::Kind::verdict) return command.verdict;
  return revision == 0 ? Verdict::bad : Verdict::good;
}

std::vector<WantedRevision> wanted_revisions(const BisectionLog& log) {
  Wanted wanted(log);
  for (const GitCommand& command : log.commands) {
    for (std::size_t i = 0; i < command.revisions.size(); ++i) {
      wanted.add(command.revisions[i], side_of(verdict_on(command, i)));
    }
  }
  for (const Step& step : log.steps) wanted.add(step.commit, WantedRevision::Side::other);
  if (log.claim) {
    for (const Revision& revision : log.claim->commits) wanted.add(revision, WantedRevision::Side::other);
  }
  return std::move(wanted).take();
}

std::optional<CommitIndex> bind(const Revision& revision, const BisectionLog& log, const History& history) {
  const auto find_text = [&](const std::string& text) -> std::optional<CommitIndex> {
    const auto named = history.names.find(text);
    if (named == history.names.end()) return std::nullopt;
    return history.graph.find(named->second);
  };
  if (const auto explained = log.names.find(revision.text); explained != log.names.end()) {
    if (const auto commit = find_text(explained->second)) return commit;
  }
  return find_text(revision.text);
}

std::size_t Replay::compared() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      commands, [](const ReplayedCommand& command) { return command.match != Match::not_compared; }));
}

std::size_t Replay::matched() const {
  return static_cast<std::size_t>(std::ranges::count(commands, Match::same, &ReplayedCommand::match));
}

Result<Replay> replay_on(const History& history, const BisectionLog& log, const GitRules& rules) {
  Walk walk(history, log, rules);
  for (std::size_t i = 0; i < log.commands.size(); ++i) {
    if (walk.run(i)) continue;
    return fail(ErrorCode::history_too_short, "the history was read too sparsely for an exact answer");
  }
  const bool ends_known = walk.ends_known();
  Replay replay = std::move(walk).take();
  if (!log.commands.empty() && !ends_known && !replay.missing.empty()) {
    return fail(ErrorCode::repository, no_ends_message(replay.missing));
  }
  return replay;
}

WalkScope scope_of(const History& history, const Replay& replay) {
  return {replay.followed, changes_within(history, replay.limit)};
}

std::string to_string(const Replay& replay, const BisectionLog& log) {
  std::string text;
  std::size_t before = 0;
  for (std::size_t i = 0; i < replay.commands.size(); ++i) {
    const ReplayedCommand& command = replay.commands[i];
    std::string names;
    for (const Revision& revision : log.commands[i].revisions) {
      names += (names.empty() ? "" : " ") + revision.text.substr(0, 12);
    }
    const bool start = log.commands[i].kind == GitCommand::Kind::start;
    constexpr std::string_view kMatches[] = {"", " same", " other-rules", " different", " unknown"};
    text += fmt::format("{}{}:{} {}->{}{}", text.empty() ? "" : " | ", names,
                        start ? "start" : to_text(log.commands[i].verdict), before, command.candidates,
                        kMatches[static_cast<std::size_t>(command.match)]);
    before = command.candidates;
  }
  return text;
}

}  // namespace rebisect
