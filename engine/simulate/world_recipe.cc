#include "engine/simulate/world_recipe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/base/rng.h"
#include "engine/infer/emission.h"

namespace rebisect {
namespace {

// Streams of Rng apart from those that others draw from the same seed.
constexpr std::uint64_t kStream = 0x776f726c64ULL << 20U;

Rng rng_of(Luck luck, std::uint64_t attempt = 0) {
  return Rng(luck.seed + attempt * 0x9e3779b9ULL, kStream + luck.world);
}

// A two-state chain along the commits: with the chance `anew` after each it is drawn again. Gives the commits
// that are in a stretch.
CommitSet draw_chain(Rng& rng, std::size_t commits, double share, double anew) {
  CommitSet inside(commits);
  bool state = false;
  for (std::size_t i = 0; i < commits; ++i) {
    const bool again = i == 0 || rng.chance(anew);
    if (again) state = rng.chance(share);
    if (state) inside.insert(CommitIndex(static_cast<std::uint32_t>(i)));
  }
  return inside;
}

// Stretches of this length on average, where the gaps take the rest: a stretch ends with the chance
// anew * (1 - share).
double anew_for(double share, double length) {
  return std::min(1.0, 1 / (length * std::max(1e-9, 1 - share)));
}

// Members of the set, each with this chance; of the others each with the other one.
CommitSet draw_members(Rng& rng, const CommitSet& set, double inside, double outside) {
  CommitSet drawn(set.graph_size());
  for (std::uint32_t i = 0; i < set.graph_size(); ++i) {
    const bool member = rng.chance(set.contains(CommitIndex(i)) ? inside : outside);
    if (member) drawn.insert(CommitIndex(i));
  }
  return drawn;
}

RatePoint draw_rate(Rng& rng, const BeliefSettings& model) {
  const auto grid = rate_grid(model);
  double left = rng.unit();
  for (const RatePoint& point : grid) {
    left -= point.weight;
    if (left < 0) return point;
  }
  return grid.back();
}

// Where the title shows without the bug, the model's rate is Beta(0.5, 2) distributed: the means of its four
// quarters, by F(x) = 1.5 x^0.5 - 0.5 x^1.5.
constexpr std::array kFalseRates{0.0094, 0.0684, 0.2047, 0.5176};

void add_false_crashes(Rng& rng, const CommitSet& showing, World& world) {
  std::array<Stretch, kFalseRates.size()> quarters;
  for (std::size_t i = 0; i < quarters.size(); ++i) {
    quarters.at(i) = {
        Stretch::Kind::other_bug, CommitSet(showing.graph_size()), kFalseRates.at(i), world.title, {}};
  }
  for (const CommitIndex commit : showing.members()) {
    quarters.at(rng.below(quarters.size())).commits.insert(commit);
  }
  for (Stretch& quarter : quarters) {
    if (!quarter.commits.empty()) world.stretches.push_back(std::move(quarter));
  }
}

}  // namespace

CommitSet commits_with_bug(const CommitGraph& graph, const World& world) {
  if (world.nowhere) return CommitSet(graph.size());
  // Parents have smaller places than their children.
  const auto with_descendants = [&](CommitIndex first) {
    CommitSet set(graph.size());
    set.insert(first);
    for (std::uint32_t i = place(first) + 1; i < graph.size(); ++i) {
      const auto parents = graph.parents(CommitIndex(i));
      if (std::ranges::any_of(parents, [&](CommitIndex parent) { return set.contains(parent); })) {
        set.insert(CommitIndex(i));
      }
    }
    return set;
  };
  CommitSet commits = world.introduced ? with_descendants(*world.introduced) : CommitSet::all(graph.size());
  if (world.fixed) commits -= with_descendants(*world.fixed);
  return commits;
}

WorldSource::WorldSource(const CommitGraph& graph, const Task& task, WorldRecipe recipe)
    : graph_(&graph), task_(task), recipe_(std::move(recipe)) {
  CommitSet range = graph.ancestors(task.bad);
  for (const CommitIndex good : task.goods) range -= graph.ancestors(good);
  candidates_ = range.members();
}

World WorldSource::draw(Luck luck) const {
  if (recipe_.model) {
    // Three in ten are taken, so that the last one is never needed.
    constexpr std::uint64_t kAttempts = 1000;
    for (std::uint64_t attempt = 0;; ++attempt) {
      World world = draw_of_model(luck, attempt);
      if (attempt == kAttempts || ends_look_right(world, luck)) return world;
    }
  }
  World world = recipe_.world;
  Rng rng = rng_of(luck);
  if (recipe_.any_culprit && !candidates_.empty()) {
    const CommitIndex culprit = candidates_[rng.below(candidates_.size())];
    (task_.fix ? world.fixed : world.introduced) = culprit;
  }
  world.mean_rate = recipe_.least_rate + (recipe_.most_rate - recipe_.least_rate) * rng.unit();
  for (const DrawnStretch& drawn : recipe_.drawn) {
    Stretch stretch = drawn.what;
    stretch.commits = draw_chain(rng, graph_->size(), drawn.share, anew_for(drawn.share, drawn.length));
    world.stretches.push_back(std::move(stretch));
  }
  return world;
}

std::optional<double> WorldSource::single_rate() const {
  const World& world = recipe_.world;
  const bool plain = world.false_crash == 0 && world.stretches.empty() && recipe_.drawn.empty() &&
                     std::isinf(world.rate_weight) && recipe_.least_rate == recipe_.most_rate &&
                     recipe_.any_culprit && !recipe_.model && recipe_.least_rate > 0;
  return plain ? std::optional(recipe_.least_rate) : std::nullopt;
}

World WorldSource::draw_of_model(Luck luck, std::uint64_t attempt) const {
  const BeliefSettings& model = *recipe_.model;
  World world = recipe_.world;
  Rng rng = rng_of(luck, attempt);
  const double older = std::exp(model.older_log_odds);
  const bool is_older = rng.unit() * (1 + older) >= 1;
  const CommitIndex culprit = candidates_[rng.below(candidates_.size())];
  if (!is_older) (task_.fix ? world.fixed : world.introduced) = culprit;
  const RatePoint rate = draw_rate(rng, model);
  world.mean_rate = rate.mean;
  world.rate_weight = rate.size;
  const std::array lengths{model.stretch_short, model.stretch_middle, model.stretch_long};
  // As the model has it, a stretch is drawn anew after so many commits on average.
  const double blind_anew = 1 - std::exp(-1 / lengths.at(rng.below(lengths.size())));
  const CommitSet blind = draw_chain(rng, graph_->size(), model.blind_share, blind_anew);
  const double loud_anew = 1 - std::exp(-1 / lengths.at(rng.below(lengths.size())));
  const CommitSet loud = draw_chain(rng, graph_->size(), model.false_share, loud_anew);
  world.stretches.push_back(
      {Stretch::Kind::blind, draw_members(rng, blind, model.blind_inside, model.blind_in_range), 0, "", {}});
  CommitSet showing = draw_members(rng, loud, model.false_inside, model.false_crash);
  showing -= commits_with_bug(*graph_, world);
  add_false_crashes(rng, showing, world);
  for (const DrawnStretch& drawn : recipe_.drawn) {
    Stretch stretch = drawn.what;
    stretch.commits = draw_chain(rng, graph_->size(), drawn.share, anew_for(drawn.share, drawn.length));
    world.stretches.push_back(std::move(stretch));
  }
  return world;
}

bool WorldSource::ends_look_right(const World& world, Luck luck) const {
  Laboratory laboratory(*graph_, world, luck, Budget());
  const auto crashes = [&](CommitIndex commit) {
    const auto runs = laboratory.test(commit, recipe_.end_runs);
    return std::ranges::any_of(runs,
                               [](const RunOutcome& run) { return run.kind == RunOutcome::Kind::crashed; });
  };
  if (crashes(task_.bad) == task_.fix) return false;
  return std::ranges::none_of(task_.goods, [&](CommitIndex good) { return crashes(good) != task_.fix; });
}

}  // namespace rebisect
