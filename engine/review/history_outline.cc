#include "engine/review/history_outline.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "engine/replay/replay.h"

namespace rebisect {
namespace {

constexpr std::size_t kNoPlace = std::numeric_limits<std::size_t>::max();

// Which stretch lies below which: a square of truth values.
class Below {
 public:
  explicit Below(std::size_t size) : size_(size), pairs_(size * size) {}

  bool at(std::size_t older, std::size_t newer) const { return pairs_[older * size_ + newer]; }
  void set(std::size_t older, std::size_t newer) { pairs_[older * size_ + newer] = older != newer; }

  // What lies below what lies below. O(size^3).
  void close() {
    for (std::size_t middle = 0; middle < size_; ++middle) {
      for (std::size_t older = 0; older < size_; ++older) {
        if (!at(older, middle)) continue;
        for (std::size_t newer = 0; newer < size_; ++newer) {
          if (at(middle, newer)) set(older, newer);
        }
      }
    }
  }

  // Of a closed relation: with nothing between the two?
  bool directly(std::size_t older, std::size_t newer) const {
    if (!at(older, newer)) return false;
    for (std::size_t middle = 0; middle < size_; ++middle) {
      if (at(older, middle) && at(middle, newer)) return false;
    }
    return true;
  }

 private:
  std::size_t size_;
  std::vector<bool> pairs_;
};

// The stretches while they are found: one for each class, behind them one for each tested commit that is no
// candidate.
struct Draft {
  std::vector<OutlineStretch> stretches;
  std::vector<CommitIndex> newest;  // of each stretch the commit with the last place
};

std::optional<std::size_t> place_among(const Classes& classes, CommitIndex commit) {
  const auto found = std::ranges::lower_bound(classes.candidates, commit);
  if (found == classes.candidates.end() || *found != commit) return std::nullopt;
  return static_cast<std::size_t>(found - classes.candidates.begin());
}

Draft draft_of(const CommitGraph& graph, const Classes& classes, std::span<const OutlinedTest> tests,
               std::span<const double> p) {
  Draft draft;
  draft.stretches.resize(classes.count());
  draft.newest.resize(classes.count());
  for (std::size_t i = 0; i < classes.candidates.size(); ++i) {
    OutlineStretch& stretch = draft.stretches[classes.class_of[i]];
    ++stretch.commits;
    stretch.probability += p[i];
    draft.newest[classes.class_of[i]] = classes.candidates[i];
  }
  for (const OutlinedTest& test : tests) {
    const auto candidate = place_among(classes, test.commit);
    std::size_t at = candidate ? classes.class_of[*candidate] : kNoPlace;
    for (std::size_t i = classes.count(); !candidate && i < draft.newest.size(); ++i) {
      if (draft.newest[i] == test.commit) at = i;
    }
    if (at == kNoPlace) {
      at = draft.stretches.size();
      draft.stretches.emplace_back();
      draft.newest.push_back(test.commit);
    }
    draft.stretches[at].steps.push_back(test.step);
  }
  for (std::size_t i = 0; i < draft.stretches.size(); ++i) {
    std::ranges::sort(draft.stretches[i].steps);
    draft.stretches[i].newest = graph.id(draft.newest[i]).hex();
  }
  return draft;
}

// All that descends from the commit, itself included. O(graph).
CommitSet descendants(const CommitGraph& graph, CommitIndex commit) {
  CommitSet found(graph.size());
  found.insert(commit);
  for (std::uint32_t i = place(commit) + 1; i < graph.size(); ++i) {
    const bool below = std::ranges::any_of(graph.parents(CommitIndex(i)),
                                           [&](CommitIndex parent) { return found.contains(parent); });
    if (below) found.insert(CommitIndex(i));
  }
  return found;
}

// Between classes what the parents say; for a commit beside them, what it is an ancestor or descendant of.
Below relation_of(const CommitGraph& graph, const Classes& classes, const Draft& draft) {
  Below below(draft.stretches.size());
  for (std::size_t i = 0; i < classes.candidates.size(); ++i) {
    for (const CommitIndex parent : graph.parents(classes.candidates[i])) {
      if (const auto at = place_among(classes, parent)) below.set(classes.class_of[*at], classes.class_of[i]);
    }
  }
  for (std::size_t beside = classes.count(); beside < draft.newest.size(); ++beside) {
    const CommitSet newer = descendants(graph, draft.newest[beside]);
    const CommitSet older = graph.ancestors(draft.newest[beside]);
    for (std::size_t i = 0; i < classes.candidates.size(); ++i) {
      if (newer.contains(classes.candidates[i])) below.set(beside, classes.class_of[i]);
      if (older.contains(classes.candidates[i])) below.set(classes.class_of[i], beside);
    }
    for (std::size_t other = classes.count(); other < draft.newest.size(); ++other) {
      if (newer.contains(draft.newest[other])) below.set(beside, other);
    }
  }
  below.close();
  return below;
}

// What is older first; what is not related, as it stands in the graph.
std::vector<std::size_t> order_of(const Draft& draft, const Below& below) {
  std::vector<std::size_t> order;
  std::vector<bool> taken(draft.stretches.size());
  while (order.size() < taken.size()) {
    std::size_t next = kNoPlace;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (taken[i] || (next != kNoPlace && draft.newest[next] < draft.newest[i])) continue;
      bool free = true;
      for (std::size_t other = 0; other < taken.size(); ++other) {
        free = free && (taken[other] || !below.at(other, i));
      }
      if (free) next = i;
    }
    taken[next] = true;
    order.push_back(next);
  }
  return order;
}

HistoryOutline arranged(Draft draft, const Below& below) {
  const std::vector<std::size_t> order = order_of(draft, below);
  HistoryOutline outline;
  for (std::size_t at = 0; at < order.size(); ++at) {
    outline.stretches.push_back(std::move(draft.stretches[order[at]]));
    for (std::size_t older = 0; older < at; ++older) {
      if (below.directly(order[older], order[at])) outline.stretches.back().older.push_back(older);
    }
  }
  return outline;
}

}  // namespace

