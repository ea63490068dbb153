#include "engine/infer/disputes.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace rebisect {
namespace {

// A hypothesis: the culprit is of a class, or the bug is everywhere.
struct Hypothesis {
  std::optional<std::size_t> of_class;
  double p;
};

std::vector<Hypothesis> hypotheses_of(const Belief& belief) {
  std::vector<Hypothesis> result;
  for (std::size_t c = 0; c < belief.classes.size(); ++c) result.push_back({c, belief.classes[c]});
  result.push_back({std::nullopt, belief.p_older});
  return result;
}

bool is_false(const BeliefInput& input, const Hypothesis& hypothesis, std::size_t test) {
  const std::optional<bool> told = input.tests[test].told_present;
  const bool present = !hypothesis.of_class || input.present(*hypothesis.of_class, test);
  return told && *told != present;
}

Dispute::Kind kind_of(const BeliefInput& input, std::size_t test) {
  const bool bad = *input.tests[test].told_present == (input.aim == Aim::cause);
  return bad ? Dispute::Kind::false_bad : Dispute::Kind::false_good;
}

// The oldest false good verdict and the newest false bad one.
struct Roots {
  std::optional<std::size_t> good;
  std::optional<std::size_t> bad;
};

Roots roots_of(const BeliefInput& input, const Hypothesis& hypothesis) {
  Roots roots;
  const std::vector<std::uint64_t>& positions = input.classes.positions;
  for (std::size_t test = 0; test < input.tests.size(); ++test) {
    if (!is_false(input, hypothesis, test)) continue;
    if (kind_of(input, test) == Dispute::Kind::false_good) {
      if (!roots.good || positions[test] < positions[*roots.good]) roots.good = test;
    } else if (!roots.bad || positions[test] > positions[*roots.bad]) {
      roots.bad = test;
    }
  }
  return roots;
}

std::vector<std::size_t> false_tests(const BeliefInput& input, const Hypothesis& hypothesis) {
  std::vector<std::size_t> result;
  for (std::size_t test = 0; test < input.tests.size(); ++test) {
    if (is_false(input, hypothesis, test)) result.push_back(test);
  }
  return result;
}

}  // namespace

std::vector<Dispute> disputes(const BeliefInput& input, const Belief& belief, double at_least) {
  std::vector<double> p_root(input.tests.size(), 0);
  for (const Hypothesis& hypothesis : hypotheses_of(belief)) {
    const Roots roots = roots_of(input, hypothesis);
    if (roots.good) p_root[*roots.good] += hypothesis.p;
    if (roots.bad) p_root[*roots.bad] += hypothesis.p;
  }
  std::vector<Dispute> result;
  for (std::size_t test = 0; test < input.tests.size(); ++test) {
    const std::optional<double> p = belief.verdict_false[test];
    if (p && *p >= at_least) result.push_back({test, kind_of(input, test), *p, p_root[test]});
  }
  std::ranges::stable_sort(result, [](const Dispute& a, const Dispute& b) {
    return std::tuple(a.p_root, a.p) > std::tuple(b.p_root, b.p);
  });
  return result;
}

double all_verdicts_true(const BeliefInput& input, const Belief& belief) {
  double p = 0;
  for (const Hypothesis& hypothesis : hypotheses_of(belief)) {
    if (false_tests(input, hypothesis).empty()) p += hypothesis.p;
  }
  return p;
}

std::vector<std::size_t> fewest_flips(const BeliefInput& input, const Belief& belief) {
  std::vector<std::size_t> best;
  double best_p = 0;
  for (const Hypothesis& hypothesis : hypotheses_of(belief)) {
    std::vector<std::size_t> flips = false_tests(input, hypothesis);
    if (flips.empty()) continue;
    const bool better =
        best.empty() || flips.size() < best.size() || (flips.size() == best.size() && hypothesis.p > best_p);
    if (!better) continue;
    best = std::move(flips);
    best_p = hypothesis.p;
  }
  return best;
}

}  // namespace rebisect
