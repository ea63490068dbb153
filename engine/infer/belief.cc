#include "engine/infer/belief.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/base/ensure.h"
#include "engine/base/logspace.h"
#include "engine/infer/likelihood.h"

namespace rebisect {
namespace {

// By class, what its candidates weigh altogether, and the heaviest one.
struct ClassWeights {
  std::vector<double> sums;
  std::vector<double> largest;
  double all = 0;
};

ClassWeights weigh_classes(const BeliefInput& input) {
  const Classes& classes = input.classes;
  ClassWeights result{std::vector<double>(classes.count(), 0), std::vector<double>(classes.count(), 1)};
  if (input.weights.empty()) {
    for (std::size_t c = 0; c < classes.count(); ++c) result.sums[c] = static_cast<double>(classes.sizes[c]);
  } else {
    ENSURE(input.weights.size() == classes.candidates.size());
    std::ranges::fill(result.largest, 0.0);
    for (std::size_t i = 0; i < input.weights.size(); ++i) {
      const std::uint32_t c = classes.class_of[i];
      result.sums[c] += input.weights[i];
      result.largest[c] = std::max(result.largest[c], input.weights[i]);
    }
  }
  for (const double sum : result.sums) result.all += sum;
  ENSURE(result.all > 0);
  return result;
}

// The hypotheses of one reading beside each other: classes, everywhere, nowhere, mixed.
struct Joint {
  std::vector<double> logs;
  std::size_t older;
  std::size_t newer;
  std::size_t mixed;
};

Joint joint_of(const Reading& reading, const std::vector<double>& priors) {
  Joint joint{reading.classes, reading.classes.size(), reading.classes.size() + 1,
              reading.classes.size() + 2};
  joint.logs.push_back(reading.everywhere);
  joint.logs.push_back(reading.nowhere);
  joint.logs.push_back(reading.mixed);
  for (std::size_t i = 0; i < joint.logs.size(); ++i) joint.logs[i] += priors[i] + reading.log_prior;
  return joint;
}

// Logarithms, up to one constant; in the order of Joint.
std::vector<double> log_priors(const BeliefInput& input, const ClassWeights& weights,
                               const BeliefSettings& settings) {
  std::vector<double> priors;
  for (const double sum : weights.sums) priors.push_back(sum > 0 ? std::log(sum / weights.all) : kImpossible);
  priors.push_back(older_log_odds(input, settings));
  priors.push_back(input.newer_possible ? std::log(settings.newer_odds) : kImpossible);
  priors.push_back(std::log(settings.mixed_odds));
  return priors;
}

// Adds what one reading contributes, of the share `all` of everything.
void add_reading(Belief& belief, const Reading& reading, const Joint& joint, double all) {
  double sum = 0;
  const auto share = [&](std::size_t hypothesis) {
    const double p = std::exp(joint.logs[hypothesis] - all);
    sum += p;
    return p;
  };
  for (std::size_t c = 0; c < belief.classes.size(); ++c) belief.classes[c] += share(c);
  belief.p_older += share(joint.older);
  belief.p_newer += share(joint.newer);
  const double mixed = share(joint.mixed);
  belief.p_mixed += mixed;
  for (std::size_t test = 0; test < belief.present.size(); ++test) {
    belief.present[test] += mixed * reading.mixed_present[test];
  }
  for (std::size_t group = 0; group < belief.group_same.size(); ++group) {
    if ((reading.same >> group & 1U) != 0) belief.group_same[group] += sum;
  }
}

// Where the bug is at each test, from the hypotheses with one culprit; that of `mixed` is there already.
void fill_tests(Belief& belief, const BeliefInput& input) {
  for (std::size_t test = 0; test < input.tests.size(); ++test) {
    double with_bug = belief.p_older;
    for (std::size_t c = 0; c < belief.classes.size(); ++c) {
      if (input.present(c, test)) with_bug += belief.classes[c];
    }
    belief.present[test] = std::min(belief.present[test] + with_bug, 1.0);
    const std::optional<bool> told = input.tests[test].told_present;
    if (told) belief.verdict_false[test] = *told ? 1 - belief.present[test] : belief.present[test];
  }
}

// Equally probable hypotheses.
struct Portion {
  double each;
  std::uint64_t count;
};

std::vector<Portion> portions_of(const Belief& belief, const BeliefInput& input,
                                 const ClassWeights& weights) {
  std::vector<Portion> portions = {{belief.p_older, 1}, {belief.p_newer, 1}, {belief.p_mixed, 1}};
  if (input.weights.empty()) {
    for (std::size_t c = 0; c < belief.classes.size(); ++c) {
      const std::uint64_t size = input.classes.sizes[c];
      portions.push_back({belief.classes[c] / static_cast<double>(size), size});
    }
  } else {
    for (std::size_t i = 0; i < input.weights.size(); ++i) {
      const std::uint32_t c = input.classes.class_of[i];
      const double share = weights.sums[c] > 0 ? input.weights[i] / weights.sums[c] : 0;
      portions.push_back({belief.classes[c] * share, 1});
    }
  }
  std::ranges::stable_sort(portions, std::greater<>(), &Portion::each);
  return portions;
}

void fill_spread(Belief& belief, const std::vector<Portion>& portions) {
  for (const Portion& portion : portions) {
    belief.entropy_bits += static_cast<double>(portion.count) * entropy_bits(portion.each);
  }
  for (CredibleSet& set : belief.credible) {
    double missing = set.share;
    for (const Portion& portion : portions) {
      if (missing <= 0 || portion.each <= 0) break;
      const double all = portion.each * static_cast<double>(portion.count);
      const double needed = std::ceil(missing / portion.each);
      set.commits +=
          all <= missing ? portion.count : std::min(static_cast<std::uint64_t>(needed), portion.count);
      missing -= all;
    }
  }
}

void fill_notes(Belief& belief, const BeliefInput& input) {
  if (input.linear_assumption) {
    belief.notes.emplace_back("without a history the tests are taken as standing on a line");
  }
  if (!input.weighed_by.empty()) belief.notes.push_back(input.weighed_by);
  const std::size_t beyond = input.group_same.size() - belief.group_same.size();
  if (beyond > 0) {
    belief.notes.push_back(fmt::format(
        "{} more groups of crash titles are weighed one test at a time, each by its similarity alone",
        beyond));
  }
}

// What each class is shown by: its heaviest commit, the newest among equals; on a line, where a test stands
// there.
void name_suspects(const BeliefInput& input, const ClassWeights& weights, std::vector<Suspect>& suspects) {
  for (std::size_t i = 0; i < input.classes.candidates.size(); ++i) {
    const std::uint32_t c = input.classes.class_of[i];
    const bool heaviest = input.weights.empty() || input.weights[i] >= weights.largest[c];
    if (heaviest) suspects[c].commit = input.classes.candidates[i];
  }
  for (std::size_t test = 0; test < input.tests.size(); ++test) {
    if (!input.tests[test].commit) continue;
    for (Suspect& suspect : suspects) {
      if (suspect.commit == input.tests[test].commit) suspect.test = test;
    }
  }
}

}  // namespace

Belief infer_belief(const BeliefInput& input, const BeliefSettings& settings) {
  ENSURE(input.classes.count() > 0);
  const ClassWeights weights = weigh_classes(input);
  const std::vector<double> priors = log_priors(input, weights, settings);
  const Likelihoods found = likelihoods(input, settings);
  std::vector<Joint> joints;
  std::vector<double> sums;
  for (const Reading& reading : found.readings) {
    joints.push_back(joint_of(reading, priors));
    sums.push_back(log_sum(joints.back().logs));
  }
  const double all = log_sum(sums);
  Belief belief;
  belief.log_evidence = all;
  belief.classes.assign(input.classes.count(), 0);
  belief.present.assign(input.tests.size(), 0);
  belief.verdict_false.assign(input.tests.size(), std::nullopt);
  belief.group_same.assign(found.groups, 0);
  belief.linear_assumption = input.linear_assumption;
  for (std::size_t i = 0; i < joints.size(); ++i) add_reading(belief, found.readings[i], joints[i], all);
  fill_tests(belief, input);
  fill_spread(belief, portions_of(belief, input, weights));
  fill_notes(belief, input);
  return belief;
}

double older_log_odds(const BeliefInput& input, const BeliefSettings& settings) {
  if (input.by_hand) return settings.older_log_odds_by_hand;
  return settings.older_log_odds + settings.older_per_bad_release * std::log(1.0 + input.bad_releases);
}

Posterior posterior(const BeliefInput& input, const BeliefSettings& settings) {
  ENSURE(input.classes.count() > 0);
  const std::vector<double> priors = log_priors(input, weigh_classes(input), settings);
  Likelihoods found = likelihoods(input, settings);
  Posterior result{found.groups, {}};
  std::vector<double> sums;
  for (Reading& reading : found.readings) {
    std::vector<double> logs = joint_of(reading, priors).logs;
    sums.push_back(log_sum(logs));
    result.parts.push_back({reading.same, std::move(logs), std::move(reading.mixed_present)});
  }
  const double all = log_sum(sums);
  for (Posterior::Part& part : result.parts) {
    for (double& p : part.hypotheses) p = std::exp(p - all);
  }
  return result;
}

double probability_of(const Belief& belief, const BeliefInput& input, CommitIndex commit) {
  const auto found = std::ranges::lower_bound(input.classes.candidates, commit);
  if (found == input.classes.candidates.end() || *found != commit) return 0;
  const auto at = static_cast<std::size_t>(found - input.classes.candidates.begin());
  const std::uint32_t c = input.classes.class_of[at];
  if (input.weights.empty()) return belief.classes[c] / static_cast<double>(input.classes.sizes[c]);
  const double sum = weigh_classes(input).sums[c];
  return sum > 0 ? belief.classes[c] * input.weights[at] / sum : 0;
}

double probability_at_test(const Belief& belief, const BeliefInput& input, std::size_t test) {
  if (input.tests[test].commit) return probability_of(belief, input, *input.tests[test].commit);
  std::uint64_t top = 0;
  for (std::size_t c = 0; c < input.classes.count(); ++c) {
    top += input.classes.sizes[c];
    if (top == input.classes.positions[test]) {
      return belief.classes[c] / static_cast<double>(input.classes.sizes[c]);
    }
  }
  return 0;
}

std::vector<Suspect> suspects(const Belief& belief, const BeliefInput& input, std::size_t limit) {
  const ClassWeights weights = weigh_classes(input);
  std::vector<Suspect> result(input.classes.count());
  std::uint64_t top = 0;
  for (std::size_t c = 0; c < result.size(); ++c) {
    const double share = weights.sums[c] > 0 ? weights.largest[c] / weights.sums[c] : 0;
    result[c] = {c, belief.classes[c], belief.classes[c] * share, input.classes.sizes[c], {}, {}};
    top += input.classes.sizes[c];
    for (std::size_t test = 0; input.linear_assumption && test < input.tests.size(); ++test) {
      if (input.classes.positions[test] == top) result[c].test = test;
    }
  }
  name_suspects(input, weights, result);
  std::ranges::stable_sort(result, std::greater<>(), &Suspect::p);
  if (result.size() > limit) result.resize(limit);
  return result;
}

}  // namespace rebisect
