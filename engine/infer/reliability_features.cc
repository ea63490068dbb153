#include "engine/infer/reliability_features.h"

#include <algorithm>
#include <cmath>

#include "engine/infer/hard_facts.h"

namespace rebisect {

std::string_view to_text(LogFeature feature) {
  constexpr std::array<std::string_view, kLogFeatures> kNames = {
      "release_tests", "other_crash",   "far_crash", "other_crash_far_away", "single_crashes", "nearness",
      "bad_at_end",    "good_at_start", "addition"};
  return kNames[static_cast<std::size_t>(feature)];
}

std::string_view to_text(ChainTerm term) {
  constexpr std::array<std::string_view, kChainTerms> kNames = {
      "claim_hard_fact",
      "claim_nearness",
      "claim_other_crash",
      "claim_other_crash_far",
      "claim_addition",
      "release_good",
      "release_good_bad_releases",
      "release_good_weak_bad",
      "search_good",
      "search_good_later_good",
      "search_good_later_own",
      "search_good_place",
      "search_good_at_stake",
      "release_bad",
      "search_bad",
      "search_bad_at_stake",
      "bad_far",
      "bad_few",
      "bad_target_returns",
      "bad_target_gone",
  };
  return kNames[static_cast<std::size_t>(term)];
}

namespace {

using Phase = TrailPoint::Phase;

// Beyond these a count says nothing more; the fit would lean on the few logs that have so many.
constexpr double kMostSingleCrashes = 3;
constexpr double kMostBadAtEnd = 5;
constexpr double kMostGoodAtStart = 8;

double log1p_count(std::size_t count) {
  return std::log(1.0 + static_cast<double>(count));
}

double flag(bool value) {
  return value ? 1.0 : 0.0;
}

bool is_bad_with_crash(const TrailPoint& point) {
  return point.present && point.crashes > 0;
}

std::size_t count_release_tests(const BisectionLog& log) {
  return static_cast<std::size_t>(std::ranges::count(log.steps, StepRole::release, &Step::role));
}

std::vector<bool> presence_in_search(const VerdictTrail& trail) {
  std::vector<bool> presence;
  for (const TrailPoint& point : trail) {
    if (point.phase == Phase::search) presence.push_back(point.present);
  }
  return presence;
}

double nearness_value(const CulpritNearness& culprit) {
  // Near the mean of the labelled logs: what is not known speaks neither for nor against, nor does a change
  // to code that everything runs through.
  constexpr double kUndecided = 0.6;
  if (culprit.nearness == Nearness::file) return 1;
  const bool may_be = culprit.nearness == Nearness::unread || culprit.changes_shared_code;
  return may_be ? kUndecided : 0;
}

// What all verdicts are seen in the light of.
struct Whole {
  std::size_t bad_releases = 0;
  double weak_bad = 0;  // 1 - the smallest share of crashed runs at a bad verdict
};

Whole whole_of(const VerdictTrail& trail) {
  Whole whole;
  for (const TrailPoint& point : trail) {
    if (point.phase == Phase::release && point.present) ++whole.bad_releases;
    if (!is_bad_with_crash(point)) continue;
    const double share = static_cast<double>(point.crashes) / static_cast<double>(point.informative);
    whole.weak_bad = std::max(whole.weak_bad, 1 - share);
  }
  return whole;
}

// What was seen after a verdict.
struct Later {
  std::size_t own = 0;  // bad, with a target's title
  std::size_t good = 0;
};

class HypothesisWriter {
 public:
  HypothesisWriter() = default;
  explicit HypothesisWriter(const TrailPoint& point) {
    hypothesis_.step = point.step;
    hypothesis_.present = point.present;
  }
  void add(ChainTerm term, double value) {
    if (value != 0) hypothesis_.values.push_back({term, value});
  }
  ChainHypothesis take() { return std::move(hypothesis_); }

