#include "adapters/cli/suite_contest.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/judge/evidence.h"
#include "engine/replay/rule_choice.h"
#include "engine/simulate/log_simulation.h"

namespace rebisect {
namespace {

// Every commit that a scenario names, for the reader of its history.
void add_commits(const SuiteScenario& scenario, std::vector<SuiteCommit>& wanted) {
  const auto add = [&](const SuiteCommit& commit) {
    const std::size_t dots = commit.text.find("..");
    if (dots == std::string::npos) {
      wanted.push_back(commit);
      return;
    }
    wanted.push_back({commit.text.substr(0, dots), commit.where});
    wanted.push_back({commit.text.substr(dots + 2), commit.where});
  };
  const SuiteTask& task = scenario.task;
  for (const auto* commit : {&task.bad, &task.same_title, &task.baseline, &task.smaller_config,
                             &scenario.world.introduced, &scenario.world.fixed}) {
    if (commit->has_value()) add(**commit);
  }
  if (task.goods) std::ranges::for_each(*task.goods, add);
  for (const SuiteRelease& release : task.releases) add(release.commit);
  for (const SuiteStretch& stretch : scenario.world.stretches) std::ranges::for_each(stretch.commits, add);
  for (const SuiteExpected& expected : scenario.expected) {
    if (expected.reported) std::ranges::for_each(*expected.reported, add);
  }
}

Result<std::vector<CommitIndex>> find_all(const LoadedGraph& graph, const std::vector<SuiteCommit>& commits) {
  std::vector<CommitIndex> found;
  for (const SuiteCommit& commit : commits) {
    REBISECT_TRY(found.emplace_back(), graph.find(commit));
  }
  return found;
}

Result<void> find_optional(const LoadedGraph& graph, const std::optional<SuiteCommit>& commit,
                           std::optional<CommitIndex>& place) {
  if (commit) {
    REBISECT_TRY(place, graph.find(*commit));
  }
  return {};
}

Result<Task> make_task(const SuiteTask& suite, const LoadedGraph& graph, const std::string& scenario) {
  Task task;
  std::optional<CommitIndex> bad = graph.tip;
  for (const auto& [text, place] :
       {std::pair(&suite.bad, &bad), std::pair(&suite.same_title, &task.same_title),
        std::pair(&suite.baseline, &task.baseline), std::pair(&suite.smaller_config, &task.smaller_config)}) {
    if (const auto found = find_optional(graph, *text, *place); !found) return tl::unexpected(found.error());
  }
  if (!bad) return fail(ErrorCode::malformed, fmt::format("{}: the key `bad` is missing", scenario));
  task.bad = *bad;
  if (suite.goods) {
    REBISECT_TRY(task.goods, find_all(graph, *suite.goods));
  } else if (graph.good) {
    task.goods = {*graph.good};
  }
  task.releases = graph.releases;
  for (const SuiteRelease& release : suite.releases) {
    REBISECT_TRY(const CommitIndex commit, graph.find(release.commit));
    task.releases.push_back({commit, release.tag});
  }
  if (task.goods.empty() && task.releases.empty()) {
    return fail(ErrorCode::malformed, fmt::format("{}: neither good commits nor releases", scenario));
  }
  task.fix = suite.fix;
  task.title = suite.title;
  task.cross_tree = suite.cross_tree;
  return task;
}

Result<WorldRecipe> make_recipe(const SuiteWorld& suite, const LoadedGraph& graph, const Settings& settings) {
  WorldRecipe recipe = suite.recipe;
  if (suite.of_model) recipe.model = settings.belief;
  for (const auto& [text, place] : {std::pair(&suite.introduced, &recipe.world.introduced),
                                    std::pair(&suite.fixed, &recipe.world.fixed)}) {
    if (const auto found = find_optional(graph, *text, *place); !found) return tl::unexpected(found.error());
  }
  for (const SuiteStretch& stretch : suite.stretches) {
    if (stretch.commits.empty()) {
      recipe.drawn.push_back(stretch.drawn);
      continue;
    }
    recipe.world.stretches.push_back(stretch.drawn.what);
    REBISECT_TRY(recipe.world.stretches.back().commits, graph.find_set(stretch.commits));
  }
  return recipe;
}

// The log's worlds on its history, as `rebisect simulate` plays them.
Result<LogScenario> scenario_of_log(const LoadedGraph& graph, const Settings& settings) {
  const BisectionLog& log = *graph.log;
  REBISECT_TRY(const RuleChoice choice, choose_rules(graph.history, log, nullptr));
  const CrashEvidence evidence = collect_evidence(log);
  return log_scenario({graph.history, log, evidence, choice.replay, *choice.rules}, settings.belief);
}

Result<Contest> make_contest(const SuiteScenario& scenario, const Suite& suite, const LoadedGraph& graph,
                             const Settings& settings) {
  Contest contest;
  contest.name = scenario.name;
  contest.graph = &graph.graph();
  const std::string where = fmt::format("{}/{}", suite.name, scenario.name);
  if (scenario.world.of_log) {
    Result<LogScenario> again = scenario_of_log(graph, settings);
    if (!again) return fail_in(where, again.error());
    contest.task = std::move(again->task);
    contest.log_worlds = std::move(again->worlds);
  } else {
    REBISECT_TRY(contest.task, make_task(scenario.task, graph, where));
    REBISECT_TRY(contest.recipe, make_recipe(scenario.world, graph, settings));
  }
  contest.budget = scenario.budget;
  contest.seed = scenario.seed;
  contest.trials = scenario.trials;
  contest.settings = settings.simulation;
  contest.fingerprint = scenario.fingerprint;
  for (const std::string& name : scenario.strategies) {
    contest.contestants.push_back(*std::ranges::find(suite.contestants, name, &Contestant::name));
  }
  for (const auto& [name, commit] : graph.names) contest.commit_names.emplace(commit, name);
  const WorldSource worlds(graph.graph(), contest.task, contest.recipe);
  const bool draws_culprit = contest.recipe.any_culprit || contest.recipe.model;
  if (draws_culprit && worlds.candidates() == 0) {
    return fail(ErrorCode::malformed, where + ": no commit lies between the good ends and the bad one");
  }
  for (const SuiteExpected& expected : scenario.expected) {
    contest.expected.push_back(expected.expected);
    if (expected.reported) {
      REBISECT_TRY(contest.expected.back().reported, find_all(graph, *expected.reported));
    }
    if (expected.expected.limits && !worlds.single_rate()) {
      return fail(ErrorCode::malformed,
                  fmt::format("{}: limits: only where any commit can be the culprit, at one rate and without "
                              "anything else, is the information limit known",
                              expected.where));
    }
  }
  return contest;
}

}  // namespace

Result<LoadedSuite> load_suite(Suite suite, const std::string& folder, const Settings& settings) {
  std::map<std::string, std::vector<SuiteCommit>> wanted;
  for (const SuiteScenario& scenario : suite.scenarios) add_commits(scenario, wanted[scenario.graph]);
  LoadedSuite loaded;
  loaded.suite = std::move(suite);
  for (const auto& [name, commits] : wanted) {
    REBISECT_TRY(loaded.graphs[name], load_graph(loaded.suite.graphs.at(name), commits, folder, settings));
  }
  for (const SuiteScenario& scenario : loaded.suite.scenarios) {
    REBISECT_TRY(loaded.contests.emplace_back(),
                 make_contest(scenario, loaded.suite, loaded.graphs.at(scenario.graph), settings));
  }
  return loaded;
}

}  // namespace rebisect
