#include "engine/infer/classes.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace rebisect {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Splits classes test by test; a local of partition.
class Refinement {
 public:
  Refinement(const CommitGraph& graph, const Universe& universe, std::size_t tests)
      : graph_(graph), universe_(universe), place_(graph.size(), kNone), reached_by_(tests) {
    result_.candidates = universe.candidates.members();
    result_.class_of.assign(result_.candidates.size(), 0);
    for (std::uint32_t i = 0; i < result_.candidates.size(); ++i) place_[place(result_.candidates[i])] = i;
    if (!result_.candidates.empty()) result_.sizes = {result_.candidates.size()};
    seen_.assign(graph.size(), 0);
  }

  // Each walk marks what it has seen with its own number, so that nothing need be cleared.
  void split_by(CommitIndex tested, std::uint32_t test) {
    reached_.clear();
    walk_from(tested, test + 1);
    result_.positions.push_back(reached_.size());
    reached_from_.assign(result_.sizes.size(), 0);
    for (const std::uint32_t candidate : reached_) ++reached_from_[result_.class_of[candidate]];
    // Where a class is reached in part, the part becomes a new class.
    part_of_.assign(reached_from_.size(), kNone);
    for (std::uint32_t old = 0; old < part_of_.size(); ++old) {
      if (reached_from_[old] == 0) continue;
      if (reached_from_[old] == result_.sizes[old]) {
        reached_by_[test].push_back(old);
        continue;
      }
      part_of_[old] = static_cast<std::uint32_t>(result_.sizes.size());
      reached_by_[test].push_back(part_of_[old]);
      split_from_.push_back({old, test});
      result_.sizes[old] -= reached_from_[old];
      result_.sizes.push_back(reached_from_[old]);
    }
    for (const std::uint32_t candidate : reached_) {
      std::uint32_t& in = result_.class_of[candidate];
      if (part_of_[in] != kNone) in = part_of_[in];
    }
  }

  Classes take() && {
    number_by_first_candidate();
    fill_reach();
    return std::move(result_);
  }

 private:
  struct Split {
    std::uint32_t from;
    std::uint32_t at_test;
  };

  void walk_from(CommitIndex tested, std::uint32_t walk) {
    if (universe_.cleared.contains(tested)) return;
    seen_[place(tested)] = walk;
    open_ = {tested};
    while (!open_.empty()) {
      const CommitIndex commit = open_.back();
      open_.pop_back();
      if (const std::uint32_t candidate = place_[place(commit)]; candidate != kNone) {
        reached_.push_back(candidate);
      }
      for (const CommitIndex parent : graph_.parents(commit)) {
        if (seen_[place(parent)] == walk || universe_.cleared.contains(parent)) continue;
        seen_[place(parent)] = walk;
        open_.push_back(parent);
      }
    }
  }

  // The order in which classes were split depends on the order of the tests; their first candidates do not.
  void number_by_first_candidate() {
    new_number_.assign(result_.sizes.size(), kNone);
    std::uint32_t next = 0;
    for (std::uint32_t& in : result_.class_of) {
      if (new_number_[in] == kNone) new_number_[in] = next++;
      in = new_number_[in];
    }
    std::vector<std::uint64_t> sizes(result_.sizes.size());
    for (std::size_t old = 0; old < sizes.size(); ++old) sizes[new_number_[old]] = result_.sizes[old];
    result_.sizes = std::move(sizes);
  }

  // A class is reached by what it was reached by itself, and by what its origin was before they parted.
  void fill_reach() {
    const std::size_t classes = result_.sizes.size();
    result_.reach = ReachTable(classes, reached_by_.size());
    const std::size_t first = classes - split_from_.size();
    for (std::size_t test = 0; test < reached_by_.size(); ++test) {
      for (const std::uint32_t old : reached_by_[test]) result_.reach.set(new_number_[old], test);
    }
    for (std::size_t i = 0; i < split_from_.size(); ++i) {
      const std::size_t mine = new_number_[first + i];
      const std::size_t origin = new_number_[split_from_[i].from];
      for (std::size_t test = 0; test < split_from_[i].at_test; ++test) {
        if (result_.reach.at(origin, test)) result_.reach.set(mine, test);
      }
    }
  }

