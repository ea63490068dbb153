#include "engine/simulate/log_worlds.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/logspace.h"
#include "engine/infer/emission.h"

namespace rebisect {
namespace {

// One of those with these weights.
std::size_t draw_index(Rng& rng, const std::vector<double>& weights) {
  double all = 0;
  for (const double weight : weights) all += weight;
  double left = rng.unit() * all;
  std::size_t last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    last = i;
    left -= weights[i];
    if (left < 0) break;
  }
  return last;
}

// The runs of a test where the title shows at a rate of Beta(a, b), or, with probability `nothing`, not at
// all.
double with_nothing(double nothing, double shows, std::uint32_t crashes) {
  return (1 - nothing) * shows + (crashes == 0 ? nothing : 0);
}

// Given that, is it that nothing can show?
bool draw_nothing(Rng& rng, double nothing, double shows, std::uint32_t crashes) {
  if (crashes > 0) return false;
  return rng.chance(nothing / with_nothing(nothing, shows, crashes));
}

// The rate of a commit whose runs were seen, of Beta(a, b) before. Tests of one commit add up.
void learn(std::vector<KnownRate>& known, CommitIndex commit, Rate before, const BeliefTest& test,
           std::uint32_t crashes) {
  const auto there = std::ranges::find(known, commit, &KnownRate::commit);
  Rate& rate = there != known.end() ? there->crashes : known.emplace_back(KnownRate{commit, before}).crashes;
  if (!std::isfinite(rate.weight)) rate = before;  // another test showed nothing
  const double hits = rate.mean * rate.weight + crashes;
  rate.weight += crashes + test.ok;
  rate.mean = hits / rate.weight;
}

void nothing_shows(std::vector<KnownRate>& known, CommitIndex commit) {
  const bool there = std::ranges::find(known, commit, &KnownRate::commit) != known.end();
  if (!there) known.push_back({commit, {0}});
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// A chain of one of the lengths that stretches can have, given what was seen of it.
Chain draw_chain(Rng& rng, double of_history, const std::vector<SeenState>& seen,
                 const BeliefSettings& settings) {
  const double lengths[] = {settings.stretch_short, settings.stretch_middle, settings.stretch_long};
  std::vector<double> weights;
  for (const double length : lengths) weights.push_back(log_probability({of_history, length}, seen));
  const double all = log_sum(weights);
  for (double& weight : weights) weight = std::exp(weight - all);
  return {of_history, lengths[draw_index(rng, weights)]};
}

}  // namespace

LogWorlds::LogWorlds(const CommitGraph& graph, BeliefInput input, std::vector<std::string> titles,
                     const std::vector<TestFailures>& failures, const BeliefSettings& settings)
    : input_(std::move(input)),
      settings_(settings),
      titles_(std::move(titles)),
      posterior_(posterior(input_, settings)),
      members_(input_.classes.count()),
      member_weights_(input_.classes.count()),
      order_(input_.tests.size()),
      failures_(failure_stretches(graph, failures)),
      range_([&] {
        CommitSet releases(graph.size());
        for (const BeliefTest& test : input_.tests) {
          if (test.place == BeliefTest::Place::release) releases.insert(*test.commit);
        }
        return ModelRange(graph, input_.classes.candidates, std::move(releases), input_.aim);
      }()) {
  double sum = 0;
  for (const Posterior::Part& part : posterior_.parts) {
    for (const double p : part.hypotheses) up_to_.push_back(sum += p);
  }
  for (std::size_t i = 0; i < input_.classes.candidates.size(); ++i) {
    const std::uint32_t of_class = input_.classes.class_of[i];
    members_[of_class].push_back(input_.classes.candidates[i]);
    if (!input_.weights.empty()) member_weights_[of_class].push_back(input_.weights[i]);
  }
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::ranges::stable_sort(order_, {}, [&](std::size_t test) { return input_.classes.positions[test]; });
}

World LogWorlds::draw(Luck luck) const {
  Rng rng = luck_of_world(luck);
  const Hypothesis drawn = draw_hypothesis(rng);
  const Reading reading = draw_reading(rng, posterior_.parts[drawn.part].same);
  HiddenTruth truth;
  truth.kind = kind_of(drawn.hypothesis);
  if (truth.kind == HiddenTruth::Kind::culprit) truth.culprit = draw_culprit(rng, drawn.hypothesis);
  const std::vector<bool> present = draw_present(rng, drawn);
  std::vector<KnownRate> known;
  draw_rate_and_blind(rng, reading, present, truth, known);
  draw_loud(rng, reading, present, truth, known);
  World world = range_.world_of(truth, settings_);
  world.known = std::move(known);
  world.stretches.insert(world.stretches.end(), failures_.begin(), failures_.end());
  for (const std::size_t group : reading.others) add_other_bug(rng, group, world);
  return world;
}

LogWorlds::Hypothesis LogWorlds::draw_hypothesis(Rng& rng) const {
  const double luck = rng.unit() * up_to_.back();
  const auto found = std::ranges::upper_bound(up_to_, luck);
  const auto at = static_cast<std::size_t>(std::min(found, up_to_.end() - 1) - up_to_.begin());
  const std::size_t hypotheses = input_.classes.count() + 3;
  return {at / hypotheses, at % hypotheses};
}

LogWorlds::Reading LogWorlds::draw_reading(Rng& rng, std::uint32_t same) const {
  Reading reading;
  std::vector<bool> is_same(input_.group_same.size());
  for (std::size_t group = 0; group < is_same.size(); ++group) {
    is_same[group] =
        group < posterior_.groups ? (same >> group & 1U) != 0 : rng.chance(input_.group_same[group]);
    if (!is_same[group]) reading.others.push_back(group);
  }
  for (const BeliefTest& test : input_.tests) {
    std::uint32_t crashes = test.target;
    for (const ForeignCount& foreign : test.foreign) crashes += is_same[foreign.group] ? foreign.crashes : 0;
    reading.crashes.push_back(crashes);
  }
  return reading;
}

HiddenTruth::Kind LogWorlds::kind_of(std::size_t hypothesis) const {
  const std::size_t classes = input_.classes.count();
  if (hypothesis < classes) return HiddenTruth::Kind::culprit;
  if (hypothesis == classes) return HiddenTruth::Kind::older;
  return hypothesis == classes + 1 ? HiddenTruth::Kind::newer : HiddenTruth::Kind::mixed;
}

CommitIndex LogWorlds::draw_culprit(Rng& rng, std::size_t of_class) const {
  const std::vector<CommitIndex>& members = members_[of_class];
  if (input_.weights.empty()) return members[rng.below(members.size())];
  return members[draw_index(rng, member_weights_[of_class])];
}

std::vector<bool> LogWorlds::draw_present(Rng& rng, const Hypothesis& drawn) const {
  std::vector<bool> present(input_.tests.size());
  const HiddenTruth::Kind kind = kind_of(drawn.hypothesis);
  for (std::size_t test = 0; test < present.size(); ++test) {
    switch (kind) {
      case HiddenTruth::Kind::culprit:
        present[test] = input_.present(drawn.hypothesis, test);
        break;
      case HiddenTruth::Kind::older:
        present[test] = true;
        break;
      case HiddenTruth::Kind::newer:
        break;
      case HiddenTruth::Kind::mixed:
        present[test] = rng.chance(posterior_.parts[drawn.part].mixed_present[test]);
        break;
    }
  }
  return present;
}

// The mean rate, the length of blind stretches, where they are, and what is so of each test with the bug.
void LogWorlds::draw_rate_and_blind(Rng& rng, const Reading& reading, const std::vector<bool>& present,
                                    HiddenTruth& truth, std::vector<KnownRate>& known) const {
  const auto grid = rate_grid(settings_);
  const double lengths[] = {settings_.stretch_short, settings_.stretch_middle, settings_.stretch_long};
  std::vector<std::size_t> tests;
  for (const std::size_t test : order_) {
    if (present[test]) tests.push_back(test);
  }
  std::vector<std::vector<SeenState>> seen(grid.size());
  for (const std::size_t test : tests) {
    const BeliefTest& at = input_.tests[test];
    const Emission found = emission(reading.crashes[test], at.ok, at.place, settings_);
    for (std::size_t k = 0; k < grid.size(); ++k) {
      seen[k].push_back({input_.classes.positions[test], {found.present_clear[k], found.present_blind[k]}});
    }
  }
  std::vector<double> logs;
  for (const double length : lengths) {
    for (std::size_t k = 0; k < grid.size(); ++k) {
      logs.push_back(std::log(grid[k].weight) + log_probability({settings_.blind_share, length}, seen[k]));
    }
  }
  const double all = log_sum(logs);
  std::vector<double> weights;
  weights.reserve(logs.size());
  for (const double log : logs) weights.push_back(std::exp(log - all));
  const std::size_t drawn = draw_index(rng, weights);
  const std::size_t point = drawn % grid.size();
  truth.rate = grid[point];
  const Chain chain{settings_.blind_share, lengths[drawn / grid.size()]};

  const std::vector<bool> states = draw_states(rng, chain, seen[point]);
  std::vector<KnownState> states_at;
  const Rate usual{truth.rate.mean, truth.rate.size};
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const BeliefTest& test = input_.tests[tests[i]];
    const std::uint32_t crashes = reading.crashes[tests[i]];
    states_at.push_back({input_.classes.positions[tests[i]], states[i]});
    const bool release = test.place == BeliefTest::Place::release;
    const double outside = release ? settings_.blind_release : settings_.blind_in_range;
    const double shows =
        beta_binomial(usual.mean * usual.weight, (1 - usual.mean) * usual.weight, crashes, test.ok);
    if (draw_nothing(rng, states[i] ? settings_.blind_inside : outside, shows, crashes)) {
      nothing_shows(known, *test.commit);
    } else {
      learn(known, *test.commit, usual, test, crashes);
    }
  }
  truth.blind = draw_spells(rng, chain, range_.positions(), states_at);
}

