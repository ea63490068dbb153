#include "adapters/cli/simulate.h"

#include <string>
#include <utility>
#include <vector>

#include "adapters/cli/inputs.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/read_input.h"
#include "adapters/report/simulation.h"
#include "engine/base/parallel.h"
#include "engine/model/own_test.h"
#include "engine/replay/rule_choice.h"
#include "engine/simulate/log_simulation.h"

namespace rebisect {
namespace {

// A simulation and the history whose commits it names.
struct Simulated {
  History history;
  LogSimulation simulation;
};

Result<Simulated> simulate_on(History history, const SimulateRequest& request, const BisectionLog& log,
                              const Settings& settings, bool show_progress) {
  REBISECT_TRY(const GitRules* const named, named_rules(request.common));
  REBISECT_TRY(const RuleChoice choice, choose_rules(history, log, named));
  const CrashEvidence evidence = collect_evidence(log, request.evidence.title);
  LogSimulationOptions options;
  if (request.common.policy != "auto") options.policy = find_policy(request.common.policy);
  options.strategy = request.strategy.empty() ? nullptr : find_strategy(request.strategy);
  options.seed = request.seed;
  options.trials = request.trials;
  options.threads = thread_count();
  Progress progress(show_progress, request.trials, "bisections");
  const ReplayedLog replayed{history, log, evidence, choice.replay, *choice.rules};
  REBISECT_TRY(LogSimulation simulation,
               simulate_log(replayed, settings, options, [&] { progress.advance(); }));
  return Simulated{std::move(history), std::move(simulation)};
}

// The single commits that are reported most often, as many as are shown.
std::vector<Oid> commits_shown(const Simulated& simulated, std::size_t most) {
  std::vector<Oid> commits;
  for (const SimulatedEnding& ending : simulated.simulation.endings) {
    if (commits.size() == most) break;
    if (ending.kind != Ending::Kind::found) continue;
    commits.push_back(simulated.history.graph.id(ending.reported.front()));
  }
  return commits;
}

}  // namespace

Result<int> simulate(const SimulateRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Settings settings, load_settings(request.common));
  REBISECT_TRY(const BisectionLog read, load_log(request.common.log, settings));
  const BisectionLog log = with_own_tests(read, request.evidence.results);
  REBISECT_TRY(Inputs inputs, open_inputs(request.common, settings));
  REBISECT_TRY(const Simulated simulated, with_enough_history(inputs, log, [&](History history) {
                 return simulate_on(std::move(history), request, log, settings,
                                    surroundings.progress_terminal);
               }));
  SimulationReport report{
      simulated.simulation, simulated.history.graph, log.aim, settings.simulation.culprits_shown, {}};
  REBISECT_TRY(report.descriptions, describe(inputs, commits_shown(simulated, report.shown)));
  const bool json = request.common.format == OutputFormat::json;
  return write_done(request.common,
                    json ? to_json(report, tool(surroundings))
                         : to_text(report, style_of(request.common, settings, surroundings)),
                    surroundings);
}

}  // namespace rebisect