  const CommitGraph& graph_;
  const Universe& universe_;
  Classes result_;
  std::vector<std::uint32_t> place_;  // of a commit among the candidates
  std::vector<std::uint32_t> seen_;   // the last walk that came by, from 1
  std::vector<CommitIndex> open_;
  std::vector<std::uint32_t> reached_;  // candidates that the last walk found
  std::vector<std::uint64_t> reached_from_;
  std::vector<std::uint32_t> part_of_;
  std::vector<std::vector<std::uint32_t>> reached_by_;  // by test: classes, numbered as they came to be
  std::vector<Split> split_from_;                       // of the second class and all later ones
  std::vector<std::uint32_t> new_number_;
};

// By place among the candidates: does the candidate `tested` reach it?
std::vector<bool> reached_candidates(const CommitGraph& graph, const std::vector<CommitIndex>& candidates,
                                     CommitIndex tested) {
  // Every path between two candidates runs over candidates, so the walk need not leave them.
  std::vector<bool> reached(candidates.size());
  std::vector<CommitIndex> open{tested};
  while (!open.empty()) {
    const auto at = std::ranges::lower_bound(candidates, open.back());
    const bool candidate = at != candidates.end() && *at == open.back();
    open.pop_back();
    if (!candidate || reached[static_cast<std::size_t>(at - candidates.begin())]) continue;
    reached[static_cast<std::size_t>(at - candidates.begin())] = true;
    for (const CommitIndex parent : graph.parents(*at)) open.push_back(parent);
  }
  return reached;
}

}  // namespace

Universe universe_of(const CommitGraph& graph, CommitIndex bad, std::span<const CommitIndex> goods) {
  Universe universe{graph.ancestors(bad), graph.ancestors(goods)};
  universe.candidates -= universe.cleared;
  return universe;
}

Classes partition(const CommitGraph& graph, const Universe& universe, std::span<const CommitIndex> tests) {
  Refinement refinement(graph, universe, tests.size());
  for (std::uint32_t test = 0; test < tests.size(); ++test) refinement.split_by(tests[test], test);
  return std::move(refinement).take();
}

Classes refine(const CommitGraph& graph, const Classes& classes, CommitIndex tested) {
  const std::vector<CommitIndex>& candidates = classes.candidates;
  const std::vector<bool> reached = reached_candidates(graph, candidates, tested);
  Classes result;
  result.candidates = candidates;
  result.positions = classes.positions;
  result.positions.push_back(static_cast<std::uint64_t>(std::ranges::count(reached, true)));
  std::vector<std::uint32_t> number(2 * classes.count(), kNone);
  std::vector<std::uint32_t> origins;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    std::uint32_t& mine = number[2 * classes.class_of[i] + (reached[i] ? 1 : 0)];
    if (mine == kNone) {
      mine = static_cast<std::uint32_t>(result.sizes.size());
      result.sizes.push_back(0);
      origins.push_back(2 * classes.class_of[i] + (reached[i] ? 1 : 0));
    }
    ++result.sizes[mine];
    result.class_of.push_back(mine);
  }
  const std::size_t added = classes.positions.size();
  result.reach = ReachTable(result.sizes.size(), added + 1);
  for (std::size_t c = 0; c < origins.size(); ++c) {
    for (std::size_t test = 0; test < added; ++test) {
      if (classes.reach.at(origins[c] / 2, test)) result.reach.set(c, test);
    }
    if (origins[c] % 2 == 1) result.reach.set(c, added);
  }
  return result;
}

}  // namespace rebisect
