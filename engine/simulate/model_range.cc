#include "engine/simulate/model_range.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/replay/candidates.h"
#include "engine/replay/weights.h"

namespace rebisect {
namespace {

Stretch stretch_of(Stretch::Kind kind, CommitSet commits, double share) {
  Stretch stretch;
  stretch.kind = kind;
  stretch.commits = std::move(commits);
  stretch.share = share;
  if (kind == Stretch::Kind::false_crash) stretch.rate = false_crash_rate();
  return stretch;
}

}  // namespace

ModelRange::ModelRange(const CommitGraph& graph, std::vector<CommitIndex> candidates, CommitSet releases,
                       Aim aim)
    : graph_(&graph),
      candidates_(std::move(candidates)),
      releases_(std::move(releases)),
      aim_(aim),
      position_(graph.size(), 0),
      by_position_(candidates_),
      off_range_(CommitSet::all(graph.size())) {
  ENSURE(!candidates_.empty());
  CommitTable<std::uint32_t> places(graph.size());
  const CandidateList list = list_candidates(graph, candidates_, ParentsFollowed::all, places);
  const std::vector<std::uint32_t> reached = weights(list);
  for (std::uint32_t at = 0; at < list.size(); ++at) {
    position_[place(list.commits[at])] = reached[at];
    off_range_.erase(list.commits[at]);
  }
  std::ranges::stable_sort(by_position_, {}, [&](CommitIndex commit) { return position(commit); });
}

CommitSet ModelRange::commits_in(std::span<const Spell> spells) const {
  CommitSet commits(graph_->size());
  const auto position_of = [&](CommitIndex commit) { return position(commit); };
  for (const Spell& spell : spells) {
    if (spell.first == 0) commits |= off_range_;
    auto at = std::ranges::lower_bound(by_position_, spell.first, {}, position_of);
    for (; at != by_position_.end() && position(*at) <= spell.last; ++at) commits.insert(*at);
  }
  return commits;
}

World ModelRange::world_of(const HiddenTruth& truth, const BeliefSettings& settings) const {
  World world;
  world.rate = {truth.rate.mean, truth.rate.size};
  world.nowhere = truth.kind == HiddenTruth::Kind::newer;
  world.scattered = truth.kind == HiddenTruth::Kind::mixed;
  if (truth.kind == HiddenTruth::Kind::culprit) {
    (aim_ == Aim::fix ? world.fixed : world.introduced) = truth.culprit;
  }
  // Where the bug is scattered, tests have nothing to do with each other: in a stretch or not, each for
  // itself.
  const auto share = [&](double outside, double inside, double of_history) {
    return world.scattered ? of_history * inside + (1 - of_history) * outside : outside;
  };
  const double blind_share = settings.blind_share;
  const double inside = settings.blind_inside;
  using enum Stretch::Kind;
  if (!world.scattered) {
    if (!truth.blind.empty()) world.stretches.push_back(stretch_of(blind, commits_in(truth.blind), inside));
    if (!truth.loud.empty()) {
      world.stretches.push_back(stretch_of(false_crash, commits_in(truth.loud), settings.false_inside));
    }
  }
  const CommitSet all = CommitSet::all(graph_->size());
  const double at_releases = share(settings.blind_release, inside, blind_share);
  world.stretches.push_back(stretch_of(blind, releases_, at_releases));
  world.stretches.push_back(stretch_of(blind, all, share(settings.blind_in_range, inside, blind_share)));
  const double falsely = share(settings.false_crash, settings.false_inside, settings.false_share);
  world.stretches.push_back(stretch_of(false_crash, all, falsely));
  return world;
}

PriorWorlds::PriorWorlds(ModelRange range, const BeliefSettings& settings, const HypothesisOdds& odds)
    : range_(std::move(range)), settings_(settings), odds_(odds) {}

World PriorWorlds::draw(Luck luck) const {
  Rng rng = luck_of_world(luck);
  HiddenTruth truth;
  using enum HiddenTruth::Kind;
  double left = rng.unit() * (1 + odds_.older + odds_.newer + odds_.mixed) - 1;
  if (left >= 0) {
    truth.kind = older;
    left -= odds_.older;
    if (left >= 0) truth.kind = left < odds_.newer ? newer : mixed;
  }
  truth.culprit = range_.candidates()[rng.below(range_.candidates().size())];
  truth.rate = draw_rate(rng, settings_);
  const double blind_length = draw_length(rng, settings_);
  truth.blind = draw_spells(rng, {settings_.blind_share, blind_length}, range_.positions(), {});
  const double loud_length = draw_length(rng, settings_);
  truth.loud = draw_spells(rng, {settings_.false_share, loud_length}, range_.positions(), {});
  return range_.world_of(truth, settings_);
}

Rng luck_of_world(Luck luck) {
  constexpr std::uint64_t kWorldItself = 0x776f726c64;
  return Rng(Rng(luck.seed, luck.world).next(), kWorldItself);
}

Rate false_crash_rate() {
  return {kFalseCrashes / (kFalseCrashes + kFalseOks), kFalseCrashes + kFalseOks};
}

RatePoint draw_rate(Rng& rng, const BeliefSettings& settings) {
  const std::array<RatePoint, kRatePoints> grid = rate_grid(settings);
  double left = rng.unit();
  for (const RatePoint& point : grid) {
    left -= point.weight;
    if (left < 0) return point;
  }
  return grid.back();
}

double draw_length(Rng& rng, const BeliefSettings& settings) {
  const double lengths[] = {settings.stretch_short, settings.stretch_middle, settings.stretch_long};
  return lengths[rng.below(3)];
}

}  // namespace rebisect