// The same for false crashes and the tests without the bug.
void LogWorlds::draw_loud(Rng& rng, const Reading& reading, const std::vector<bool>& present,
                          HiddenTruth& truth, std::vector<KnownRate>& known) const {
  std::vector<std::size_t> tests;
  std::vector<SeenState> seen;
  for (const std::size_t test : order_) {
    if (present[test]) continue;
    const BeliefTest& at = input_.tests[test];
    const Emission found = emission(reading.crashes[test], at.ok, at.place, settings_);
    tests.push_back(test);
    seen.push_back({input_.classes.positions[test], {found.absent_clear, found.absent_false}});
  }
  const Chain chain = draw_chain(rng, settings_.false_share, seen, settings_);
  const std::vector<bool> states = draw_states(rng, chain, seen);
  std::vector<KnownState> states_at;
  const Rate falsely = false_crash_rate();
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const BeliefTest& test = input_.tests[tests[i]];
    const std::uint32_t crashes = reading.crashes[tests[i]];
    states_at.push_back({seen[i].position, states[i]});
    const double nothing = 1 - (states[i] ? settings_.false_inside : settings_.false_crash);
    const double shows = beta_binomial(kFalseCrashes, kFalseOks, crashes, test.ok);
    if (draw_nothing(rng, nothing, shows, crashes)) {
      nothing_shows(known, *test.commit);
    } else {
      learn(known, *test.commit, falsely, test, crashes);
    }
  }
  truth.loud = draw_spells(rng, chain, range_.positions(), states_at);
}

