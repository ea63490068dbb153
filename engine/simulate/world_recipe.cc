#include "engine/simulate/world_recipe.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "engine/base/rng.h"
#include "engine/simulate/model_range.h"

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

// One of the model's two-state chains, as stretches of a world.
struct Chain {
  Stretch what;                         // of a graph's size
  double share = 0;                     // of the history in such stretches
  double inside = 0;                    // the share of the commits in them that it shows on
  double outside = 0;                   // of the others
  std::span<const CommitIndex> spared;  // of the others, never these
};

void add_chain(Rng& rng, const BeliefSettings& model, const Chain& chain, World& world) {
  const std::size_t size = chain.what.commits.graph_size();
  const double anew = 1 - std::exp(-1 / draw_length(rng, model));
  Stretch within = chain.what;
  within.commits = draw_chain(rng, size, chain.share, anew);
  within.share = chain.inside;
  Stretch beside = chain.what;
  beside.commits = CommitSet::all(size);
  beside.commits -= within.commits;
  for (const CommitIndex end : chain.spared) beside.commits.erase(end);
  beside.share = chain.outside;
  world.stretches.push_back(std::move(within));
  world.stretches.push_back(std::move(beside));
}

}  // namespace

WorldSource::WorldSource(const CommitGraph& graph, const Task& task, WorldRecipe recipe)
    : graph_(&graph), task_(task), recipe_(std::move(recipe)) {
  CommitSet range = graph.ancestors(task.bad);
  for (const CommitIndex good : task.goods) range -= graph.ancestors(good);
  if (task.goods.empty() && !task.releases.empty()) {
    CommitSet oldest = CommitSet::all(graph.size());
    for (const Release& release : task.releases) oldest &= graph.ancestors(release.commit);
    range -= oldest;
  }
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
  world.rate.mean = recipe_.least_rate + (recipe_.most_rate - recipe_.least_rate) * rng.unit();
  add_drawn(rng, world);
  return world;
}

void WorldSource::add_drawn(Rng& rng, World& world) const {
  for (const DrawnStretch& drawn : recipe_.drawn) {
    Stretch stretch = drawn.what;
    stretch.commits = draw_chain(rng, graph_->size(), drawn.share, anew_for(drawn.share, drawn.length));
    world.stretches.push_back(std::move(stretch));
  }
}

std::optional<double> WorldSource::single_rate() const {
  const World& world = recipe_.world;
  const bool plain = world.false_crash == 0 && world.stretches.empty() && recipe_.drawn.empty() &&
                     std::isinf(world.rate.weight) && recipe_.least_rate == recipe_.most_rate &&
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
  world.rate = {rate.mean, rate.size};
  // Whether a lone commit is blind or shows what is not there is a matter of luck, which is the trial's and
  // cannot be drawn again; so the ends that would then never look right are left out.
  const std::vector<CommitIndex> bad{task_.bad};
  const std::vector<CommitIndex>& with_bug = task_.fix ? task_.goods : bad;
  const std::vector<CommitIndex>& without_bug = task_.fix ? bad : task_.goods;
  Stretch blind;
  blind.commits = CommitSet(graph_->size());
  add_chain(rng, model, {blind, model.blind_share, model.blind_inside, model.blind_in_range, with_bug},
            world);
  Stretch loud = blind;
  loud.kind = Stretch::Kind::false_crash;
  loud.rate = false_crash_rate();
  add_chain(rng, model, {loud, model.false_share, model.false_inside, model.false_crash, without_bug}, world);
  add_drawn(rng, world);
  return world;
}

bool WorldSource::ends_look_right(const World& world, Luck luck) const {
  Workspace workspace(*graph_, SimulationSettings());
  Laboratory laboratory(workspace, world, luck, Budget());
  const auto crashes = [&](CommitIndex commit) {
    const auto runs = laboratory.test(commit, recipe_.end_runs);
    return std::ranges::any_of(runs,
                               [](const SimulatedRun& run) { return run.kind == RunOutcome::Kind::crashed; });
  };
  if (crashes(task_.bad) == task_.fix) return false;
  return std::ranges::none_of(task_.goods, [&](CommitIndex good) { return crashes(good) != task_.fix; });
}

}  // namespace rebisect
