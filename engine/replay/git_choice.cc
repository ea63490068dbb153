#include "engine/replay/git_choice.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "engine/model/commit_set.h"

namespace rebisect {
namespace {

// How far from doing nothing: the smaller of what the commit reaches and what it does not.
std::uint32_t distance(const WeighedCandidates& candidates, std::uint32_t at) {
  const std::uint32_t weight = candidates.weights[at];
  return std::min(weight, candidates.all - weight);
}

bool is_half(const WeighedCandidates& candidates, std::uint32_t at, const GitRules& rules, RuleFields& used) {
  if (!candidates.list->counts(at)) return false;
  const std::int64_t all = candidates.all;
  const std::int64_t off = std::abs(2 * std::int64_t{candidates.weights[at]} - all);
  if (off <= 1) return true;
  const bool about_half = off < all / 1024;
  used.add_where(about_half, RuleField::approximate_half);
  return rules.approximate_half && about_half;
}

std::optional<std::uint32_t> first_half_merge(const WeighedCandidates& candidates, const GitRules& rules,
                                              RuleFields& used) {
  for (std::uint32_t at = 0; at < candidates.list->size(); ++at) {
    if (candidates.list->parents_of(at).size() > 1 && is_half(candidates, at, rules, used)) return at;
  }
  return std::nullopt;
}

// Git passes over the list again and again, and a commit gets its weight in the first pass in which its
// parent has one. Per place: the number of that pass; 0 for roots and merges, known before the first.
std::vector<std::uint32_t> passes_until_known(const CandidateList& list) {
  std::vector<std::uint32_t> passes(list.size());
  for (const std::uint32_t at : list.parents_first) {
    const auto parents = list.parents_of(at);
    if (parents.size() != 1) continue;
    const bool behind_its_parent = parents[0] < at;
    passes[at] = behind_its_parent ? std::max(passes[parents[0]], 1U) : passes[parents[0]] + 1;
  }
  return passes;
}

std::optional<std::uint32_t> first_half_on_chain(const WeighedCandidates& candidates, const GitRules& rules,
                                                 RuleFields& used) {
  const CandidateList& list = *candidates.list;
  std::vector<std::uint32_t> halves;
  for (std::uint32_t at = 0; at < list.size(); ++at) {
    if (list.parents_of(at).size() == 1 && is_half(candidates, at, rules, used)) halves.push_back(at);
  }
  if (halves.size() < 2) return halves.empty() ? std::nullopt : std::optional(halves[0]);
  const std::vector<std::uint32_t> passes = passes_until_known(list);
  // The first among equals is the first in the list, as git meets it.
  return *std::ranges::min_element(halves, {}, [&](std::uint32_t at) { return passes[at]; });
}

std::uint32_t best_of_all(const WeighedCandidates& candidates) {
  std::uint32_t best = 0;
  bool best_counts = candidates.list->counts(best);
  for (std::uint32_t at = 1; at < candidates.list->size(); ++at) {
    if (!candidates.list->counts(at)) continue;
    if (best_counts && distance(candidates, at) <= distance(candidates, best)) continue;
    best = at;
    best_counts = true;
  }
  return best;
}

std::uint32_t best_newest_first(const WeighedCandidates& candidates, const GitRules& rules) {
  const std::uint32_t newest = candidates.list->size() - 1;
  std::uint32_t best = newest;
  std::int64_t best_distance = rules.zero_distance_wins ? -1 : 0;
  for (std::uint32_t back = 0; back <= newest; ++back) {
    const std::uint32_t at = newest - back;
    if (!candidates.list->counts(at)) continue;
    if (distance(candidates, at) <= best_distance) continue;
    best = at;
    best_distance = distance(candidates, at);
  }
  return best;
}

// Git's order of a session with skips. Ids differ, so it is total.
struct BestFirst {
  const WeighedCandidates& candidates;