// A group of titles that is another bug: there in stretches, as the tests showed it; where they did, as often
// as they did, and elsewhere as often as that on the whole.
void LogWorlds::add_other_bug(Rng& rng, std::size_t group, World& world) const {
  std::vector<SeenState> seen;
  std::uint64_t runs = 0;
  std::uint64_t crashes = 0;
  CommitSet tested(range_.graph().size());
  std::map<double, CommitSet> by_rate;
  for (const std::size_t at : order_) {
    const BeliefTest& test = input_.tests[at];
    tested.insert(*test.commit);
    const auto shown = std::ranges::find(test.foreign, group, &ForeignCount::group);
    const bool is_shown = shown != test.foreign.end() && shown->crashes > 0;
    const double outside = is_shown ? settings_.other_outside : 1 - settings_.other_outside;
    const double inside = is_shown ? settings_.other_inside : 1 - settings_.other_inside;
    const bool hidden = !is_shown && test.ok == 0;  // every run crashed otherwise
    seen.push_back({input_.classes.positions[at], {hidden ? 1 : outside, hidden ? 1 : inside}});
    if (!is_shown) continue;
    std::uint32_t all = test.target + test.ok;
    for (const ForeignCount& foreign : test.foreign) all += foreign.crashes;
    runs += all;
    crashes += shown->crashes;
    by_rate.try_emplace(share(shown->crashes, all), range_.graph().size()).first->second.insert(*test.commit);
  }
  const Chain chain = draw_chain(rng, settings_.other_share, seen, settings_);
  const std::vector<bool> states = draw_states(rng, chain, seen);
  std::vector<KnownState> known;
  known.reserve(states.size());
  for (std::size_t i = 0; i < states.size(); ++i) known.push_back({seen[i].position, states[i]});
  CommitSet inside = range_.commits_in(draw_spells(rng, chain, range_.positions(), known));
  CommitSet outside = CommitSet::all(range_.graph().size());
  outside -= inside;
  inside -= tested;
  outside -= tested;
  Stretch stretch;
  stretch.kind = Stretch::Kind::other_bug;
  stretch.title = titles_[group];
  const auto add = [&](CommitSet commits, double of_commits, double rate) {
    stretch.commits = std::move(commits);
    stretch.share = of_commits;
    stretch.rate = {rate};
    world.stretches.push_back(stretch);
  };
  for (const auto& [rate, commits] : by_rate) add(commits, 1, rate);
  add(std::move(inside), settings_.other_inside, share(crashes, runs));
  add(std::move(outside), settings_.other_outside, share(crashes, runs));
}

}  // namespace rebisect
