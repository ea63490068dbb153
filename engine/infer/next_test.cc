#include "engine/infer/next_test.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/logspace.h"
#include "engine/base/parallel.h"
#include "engine/replay/weights.h"

namespace rebisect {
namespace {

// Runs per test that are compared with each other; one that PlanSettings::most_runs leaves out is not.
constexpr std::uint32_t kRunCounts[] = {1, 2, 3, 5, 10, 20};
// Places are compared with each other at this many.
constexpr std::uint32_t kRunsToCompare = 5;
constexpr std::size_t kClassesToSplit = 4;

double log_choose(std::uint32_t all, std::uint32_t some) {
  double log = 0;
  for (std::uint32_t i = 1; i <= some; ++i) {
    log += std::log(static_cast<double>(all - some + i)) - std::log(static_cast<double>(i));
  }
  return log;
}

// Titles decided for good: each group is the bug or is left out, as the belief has it.
BeliefInput with_titles_settled(const BeliefInput& input, const Belief& belief) {
  BeliefInput result = input;
  for (BeliefTest& test : result.tests) {
    for (const ForeignCount& foreign : test.foreign) {
      const bool weighed = foreign.group < belief.group_same.size();
      const double same = weighed ? belief.group_same[foreign.group] : input.group_same[foreign.group];
      if (same >= 0.5) test.target += foreign.crashes;
    }
    test.foreign.clear();
  }
  result.group_same.clear();
  return result;
}

double best_of(const Belief& belief, const BeliefInput& input) {
  double best = belief.p_older;
  for (const Suspect& suspect : suspects(belief, input, input.classes.count())) {
    best = std::max(best, suspect.p_each);
  }
  return best;
}

// In the middle of a class: the commit that reaches nearest to half of it.
std::optional<CommitIndex> middle_of(const CommitGraph& graph, const BeliefInput& input,
                                     std::size_t of_class) {
  std::vector<CommitIndex> members;
  for (std::size_t i = 0; i < input.classes.candidates.size(); ++i) {
    if (input.classes.class_of[i] == of_class) members.push_back(input.classes.candidates[i]);
  }
  if (members.size() < 2) return std::nullopt;
  CommitTable<std::uint32_t> places(graph.size());
  const std::size_t all = members.size();
  const CandidateList list = list_candidates(graph, std::move(members), ParentsFollowed::all, places);
  const std::vector<std::uint32_t> reached = weights(list);
  std::size_t best = 0;
  const auto distance = [&](std::size_t at) {
    const std::size_t twice = 2 * std::size_t{reached[at]};
    return twice > all ? twice - all : all - twice;
  };
  for (std::size_t at = 1; at < reached.size(); ++at) {
    const bool nearer = distance(at) < distance(best) ||
                        (distance(at) == distance(best) && list.commits[at] < list.commits[best]);
    if (nearer) best = at;
  }
  return list.commits[best];
}

struct Choice {
  PlannedTest test;
  BeliefInput input;  // with the test, at its most probable result
  double value = 0;   // gain per cost
};

// The tests to choose from, each as an input whose last test it is.
std::vector<BeliefInput> possible_tests(const CommitGraph* graph, const BeliefInput& input,
                                        const Belief& belief) {
  std::vector<BeliefInput> result;
  for (std::size_t test = 0; test < input.tests.size(); ++test) {
    bool before = false;
    for (std::size_t other = 0; other < test; ++other) {
      const bool same_commit = input.tests[other].commit == input.tests[test].commit;
      before = before || (same_commit && input.classes.positions[other] == input.classes.positions[test]);
    }
    if (!before) result.push_back(with_test_again(input, test));
  }
  if (graph == nullptr) return result;
  const std::vector<Suspect> suspected = suspects(belief, input, kClassesToSplit);
  std::vector<std::vector<BeliefInput>> of_each(suspected.size());
  parallel_for(suspected.size(), thread_count(), [&](std::size_t i) {
    const Suspect& suspect = suspected[i];
    if (suspect.commit && !suspect.test) of_each[i].push_back(with_test(*graph, input, *suspect.commit));
    if (const auto middle = middle_of(*graph, input, suspect.of_class)) {
      of_each[i].push_back(with_test(*graph, input, *middle));
    }
  });
  for (std::vector<BeliefInput>& inputs : of_each) std::ranges::move(inputs, std::back_inserter(result));
  return result;
}

// The last test's outcome filled in.
void set_outcome(BeliefInput& input, std::uint32_t crashes, std::uint32_t runs) {
  input.tests.back().target = crashes;
  input.tests.back().ok = runs - crashes;
}

Choice weigh(const BeliefInput& input, std::uint32_t runs, double entropy_now, const BeliefSettings& settings,
             const PlanSettings& plan) {
  const Prospect prospect = prospect_of(input, runs, settings);
  Choice choice;
  choice.test = {input.tests.back().commit, std::nullopt, runs, entropy_now - prospect.entropy_bits,
                 1 - prospect.outcomes.front()};
  choice.value = choice.test.gain_bits / (plan.cost_of_build + runs);
  choice.input = input;
  const auto likeliest = std::ranges::max_element(prospect.outcomes);
  set_outcome(choice.input, static_cast<std::uint32_t>(likeliest - prospect.outcomes.begin()), runs);
  return choice;
}

std::optional<Choice> choose(const CommitGraph* graph, const BeliefInput& input,
                             const BeliefSettings& settings, const PlanSettings& plan) {
  const Belief now = infer_belief(input, settings);
  const auto most = static_cast<std::uint32_t>(plan.most_runs);
  const std::vector<BeliefInput> possible = possible_tests(graph, input, now);
  if (possible.empty()) return std::nullopt;
  std::vector<Choice> places(possible.size());
  parallel_for(places.size(), thread_count(), [&](std::size_t i) {
    places[i] = weigh(possible[i], std::min(kRunsToCompare, most), now.entropy_bits, settings, plan);
  });
  const Choice& place = *std::ranges::max_element(places, {}, &Choice::value);
  std::vector<Choice> counts(std::size(kRunCounts), place);
  parallel_for(counts.size(), thread_count(), [&](std::size_t i) {
    if (kRunCounts[i] > most || kRunCounts[i] == kRunsToCompare) return;
    counts[i] = weigh(place.input, kRunCounts[i], now.entropy_bits, settings, plan);
  });
  Choice best = *std::ranges::max_element(counts, {}, &Choice::value);
  if (best.test.gain_bits < plan.least_gain) return std::nullopt;
  for (std::size_t test = 0; test < input.tests.size() && !best.test.again; ++test) {
    const bool same = input.tests[test].commit == best.test.commit &&
                      input.classes.positions[test] == best.input.classes.positions.back();
    if (same) best.test.again = test;
  }
  return best;
}

double crash_rate_of(const BeliefInput& input) {
  double crashes = 0;
  double runs = 0;
  for (const BeliefTest& test : input.tests) {
    if (test.told_present != true) continue;
    crashes += test.target;
    runs += test.target + test.ok;
  }
  // Neither 0 nor 1 was ever measured; Laplace's rule keeps away from both.
  return (crashes + 1) / (runs + 2);
}

}  // namespace

double z_channel_capacity(double crash_rate) {
  ENSURE(crash_rate >= 0 && crash_rate <= 1);
  const double q = 1 - crash_rate;
  if (q <= 0) return 1;
  if (q >= 1) return 0;
  return std::log2(1 + (1 - q) * std::pow(q, q / (1 - q)));
}

BeliefInput with_test_again(const BeliefInput& input, std::size_t test) {
  BeliefInput result = input;
  const std::size_t added = input.tests.size();
  BeliefTest again = input.tests[test];
  again.target = again.ok = 0;
  again.foreign.clear();
  again.told_present.reset();
  result.tests.push_back(std::move(again));
  result.classes.positions.push_back(input.classes.positions[test]);
  result.classes.reach = ReachTable(input.classes.count(), added + 1);
  for (std::size_t c = 0; c < input.classes.count(); ++c) {
    for (std::size_t other = 0; other < added; ++other) {
      if (input.classes.reach.at(c, other)) result.classes.reach.set(c, other);
    }
    if (input.classes.reach.at(c, test)) result.classes.reach.set(c, added);
  }
  return result;
}

BeliefInput with_test(const CommitGraph& graph, const BeliefInput& input, CommitIndex commit) {
  BeliefInput result = input;
  result.classes = refine(graph, input.classes, commit);
  BeliefTest test;
  test.commit = commit;
  result.tests.push_back(std::move(test));
  return result;
}

Prospect prospect_of(const BeliefInput& input, std::uint32_t runs, const BeliefSettings& settings) {
  BeliefInput tried = input;
  set_outcome(tried, 0, 0);
  const double now = infer_belief(tried, settings).log_evidence;
  Prospect prospect;
  for (std::uint32_t crashes = 0; crashes <= runs; ++crashes) {
    set_outcome(tried, crashes, runs);
    const Belief then = infer_belief(tried, settings);
    prospect.outcomes.push_back(std::exp(then.log_evidence - now + log_choose(runs, crashes)));
    prospect.entropy_bits += prospect.outcomes.back() * then.entropy_bits;
  }
  return prospect;
}

Plan plan_tests(const CommitGraph* graph, const BeliefInput& input, const BeliefSettings& settings,
                const PlanSettings& plan) {
  BeliefInput so_far = with_titles_settled(input, infer_belief(input, settings));
  Plan result;
  result.p_best = best_of(infer_belief(so_far, settings), so_far);
  while (result.p_best < plan.target && result.tests.size() < plan.most_tests) {
    std::optional<Choice> choice = choose(graph, so_far, settings, plan);
    if (!choice) break;
    result.tests.push_back(choice->test);
    so_far = std::move(choice->input);
    result.p_best = best_of(infer_belief(so_far, settings), so_far);
  }
  double candidates = 0;
  for (const std::uint64_t size : input.classes.sizes) candidates += static_cast<double>(size);
  result.crash_rate = crash_rate_of(input);
  const double risk = 1 - plan.target;
  const double bits = plan.target * std::log2(candidates) - entropy_bits(risk) - entropy_bits(plan.target);
  result.fewest_runs = std::max(bits, 0.0) / z_channel_capacity(result.crash_rate);
  return result;
}

}  // namespace rebisect