  bool operator()(std::uint32_t a, std::uint32_t b) const {
    const std::uint32_t distance_a = distance(candidates, a);
    const std::uint32_t distance_b = distance(candidates, b);
    if (distance_a != distance_b) return distance_a > distance_b;
    return candidates.graph->id(candidates.list->commits[a]) <
           candidates.graph->id(candidates.list->commits[b]);
  }
};

// The commit that would stand at `place` if `places` were sorted. O(n); reorders `places`.
CommitIndex nth_best(const WeighedCandidates& candidates, std::vector<std::uint32_t>& places,
                     std::uint32_t place) {
  const auto nth = places.begin() + place;
  std::nth_element(places.begin(), nth, places.end(), BestFirst{candidates});
  return candidates.list->commits[*nth];
}

// The list of a session with skips that is limited to paths: the candidates that count, best first.
std::vector<std::uint32_t> sort_counted(const WeighedCandidates& candidates, const GitRules& rules) {
  const CandidateList& list = *candidates.list;
  std::vector<std::uint32_t> sorted;
  for (std::uint32_t at = 0; at < list.size(); ++at) {
    if (list.counts(at)) sorted.push_back(at);
  }
  std::ranges::sort(sorted, BestFirst{candidates});
  // Git sorts into the nodes of the list. The node behind the last sorted one stays as it was before 2.15.1,
  // and always where nothing is sorted.
  const bool one_left_over = sorted.size() < list.size();
  if (one_left_over && (sorted.empty() || rules.stray_candidate)) {
    sorted.push_back(static_cast<std::uint32_t>(sorted.size()));
  }
  return sorted;
}

// 15 bits, from the number of commits alone. As get_prn() in git's bisect.c.
std::uint32_t pseudo_random(std::uint32_t count, GitRules::SkipPick pick) {
  const std::uint32_t state = count * 1103515245U + 12345U;
  if (pick == GitRules::SkipPick::random_unsigned) return state / 65536 % 32768;
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(state) / 65536) % 32768;
}

// skip_place(), with 0 for what is no place.
std::uint32_t place_around_skips(std::size_t untried, const GitRules& rules) {
  const std::int32_t wanted = skip_place(static_cast<std::uint32_t>(untried), rules.skip_pick);
  return wanted < 0 || std::cmp_greater_equal(wanted, untried) ? 0U : std::uint32_t(wanted);
}

// choose_around_skips() with paths. The list can hold a candidate twice, so that it is taken as it is.
GitChoice choose_among_counted(const WeighedCandidates& candidates, CommitIndex bad, const CommitSet& skipped,
                               const GitRules& rules) {
  const std::vector<std::uint32_t> sorted = sort_counted(candidates, rules);
  GitChoice choice{std::nullopt, candidates.weights[sorted.front()], {}};
  std::vector<CommitIndex> untried;
  for (const std::uint32_t at : sorted) {
    const CommitIndex commit = candidates.list->commits[at];
    (skipped.contains(commit) ? choice.passed_over : untried).push_back(commit);
  }
  if (!skipped.contains(candidates.list->commits[sorted.front()])) {
    return {untried.front(), choice.reached, {}};
  }
  if (untried.empty()) return choice;
  const std::uint32_t place = place_around_skips(untried.size(), rules);
  choice.pick = untried[place] == bad && place > 0 ? untried[place - 1] : untried[place];
  return choice;
}

}  // namespace

GitChoice choose_halfway(const WeighedCandidates& candidates, const GitRules& rules, RuleFields& used) {
  if (candidates.list->size() == 0) return {};
  used.add(RuleField::newest_first);
  std::optional<std::uint32_t> at;
  if (rules.newest_first) at = best_newest_first(candidates, rules);
  if (!at) at = first_half_merge(candidates, rules, used);
  if (!at) at = first_half_on_chain(candidates, rules, used);
  if (!at) at = best_of_all(candidates);
  return {candidates.list->commits[*at], candidates.weights[*at], {}};
}

GitChoice choose_around_skips(const WeighedCandidates& candidates, CommitIndex bad,
                              std::span<const CommitIndex> skips, const GitRules& rules, RuleFields& used) {
  const std::vector<CommitIndex>& commits = candidates.list->commits;
  if (commits.empty()) return {};
  CommitSet skipped(candidates.graph->size());
  for (const CommitIndex skip : skips) skipped.insert(skip);
  if (!candidates.list->same.empty()) return choose_among_counted(candidates, bad, skipped, rules);

  std::vector<std::uint32_t> untried;
  std::vector<std::uint32_t> passed_over;
  std::uint32_t best = 0;
  for (std::uint32_t at = 0; at < candidates.list->size(); ++at) {
    (skipped.contains(commits[at]) ? passed_over : untried).push_back(at);
    if (BestFirst{candidates}(at, best)) best = at;
  }
  GitChoice choice{std::nullopt, candidates.weights[best], {}};
  if (!skipped.contains(commits[best])) {
    choice.pick = commits[best];
    return choice;
  }
  std::ranges::sort(passed_over, BestFirst{candidates});
  for (const std::uint32_t at : passed_over) choice.passed_over.push_back(commits[at]);
  if (untried.empty()) return choice;

  used.add(RuleField::skip_pick);
  const std::uint32_t place = place_around_skips(untried.size(), rules);
  choice.pick = nth_best(candidates, untried, place);
  if (choice.pick == bad && place > 0) choice.pick = nth_best(candidates, untried, place - 1);
  return choice;
}

std::int32_t skip_place(std::uint32_t count, GitRules::SkipPick pick) {
  if (pick == GitRules::SkipPick::nearest) return 0;
  const std::uint32_t random = pseudo_random(count, pick);
  // Git iterates a square root in single precision; for all of 0 to 32768 that is the floor of the exact one.
  const auto root = static_cast<std::uint32_t>(std::sqrt(static_cast<double>(random)));
  constexpr std::int32_t kRange = 32768;
  constexpr std::int32_t kRootOfRange = 181;
  const std::int32_t uniform = static_cast<std::int32_t>(count * random) / kRange;
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(uniform) * root) / kRootOfRange;
}

std::int64_t revisions_left(std::uint64_t candidates, std::uint32_t reached, GitRules::Left left) {
  const std::int64_t rest = static_cast<std::int64_t>(candidates) - reached;
  switch (left) {
    case GitRules::Left::reached:
      return reached;
    case GitRules::Left::larger_half:
      return std::max<std::int64_t>(rest, reached) - 1;
    case GitRules::Left::rest:
      break;
  }
  return rest - 1;
}

std::uint32_t rounds_left(std::uint32_t candidates) {
  if (candidates < 3) return 0;
  const auto log2 = static_cast<std::uint32_t>(std::bit_width(candidates)) - 1;
  const std::uint32_t power = 1U << log2;
  const std::uint64_t over = candidates - power;
  return power < 3 * over ? log2 : log2 - 1;
}

}  // namespace rebisect
