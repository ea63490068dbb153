#include "engine/replay/replay.h"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/replay/git_choice.h"
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

// `git bisect skip A..B`. No other command takes ranges.
bool is_skip_range(const GitCommand& command, const Revision& revision) {
  const bool skips = command.kind == GitCommand::Kind::verdict && command.verdict == Verdict::skip;
  return skips && revision.is_range();
}

// Syzbot's walk down to the range: the bug was seen there, but git was not told. It may be that the culprit
// is that new.
WantedRevision::Side side_of(const Step& step, Aim aim) {
  const bool above = step.role == StepRole::start || step.role == StepRole::release;
  const auto crashed = [](const RunOutcome& run) { return run.kind == RunOutcome::Kind::crashed; };
  const bool seen = std::ranges::any_of(step.runs, crashed);
  return aim == Aim::cause && above && seen ? WantedRevision::Side::bad : WantedRevision::Side::other;
}

// Collects revisions, each text once; a local of wanted_revisions.
class Wanted {
 public:
  explicit Wanted(const BisectionLog& log) : log_(log) {}

  // What the log explains the revision by, and the revision itself in case the history does not know that.
  void add(const Revision& revision, WantedRevision::Side side) {
    if (revision.text.empty()) return;
    add_text(explained(log_, revision), side);
    add_text(revision.text, side);
  }

  std::vector<WantedRevision> take() && { return std::move(wanted_); }

  // Both ends of "A..B".
  void add_ends(const std::string& range) {
    const std::size_t dots = range.find("..");
    add({range.substr(0, dots)}, WantedRevision::Side::other);
    add({range.substr(dots + 2)}, WantedRevision::Side::other);
  }

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

  // Takes answers from an earlier replay where they must be the same; it must outlive the walk.
  void follow(const Replay& earlier, const GitRules& earlier_rules) {
    if (earlier.limit != replay_.limit) return;
    earlier_ = &earlier;
    differing_ = differing_fields(earlier_rules, session_.rules());
  }

  // False where git's answer needs more of the history.
  bool run(std::size_t index) {
    const GitCommand& command = log_.commands[index];
    ReplayedCommand replayed;
    for (const Revision& revision : command.revisions) {
      if (is_skip_range(command, revision)) continue;
      replayed.commits.push_back(bind(revision, log_, history_));
      if (!replayed.commits.back()) note_missing(command, replayed.commits.size() - 1);
    }
    if (command.kind == GitCommand::Kind::verdict) compare(replayed);
    if (replayed.commits.size() < command.revisions.size()) {
      skip_ranges(index, replayed);
    } else if (!take_from_earlier(index, replayed)) {
      tell(command, replayed);
    }
    take_marks(index, replayed);
    started_ = started_ || command.kind == GitCommand::Kind::start;
    replayed.state = session_.state();
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
    note_missing(command.revisions[revision]);
  }

  void note_missing(const Revision& missing) {
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
    return candidates_.cleared().contains(commit) ||
           !is_ancestor(history_.graph, commit, *session_.state().bad);
  }

  static std::vector<CommitIndex> known_commits(const ReplayedCommand& replayed) {
    std::vector<CommitIndex> known;
    for (const std::optional<CommitIndex>& commit : replayed.commits) {
      if (commit) known.push_back(*commit);
    }
    return known;
  }

  BisectAnswer last_answer() const {
    return replay_.commands.empty() ? BisectAnswer{WaitingForEnds{}, {}} : replay_.commands.back().answer;
  }

  void tell(const GitCommand& command, ReplayedCommand& replayed) {
    const std::vector<CommitIndex> here = known_commits(replayed);
    if (command.kind == GitCommand::Kind::start) {
      const bool bad_here = !replayed.commits.empty() && replayed.commits.front().has_value();
      const std::optional<CommitIndex> bad = bad_here ? replayed.commits.front() : std::nullopt;
      replayed.answer = session_.start(bad, std::span(here).subspan(bad_here ? 1 : 0));
    } else if (!here.empty()) {
      // What git proposed is not known then; most testers go where it says.
      if (replayed.match == Match::unknown) session_.expect(here.front());
      replayed.answer = session_.mark(command.verdict, here);
    } else {
      replayed.answer = last_answer();
      return;  // nothing was computed
    }
    replayed.rules_used = session_.rules_used();
  }

