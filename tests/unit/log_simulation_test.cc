#include "engine/simulate/log_simulation.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/settings.h"
#include "engine/simulate/trials.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using testing::history_of;
using testing::sketch;
using testing::Sketch;
using testing::told;

constexpr const char* kLine =
    "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g; i: h; j: i; k: j; l: k; m: l; n: m; o: n; p: o; q: p";

// A log, replayed.
struct Replayed {
  History history;
  BisectionLog log;
  CrashEvidence evidence = collect_evidence(log);
  Replay replay = replay_on(history, log, newest_git_rules()).value();

  ReplayedLog view() const { return {history, log, evidence, replay, newest_git_rules()}; }
};

// So many runs of each tested commit, with this share of crashes where the verdict is bad.
BisectionLog with_runs(BisectionLog log, std::uint32_t runs, double rate) {
  for (Step& step : log.steps) {
    const auto crashes = step.logged == Verdict::bad ? static_cast<std::uint32_t>(rate * runs) : 0;
    for (std::uint32_t run = 0; run < runs; ++run) {
      step.runs.push_back(run < crashes ? RunOutcome{RunOutcome::Kind::crashed, "WARNING in it"}
                                        : RunOutcome{});
    }
  }
  return log;
}

// Nothing but a culprit and rates that are close to their mean.
Settings plain_settings() {
  Settings settings = default_settings().value();
  BeliefSettings& belief = settings.belief;
  belief.blind_release = belief.blind_in_range = belief.blind_share = 1e-9;
  belief.false_crash = belief.false_share = 1e-9;
  belief.older_log_odds_by_hand = -40;
  belief.mixed_odds = 1e-12;
  belief.rate_high = belief.rate_low = 0;
  belief.rate_steady = 1e6;
  return settings;
}

std::map<std::string, double> shares_of(const LogSimulation& simulation, const Sketch& history) {
  std::map<std::string, double> shares;
  for (const SimulatedEnding& ending : simulation.endings) {
    shares[history.name(ending.reported.front())] = ending.share.value;
  }
  return shares;
}

// A log with so many runs that it leaves no doubt of the world it is from, neither of the culprit nor of the
// rate of the tested commits; played again with one run of each commit, where much goes wrong.
TEST(LogSimulation, GivesTheEndingsOfTheWorldThatTheLogIsFrom) {
  const Sketch line = sketch(kLine);
  constexpr double kRate = 0.4;
  const Replayed replayed{history_of(line),
                          with_runs(told("start q a; bad i; good e; bad g; good f; claim g"), 200, kRate)};
  constexpr std::uint32_t kTrials = 4000;
  LogSimulationOptions options;
  options.strategy = find_strategy("git-run");
  options.trials = kTrials;
  options.seed = 5;
  const Settings settings = plain_settings();
  const auto simulated = simulate_log(replayed.view(), settings, options);
  ASSERT_TRUE(simulated) << simulated.error().message;

  Play play{line.graph, *options.strategy, {}, {}, {}, 6, kTrials, settings.simulation, 1};
  play.task.bad = line.at("q");
  play.task.goods = {line.at("a")};
  World world;
  world.introduced = line.at("g");
  world.rate = {kRate};
  std::map<std::string, double> of_world;
  for (const Trial& trial : play_trials(play, [&](std::size_t) -> const World& { return world; })) {
    of_world[line.name(trial.ending.reported.front())] += 1.0 / kTrials;
  }

  const std::map<std::string, double> of_log = shares_of(*simulated, line);
  EXPECT_GT(of_world.size(), 4U) << "wrong endings of several kinds";
  for (const auto& [commit, share] : of_world) {
    // Five standard deviations of both samples; and the commits that were not tested have rates of a mean
    // that four tests leave uncertain by some 1 %, which a bisection meets at most three times.
    const double tolerance = 5 * std::sqrt(2 * share * (1 - share) / kTrials) + 0.03 * share + 0.001;
    const auto found = of_log.find(commit);
    EXPECT_NEAR(found == of_log.end() ? 0 : found->second, share, tolerance) << commit;
  }
  EXPECT_EQ(simulated->claim_again->value, of_log.at("g"));
  EXPECT_EQ(simulated->right, *simulated->claim_again) << "the claim is right in all of these worlds";
}

TEST(LogSimulation, IsTheSameForAnyNumberOfThreads) {
  const Replayed replayed{history_of(sketch(kLine)),
                          with_runs(told("start q a; bad i; good e; bad g; good f; claim g"), 10, 0.3)};
  LogSimulationOptions options;
  options.trials = 300;
  const Settings settings = default_settings().value();
  const auto one = simulate_log(replayed.view(), settings, options);
  options.threads = 3;
  const auto three = simulate_log(replayed.view(), settings, options);
  ASSERT_TRUE(one && three);
  EXPECT_EQ(one->runs, three->runs);
  EXPECT_EQ(one->claim_again, three->claim_again);
  ASSERT_EQ(one->endings.size(), three->endings.size());
  for (std::size_t i = 0; i < one->endings.size(); ++i) {
    EXPECT_EQ(one->endings[i].reported, three->endings[i].reported);
    EXPECT_EQ(one->endings[i].count, three->endings[i].count);
  }
}

TEST(LogSimulation, GoesTheLogsOwnWay) {
  const BeliefSettings settings = default_settings().value().belief;
  const Replayed by_hand{history_of(sketch(kLine)), told("start q a; bad i; good e")};
  OwnWay way = own_way_of(by_hand.view(), nullptr, settings);
  EXPECT_EQ(way.runs, settings.runs_of_good);
  EXPECT_EQ(way.policy->id, "V1");
  Replayed uneven{by_hand.history, with_runs(told("start q a; bad i; good e; bad g"), 10, 0.3)};
  uneven.log.steps.back().runs.resize(8);
  way = own_way_of(uneven.view(), find_policy("V6"), settings);
  EXPECT_EQ(way.runs, 10U) << "as most tests have";
  EXPECT_EQ(way.policy->id, "V6");
}

// Without a claim, what the verdicts lead git to.
TEST(LogSimulation, TakesTheCommitThatTheVerdictsLeadToForTheClaim) {
  LogSimulationOptions options;
  options.trials = 20;
  const Settings settings = default_settings().value();
  const auto claim_again = [&](const char* log) {
    const Replayed replayed{history_of(sketch(kLine)), told(log)};
    return simulate_log(replayed.view(), settings, options)->claim_again.has_value();
  };
  EXPECT_TRUE(claim_again("start q a; bad i; good e; bad g; good f"));
  EXPECT_FALSE(claim_again("start q a; bad i; good e")) << "unfinished";
  EXPECT_FALSE(claim_again("start q a; bad i; good e; none"));
}

TEST(LogSimulation, NeedsBothEnds) {
  const Replayed replayed{history_of(sketch("a; b: a; c")), told("start b a; skip b")};
  Replayed without = replayed;
  without.replay.marks.clear();
  const auto failed = simulate_log(without.view(), default_settings().value(), {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::malformed);
  Replayed within_paths = replayed;
  within_paths.replay.limit = PathLimit::unread;
  EXPECT_EQ(simulate_log(within_paths.view(), default_settings().value(), {}).error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace rebisect
