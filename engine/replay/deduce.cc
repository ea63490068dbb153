#include "engine/replay/deduce.h"

#include <algorithm>

#include "engine/replay/implied_candidates.h"

namespace rebisect {
namespace {

using Places = std::vector<std::size_t>;

// What the deduction is made from.
struct Told {
  const CommitGraph& graph;
  WalkScope scope;
  const std::vector<Mark>& marks;
};

CommitSet candidates_after(const Told& told, const Places& places) {
  ImpliedCandidates candidates(told.graph, told.scope);
  for (const std::size_t place : places) {
    candidates.add(told.marks[place].verdict, told.marks[place].commit);
  }
  return candidates.set();
}

// A bad commit that a good one descends from: two marks that exclude each other.
std::optional<Places> contradicting_pair(const CommitGraph& graph, const std::vector<Mark>& marks) {
  for (std::size_t good = 0; good < marks.size(); ++good) {
    if (marks[good].verdict != Verdict::good) continue;
    const CommitSet ancestors = graph.ancestors(marks[good].commit);
    for (std::size_t bad = 0; bad < marks.size(); ++bad) {
      if (marks[bad].verdict != Verdict::bad || !ancestors.contains(marks[bad].commit)) continue;
      return Places{std::min(good, bad), std::max(good, bad)};
    }
  }
  return std::nullopt;
}

// Leaves out one mark after the other, the earliest first, as long as nothing is left that could be the
// culprit.
Places irreducible_contradiction(const Told& told) {
  Places kept;
  for (std::size_t place = 0; place < told.marks.size(); ++place) {
    if (told.marks[place].verdict != Verdict::skip) kept.push_back(place);
  }
  for (std::size_t i = 0; i < kept.size();) {
    Places without = kept;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (candidates_after(told, without).empty()) {
      kept = without;
    } else {
      ++i;
    }
  }
  return kept;
}

bool has_verdict(const std::vector<Mark>& marks, Verdict verdict) {
  return std::ranges::find(marks, verdict, &Mark::verdict) != marks.end();
}

// Every candidate but the last commit called bad was skipped: git stops here ("only skipped commits left").
bool only_skips_left(const CommitSet& candidates, const std::vector<Mark>& marks) {
  CommitSet untested = candidates;
  for (const Mark& mark : marks) {
    if (mark.verdict != Verdict::good) untested.erase(mark.commit);
  }
  return untested.empty();
}

bool claims_commits(const BisectionLog& log) {
  return log.claim && !log.claim->commits.empty() &&
         (log.claim->kind == Claim::Kind::commit || log.claim->kind == Claim::Kind::several);
}

Deduction::Kind kind_of(const BisectionLog& log, const Replay& replay, const CommitSet& candidates) {
  const std::size_t count = candidates.count();
  if (count == 0) return Deduction::Kind::contradiction;
  if (count == 1) return Deduction::Kind::first_bad;
  if (claims_commits(log) || only_skips_left(candidates, replay.marks)) return Deduction::Kind::any_of;
  return Deduction::Kind::unfinished;
}

// The claimed commits as a set; nullopt where one of them is not in the history or none is claimed.
std::optional<CommitSet> claimed_set(const History& history, const BisectionLog& log) {
  if (!claims_commits(log)) return std::nullopt;
  CommitSet claimed(history.graph.size());
  for (const Revision& revision : log.claim->commits) {
    const std::optional<CommitIndex> commit = bind(revision, log, history);
    if (!commit) return std::nullopt;
    claimed.insert(*commit);
  }
  return claimed;
}

ParentStanding::Kind tested_as(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return ParentStanding::Kind::tested_good;
    case Verdict::bad:
      return ParentStanding::Kind::tested_bad;
    case Verdict::skip:
      break;
  }
  return ParentStanding::Kind::tested_skip;
}

ParentStanding standing_of(const Told& told, CommitIndex parent) {
  const std::vector<Mark>& marks = told.marks;
  const auto tested = std::ranges::find(marks, parent, &Mark::commit);
  if (tested != marks.end()) {
    return {parent, tested_as(tested->verdict), static_cast<std::size_t>(tested - marks.begin())};
  }
  ImpliedCandidates candidates(told.graph, told.scope);
  for (std::size_t place = 0; place < marks.size(); ++place) {
    candidates.add(marks[place].verdict, marks[place].commit);
    if (candidates.cleared().contains(parent)) return {parent, ParentStanding::Kind::implied_good, place};
  }
  const bool candidate = candidates.set().contains(parent);
  return {parent, candidate ? ParentStanding::Kind::candidate : ParentStanding::Kind::outside, std::nullopt};
}

}  // namespace

Deduction deduce(const History& history, const BisectionLog& log, const Replay& replay) {
  Deduction deduction;
  if (!has_verdict(replay.marks, Verdict::bad) || !has_verdict(replay.marks, Verdict::good)) {
    const bool older = log.aim == Aim::cause && log.claim && log.claim->kind == Claim::Kind::none;
    deduction.kind = older ? Deduction::Kind::before_range : Deduction::Kind::unfinished;
    return deduction;
  }
  // The commits that do not change the paths are no candidates: without knowing them nothing can be said.
  if (replay.limit == PathLimit::unread) return deduction;
  const Told told{history.graph, scope_of(history, replay), replay.marks};
  Places all(replay.marks.size());
  for (std::size_t place = 0; place < all.size(); ++place) all[place] = place;
  deduction.candidates = candidates_after(told, all);
  deduction.kind = kind_of(log, replay, *deduction.candidates);
  if (deduction.kind == Deduction::Kind::contradiction) {
    const auto pair = contradicting_pair(history.graph, replay.marks);
    deduction.contradiction = pair ? *pair : irreducible_contradiction(told);
  }
  if (const auto claimed = claimed_set(history, log); claimed && replay.missing.empty()) {
    deduction.follows = *claimed == *deduction.candidates;
  }
  return deduction;
}

std::vector<ParentStanding> parents_of_claim(const History& history, const Replay& replay,
                                             CommitIndex claim) {
  std::vector<ParentStanding> result;
  const Told told{history.graph, scope_of(history, replay), replay.marks};
  for (const CommitIndex parent : history.graph.parents(claim)) {
    result.push_back(standing_of(told, parent));
  }
  return result;
}

}  // namespace rebisect