  // Where the earlier replay was in the same state and its answer depended on no rule that is another here,
  // the answer is the same. N is counted in this one's way.
  bool take_from_earlier(std::size_t index, ReplayedCommand& replayed) {
    if (earlier_ == nullptr || index >= earlier_->commands.size()) return false;
    const auto is_here = [](const std::optional<CommitIndex>& commit) { return commit.has_value(); };
    const bool nothing_here = std::ranges::none_of(replayed.commits, is_here);
    const GitCommand& command = log_.commands[index];
    const bool start = command.kind == GitCommand::Kind::start;
    if (nothing_here && !start) return false;
    const ReplayedCommand& earlier = earlier_->commands[index];
    const bool in_step = index == 0 || replay_.commands.back().state == earlier_->commands[index - 1].state;
    if (!in_step || earlier.rules_used.shares_any(differing_)) return false;
    replayed.answer = earlier.answer;
    replayed.rules_used = earlier.rules_used;
    session_.resume(earlier.state);
    auto* const test = std::get_if<TestCommit>(&replayed.answer.outcome);
    if (test != nullptr) test->left = revisions_left(test->candidates, test->reached, session_.rules().left);
    return true;
  }

  // What only the ranges name is marked here; the commits beside them are marked like all others.
  void skip_ranges(std::size_t index, ReplayedCommand& replayed) {
    std::vector<SkipRange> ranges;
    for (const Revision& revision : log_.commands[index].revisions) {
      if (!revision.is_range()) continue;
      if (const auto ends = ends_of(revision)) {
        ranges.push_back(*ends);
      } else {
        good_or_skip_missing_ = true;
        note_missing(revision);
      }
    }
    const std::vector<CommitIndex> here = known_commits(replayed);
    replayed.answer = last_answer();
    if (ranges.empty() && here.empty()) return;  // nothing is computed
    if (replayed.match == Match::unknown && !here.empty()) session_.expect(here.front());
    std::vector<CommitIndex> known = session_.state().skips;
    known.insert(known.end(), here.begin(), here.end());
    replayed.answer = session_.skip_ranges(ranges, here);
    replayed.rules_used = session_.rules_used();
    for (const CommitIndex commit : session_.state().skips) {
      if (std::ranges::find(known, commit) != known.end()) continue;
      replay_.marks.push_back({Verdict::skip, commit, index, std::nullopt});
    }
  }

  // Both ends of "A..B"; one that is left out is the commit under test.
  std::optional<SkipRange> ends_of(const Revision& range) const {
    const std::size_t dots = range.text.find("..");
    const auto end = [&](std::string text) -> std::optional<CommitIndex> {
      // Without a checkout HEAD stays where it was before the search.
      const bool head = text.empty() || text == "HEAD" || text == "@";
      if (head) return log_.options.no_checkout ? std::nullopt : session_.state().under_test;
      return bind({std::move(text)}, log_, history_);
    };
    const auto low = end(range.text.substr(0, dots));
    const auto high = end(range.text.substr(dots + 2));
    if (!low || !high) return std::nullopt;
    return SkipRange{*low, *high};
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
  const Replay* earlier_ = nullptr;
  RuleFields differing_;  // between the earlier replay's rules and these
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

Result<Replay> run_all(Walk walk, const BisectionLog& log) {
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

}  // namespace

Verdict verdict_on(const GitCommand& command, std::size_t revision) {
  if (command.kind == GitCommand::Kind::verdict) return command.verdict;
  return revision == 0 ? Verdict::bad : Verdict::good;
}

std::vector<WantedRevision> wanted_revisions(const BisectionLog& log) {
  Wanted wanted(log);
  for (const GitCommand& command : log.commands) {
    for (std::size_t i = 0; i < command.revisions.size(); ++i) {
      const Revision& revision = command.revisions[i];
      if (is_skip_range(command, revision)) {
        wanted.add_ends(revision.text);
      } else {
        wanted.add(revision, side_of(verdict_on(command, i)));
      }
    }
  }
  for (const Step& step : log.steps) wanted.add(step.commit, side_of(step, log.aim));
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
  if (const auto commit = find_text(explained(log, revision))) return commit;
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
  return run_all(Walk(history, log, rules), log);
}

Result<Replay> replay_by_other_rules(const History& history, const BisectionLog& log, const GitRules& rules,
                                     const Replay& earlier, const GitRules& earlier_rules) {
  Walk walk(history, log, rules);
  walk.follow(earlier, earlier_rules);
  return run_all(std::move(walk), log);
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
