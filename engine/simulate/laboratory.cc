#include "engine/simulate/laboratory.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/ensure.h"

namespace rebisect {
namespace {

// Not the number of any run: the luck of the commit itself.
constexpr std::uint64_t kCommitItself = ~std::uint64_t{0};

// One number for an id, whatever the place of the commit in its graph.
std::uint64_t number_of(const Oid& id) {
  std::array<std::uint64_t, 3> words{};
  for (std::size_t i = 0; i < Oid::kBytes; ++i) {
    words[i / 8] |= std::uint64_t{id.bytes()[i]} << (i % 8 * 8);
  }
  return Rng(Rng(words[0], words[1]).next(), words[2]).next();
}

bool decides_over_runs(Stretch::Kind kind) {
  return kind == Stretch::Kind::boot_failed || kind == Stretch::Kind::infra ||
         kind == Stretch::Kind::other_bug;
}

SimulatedRun outcome_of(const Stretch& stretch) {
  switch (stretch.kind) {
    case Stretch::Kind::boot_failed:
      return {RunOutcome::Kind::boot_failed, stretch.title};
    case Stretch::Kind::infra:
      return {RunOutcome::Kind::infra, stretch.title};
    default:
      return {RunOutcome::Kind::crashed, stretch.title};
  }
}

std::uint64_t key_of(std::uint64_t world_key, const Oid& id) {
  return Rng(world_key, number_of(id)).next();
}

// In a scattered world.
bool has_scattered_bug(Rng& luck_of_commit) {
  return luck_of_commit.chance(0.5);
}

}  // namespace

Laboratory::Urn::Urn(const Rate& rate) : learns(std::isfinite(rate.weight)) {
  ENSURE(rate.mean >= 0 && rate.mean <= 1 && rate.weight > 0);
  draws = learns ? rate.weight : 1;
  hits = rate.mean * draws;
}

bool Laboratory::Urn::draw(double luck) {
  const bool hit = luck * draws < hits;
  if (learns) {
    hits += hit ? 1 : 0;
    draws += 1;
  }
  return hit;
}

Laboratory::Laboratory(Workspace& workspace, const World& world, Luck luck, Budget budget)
    : workspace_(&workspace), world_(&world), budget_(budget), key_(Rng(luck.seed, luck.world).next()) {}

std::span<const SimulatedRun> Laboratory::test(CommitIndex commit, std::uint32_t runs) {
  ++account_.tests;
  last_.clear();
  Tested* const tested = built(commit);
  if (tested == nullptr) return {};
  const std::uint32_t possible = std::min(runs, budget_.runs - account_.runs);
  if (possible < runs) exhausted_ = true;
  account_.runs += possible;
  account_.cost += world_->cost_of_run * possible;
  for (std::uint32_t i = 0; i < possible; ++i) last_.push_back(run(*tested));
  return last_;
}

bool Laboratory::build(CommitIndex commit) {
  return built(commit) != nullptr;
}

std::string Laboratory::signature(CommitIndex commit) {
  if (!build(commit)) return {};
  for (std::size_t i = 0; i < world_->stretches.size(); ++i) {
    const Stretch& stretch = world_->stretches[i];
    if (stretch.kind == Stretch::Kind::same_image && stretch.commits.contains(commit)) {
      return "image of stretch " + std::to_string(i);
    }
  }
  return graph().id(commit).hex();
}

Laboratory::Tested* Laboratory::built(CommitIndex commit) {
  const auto known = std::ranges::find(tested_, commit, &Tested::commit);
  if (known != tested_.end()) return known->builds ? &*known : nullptr;
  if (account_.builds == budget_.builds) {
    exhausted_ = true;
    return nullptr;
  }
  ++account_.builds;
  account_.cost += world_->cost_of_build;
  tested_.push_back(look_at(commit));
  return tested_.back().builds ? &tested_.back() : nullptr;
}

// What is so of the commit for all its runs.
Laboratory::Tested Laboratory::look_at(CommitIndex commit) {
  Tested tested;
  tested.commit = commit;
  tested.key = key_of(key_, graph().id(commit));
  Rng luck(tested.key, kCommitItself);
  const bool coin = has_scattered_bug(luck);
  const bool is_present = present(commit, coin);
  const Stretch::Kind instead = is_present ? Stretch::Kind::blind : Stretch::Kind::false_crash;
  const Stretch* instead_of_own = nullptr;
  bool asked = false;
  for (const Stretch& stretch : world_->stretches) {
    if (!stretch.commits.contains(commit)) continue;
    const bool concerned = luck.chance(stretch.share);
    if (stretch.kind == instead && !asked) {
      asked = true;
      if (concerned) instead_of_own = &stretch;
    }
    if (!concerned) continue;
    if (stretch.kind == Stretch::Kind::build_failed) tested.builds = false;
    if (stretch.kind == Stretch::Kind::scripted && tested.script == nullptr) tested.script = &stretch;
    if (decides_over_runs(stretch.kind)) tested.hazards.push_back({&stretch, Urn(stretch.rate)});
  }
  tested.urn = urn_of_bug(commit, is_present, instead_of_own);
  return tested;
}

bool Laboratory::present(CommitIndex commit, bool coin) {
  if (world_->nowhere) return false;
  if (world_->scattered) return coin;
  AncestorCache& ancestors = workspace_->ancestors();
  if (world_->introduced && !ancestors.is_ancestor(*world_->introduced, commit)) return false;
  return !world_->fixed || !ancestors.is_ancestor(*world_->fixed, commit);
}

Laboratory::Urn Laboratory::urn_of_bug(CommitIndex commit, bool present, const Stretch* instead) const {
  const auto known = std::ranges::find(world_->known, commit, &KnownRate::commit);
  if (known != world_->known.end()) return Urn(known->crashes);
  if (instead != nullptr) return Urn(instead->rate);
  return Urn(present ? world_->rate : Rate{world_->false_crash});
}

SimulatedRun Laboratory::run(Tested& tested) const {
  Rng luck(tested.key, tested.runs++);
  if (tested.script != nullptr) {
    const std::vector<RunOutcome>& script = tested.script->script;
    const RunOutcome& outcome = script[(tested.runs - 1) % script.size()];
    return {outcome.kind, outcome.title};
  }
  // Drawn first, so that the bug's luck is the same with other stretches and without.
  const bool crashed = tested.urn.draw(luck.unit());
  for (Hazard& hazard : tested.hazards) {
    if (hazard.urn.draw(luck.unit())) return outcome_of(*hazard.stretch);
  }
  if (crashed) return {RunOutcome::Kind::crashed, world_->title};
  return {};
}

bool bug_present(const CommitGraph& graph, const World& world, Luck luck, CommitIndex commit) {
  if (world.nowhere) return false;
  Rng of_commit(key_of(Rng(luck.seed, luck.world).next(), graph.id(commit)), kCommitItself);
  if (world.scattered) return has_scattered_bug(of_commit);
  if (world.introduced && !is_ancestor(graph, *world.introduced, commit)) return false;
  return !world.fixed || !is_ancestor(graph, *world.fixed, commit);
}

}  // namespace rebisect