 private:
  ChainHypothesis hypothesis_;
};

double at_stake(const TrailPoint& point) {
  // A third, so that the term has the spread of the others.
  return std::log(static_cast<double>(point.commits_at_stake)) / 3;
}

void add_good_terms(const TrailPoint& point, const Whole& whole, const Later& later, std::size_t place,
                    HypothesisWriter& writer) {
  if (point.phase == Phase::release) {
    writer.add(ChainTerm::release_good, 1);
    writer.add(ChainTerm::release_good_bad_releases, log1p_count(whole.bad_releases));
    writer.add(ChainTerm::release_good_weak_bad, whole.weak_bad);
    return;
  }
  writer.add(ChainTerm::search_good, 1);
  writer.add(ChainTerm::search_good_later_good, log1p_count(later.good));
  writer.add(ChainTerm::search_good_later_own, log1p_count(later.own));
  writer.add(ChainTerm::search_good_place, log1p_count(place));
  writer.add(ChainTerm::search_good_at_stake, at_stake(point));
}

void add_bad_terms(const TrailPoint& point, const Later& later, bool first_foreign,
                   HypothesisWriter& writer) {
  const bool release = point.phase == Phase::release;
  writer.add(release ? ChainTerm::release_bad : ChainTerm::search_bad, 1);
  if (!release) writer.add(ChainTerm::search_bad_at_stake, at_stake(point));
  const bool far = point.foreign() && point.best_title >= TitleSimilarity::same_kind;
  writer.add(ChainTerm::bad_far, flag(far));
  writer.add(ChainTerm::bad_few, flag(point.crashes <= 2));
  writer.add(ChainTerm::bad_target_returns, flag(later.own > 0));
  writer.add(ChainTerm::bad_target_gone, flag(first_foreign && later.own == 0));
}

std::vector<Later> what_came_later(const VerdictTrail& trail) {
  std::vector<Later> later(trail.size());
  Later seen;
  for (std::size_t i = trail.size(); i-- > 0;) {
    later[i] = seen;
    if (!trail[i].present) {
      ++seen.good;
    } else if (trail[i].own_title) {
      ++seen.own;
    }
  }
  return later;
}

ChainHypothesis claim_hypothesis(const ReliabilityFeatures& features) {
  HypothesisWriter writer;
  const double far_away = features[LogFeature::other_crash_far_away];
  writer.add(ChainTerm::claim_hard_fact, flag(!features.hard_facts.empty()));
  writer.add(ChainTerm::claim_nearness, features[LogFeature::nearness]);
  writer.add(ChainTerm::claim_other_crash, features[LogFeature::other_crash] - far_away);
  writer.add(ChainTerm::claim_other_crash_far, far_away);
  writer.add(ChainTerm::claim_addition, features[LogFeature::addition]);
  return writer.take();
}

std::vector<ChainHypothesis> hypotheses_of(const VerdictTrail& trail, const ReliabilityFeatures& features) {
  std::vector<ChainHypothesis> hypotheses = {claim_hypothesis(features)};
  const Whole whole = whole_of(trail);
  const std::vector<Later> later = what_came_later(trail);
  bool foreign_seen = false;
  std::size_t place = 0;
  for (std::size_t i = 0; i < trail.size(); ++i) {
    const TrailPoint& point = trail[i];
    if (point.phase == Phase::start) continue;
    HypothesisWriter writer(point);
    if (point.present) {
      add_bad_terms(point, later[i], point.foreign() && !foreign_seen, writer);
      foreign_seen = foreign_seen || point.foreign();
    } else {
      add_good_terms(point, whole, later[i], place, writer);
    }
    if (point.phase == Phase::search) ++place;
    hypotheses.push_back(writer.take());
  }
  return hypotheses;
}

std::array<double, kLogFeatures> log_features(const BisectionLog& log, const VerdictTrail& trail,
                                              const CulpritNearness& nearness) {
  std::array<double, kLogFeatures> values{};
  const auto value = [&](LogFeature feature) -> double& { return values[static_cast<std::size_t>(feature)]; };
  value(LogFeature::release_tests) = log1p_count(count_release_tests(log));
  double singles = 0;
  bool other = false;
  bool far = false;
  for (const TrailPoint& point : trail) {
    if (!is_bad_with_crash(point)) continue;
    singles += flag(point.crashes == 1);
    other = other || point.foreign();
    far = far || (point.foreign() && point.best_title >= TitleSimilarity::near_kind);
  }
  value(LogFeature::single_crashes) = std::min(singles, kMostSingleCrashes);
  value(LogFeature::other_crash) = flag(other);
  value(LogFeature::far_crash) = flag(far);
  const bool near = nearness.nearness == Nearness::unread || nearness.nearness == Nearness::file;
  const bool far_away = !near && !nearness.shares_word;
  value(LogFeature::other_crash_far_away) = flag(other && far_away);
  value(LogFeature::nearness) = nearness_value(nearness);
  const std::vector<bool> search = presence_in_search(trail);
  const auto first_bad = std::ranges::find(search, true);
  value(LogFeature::good_at_start) =
      std::min(static_cast<double>(std::distance(search.begin(), first_bad)), kMostGoodAtStart);
  const auto last_good = std::find(search.rbegin(), search.rend(), false);
  value(LogFeature::bad_at_end) =
      std::min(static_cast<double>(std::distance(search.rbegin(), last_good)), kMostBadAtEnd);
  return values;
}

bool has_runs(const BisectionLog& log) {
  return std::ranges::any_of(log.steps, [](const Step& step) { return !step.runs.empty(); });
}

bool claims_commits(const BisectionLog& log) {
  return log.claim && (log.claim->kind == Claim::Kind::commit || log.claim->kind == Claim::Kind::several);
}

}  // namespace

std::optional<ReliabilityFeatures> reliability_features(const BisectionLog& log,
                                                        const CrashEvidence& evidence) {
  if (log.aim != Aim::cause || !claims_commits(log) || !has_runs(log)) return std::nullopt;
  const VerdictTrail trail = verdict_trail(log, evidence);
  ReliabilityFeatures features;
  features.hard_facts = hard_facts(log, trail);
  features.of_log = log_features(log, trail, culprit_nearness(log, evidence));
  const bool addition = announces_addition(claimed_subject(log));
  features.of_log[static_cast<std::size_t>(LogFeature::addition)] = flag(addition);
  features.hypotheses = hypotheses_of(trail, features);
  return features;
}

}  // namespace rebisect
