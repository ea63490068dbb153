#include "tests/support/random_belief.h"

#include <vector>

#include "tests/support/generate.h"

namespace rebisect::testing {
namespace {

BeliefTest random_test(Rng& rng, CommitIndex commit, std::uint32_t groups) {
  BeliefTest test;
  test.commit = commit;
  const bool release = rng.chance(0.3);
  test.place = release ? BeliefTest::Place::release : BeliefTest::Place::in_range;
  const bool bad = rng.chance(0.5);
  test.target = bad ? static_cast<std::uint32_t>(rng.below(6)) : 0;
  test.ok = static_cast<std::uint32_t>(rng.below(6));
  for (std::size_t group = 0; group < groups; ++group) {
    if (!rng.chance(0.4)) continue;
    const auto crashes = static_cast<std::uint32_t>(1 + rng.below(3));
    test.foreign.push_back({group, crashes});
  }
  if (rng.chance(0.9)) test.told_present = test.target > 0 || !test.foreign.empty();
  return test;
}

}  // namespace

RandomBelief random_belief(Rng& rng, const BeliefShape& shape) {
  RandomBelief result;
  result.graph = *CommitGraph::build(random_history(rng, {.commits = shape.commits, .merge_rate = 0.4}));
  const CommitIndex bad = CommitIndex(shape.commits - 1);
  const std::vector<CommitIndex> goods{CommitIndex(static_cast<std::uint32_t>(rng.below(shape.commits / 3)))};
  result.universe = universe_of(result.graph, bad, goods);
  std::vector<CommitIndex> commits{bad, goods.front()};
  while (commits.size() < shape.tests) {
    commits.push_back(CommitIndex(static_cast<std::uint32_t>(rng.below(shape.commits))));
  }
  for (const CommitIndex commit : commits) {
    result.input.tests.push_back(random_test(rng, commit, shape.groups));
  }
  result.input.classes = partition(result.graph, result.universe, commits);
  for (std::uint32_t group = 0; group < shape.groups; ++group) {
    result.input.group_same.push_back(0.1 + 0.8 * rng.unit());
  }
  result.input.aim = shape.aim;
  result.input.bad_releases = static_cast<std::uint32_t>(rng.below(3));
  result.input.newer_possible = rng.chance(0.5);
  result.input.by_hand = rng.chance(0.3);
  const bool weighted = rng.chance(0.3);
  for (std::size_t i = 0; weighted && i < result.input.classes.candidates.size(); ++i) {
    result.input.weights.push_back(i == 0 ? 1 : rng.unit());
  }
  return result;
}

}  // namespace rebisect::testing