HistoryOutline outline_history(const CommitGraph& graph, const Classes& classes,
                               std::span<const OutlinedTest> tests, std::span<const double> p) {
  Draft draft = draft_of(graph, classes, tests, p);
  const Below below = relation_of(graph, classes, draft);
  return arranged(std::move(draft), below);
}

HistoryOutline outline(const Facts& facts, const Believed& believed) {
  const BeliefInput& input = believed.input;
  std::vector<OutlinedTest> tests;
  for (const BeliefTest& test : input.tests) tests.push_back({test.step, *test.commit});
  Classes classes = input.classes;
  for (std::size_t step = 0; step < facts.log.steps.size(); ++step) {
    // A skip says nothing of the culprit, so the belief has no test of it.
    if (facts.log.steps[step].logged != Verdict::skip) continue;
    if (std::ranges::find(input.tests, step, &BeliefTest::step) != input.tests.end()) continue;
    const auto commit = bind(facts.log.steps[step].commit, facts.log, facts.history);
    if (!commit) continue;
    tests.push_back({step, *commit});
    if (place_among(classes, *commit)) classes = refine(facts.history.graph, classes, *commit);
  }
  std::vector<double> p;
  p.reserve(classes.candidates.size());
  for (const CommitIndex commit : classes.candidates) {
    p.push_back(probability_of(believed.belief, input, commit));
  }
  return outline_history(facts.history.graph, classes, tests, p);
}

HistoryOutline outline(const BisectionLog& log, const Believed& believed) {
  const Classes& classes = believed.input.classes;
  // The first stretch is the good end: what reaches no class.
  std::vector<OutlineStretch> stretches(classes.count() + 1);
  for (std::size_t i = 0; i < classes.count(); ++i) {
    stretches[i + 1].commits = classes.sizes[i];
    stretches[i + 1].probability = believed.belief.classes[i];
    stretches[i + 1].older = {i};
  }
  for (std::size_t test = 0; test < believed.input.tests.size(); ++test) {
    std::size_t at = 0;
    while (at < classes.count() && classes.reach.at(at, test)) ++at;
    const std::size_t step = believed.input.tests[test].step;
    stretches[at].steps.push_back(step);
    stretches[at].newest = log.steps[step].commit.text;
  }
  for (OutlineStretch& stretch : stretches) std::ranges::sort(stretch.steps);
  return {std::move(stretches), true};
}

}  // namespace rebisect
