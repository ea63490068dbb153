#include "adapters/cli/evaluate.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "adapters/cli/inputs.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/read_input.h"
#include "adapters/cli/suite_contest.h"
#include "adapters/report/evaluation.h"
#include "adapters/report/layout.h"
#include "engine/base/parallel.h"

namespace rebisect {
namespace {

// Of a suite file. The largest that is shipped has some 20 KB.
constexpr std::uint64_t kSuiteBytes = 1U << 22U;
// Of a baseline file: a million trials of a hundred rows, in which no two neighbours are alike.
constexpr std::uint64_t kBaselineBytes = 1U << 27U;

Result<LoadedSuite> read_suite(const std::string& path, const EvaluateRequest& request,
                               const Settings& settings) {
  REBISECT_TRY(const std::string text, read_input(path, kSuiteBytes));
  REBISECT_TRY(Suite suite, parse_suite(text, path, all_strategies()));
  for (SuiteScenario& scenario : suite.scenarios) {
    scenario.seed = request.seed.value_or(scenario.seed);
    scenario.trials = request.trials.value_or(scenario.trials);
  }
  return load_suite(std::move(suite), std::filesystem::path(path).parent_path().string(), settings);
}

Result<std::vector<Baseline>> load_baselines(const std::string& path) {
  if (path.empty()) return std::vector<Baseline>();
  REBISECT_TRY(const std::string text, read_input(path, kBaselineBytes));
  return read_baselines(text, path);
}

Result<void> write_baselines(const std::string& path, const std::vector<SuiteResult>& suites,
                             const ToolVersion& tool) {
  if (path.empty()) return {};
  std::vector<Baseline> baselines;
  baselines.reserve(suites.size());
  for (const SuiteResult& suite : suites) baselines.push_back(baseline_of(suite));
  return write_output(path, to_json(baselines, tool));
}

SuiteResult play(const LoadedSuite& loaded, std::size_t threads, Progress& progress) {
  SuiteResult result{loaded.suite.name, loaded.suite.why, {}};
  for (const Contest& contest : loaded.contests) {
    result.evaluations.push_back(evaluate(contest, threads));
    progress.advance();
  }
  return result;
}

struct PlayOptions {
  std::size_t threads = 1;  // the result does not depend on it
  bool show_progress = false;
};

// Reads and plays the suites of the request, compares them with its baseline, and writes the new one where
// it asks for that.
Result<std::vector<SuiteResult>> play_suites(const EvaluateRequest& request, const Settings& settings,
                                             const ToolVersion& tool, const PlayOptions& how) {
  REBISECT_TRY(const std::vector<Baseline> baselines, load_baselines(request.baseline));
  std::vector<LoadedSuite> suites;
  std::size_t scenarios = 0;
  for (const std::string& path : request.suites) {
    REBISECT_TRY(LoadedSuite loaded, read_suite(path, request, settings));
    const auto same_name = [&](const LoadedSuite& other) { return other.suite.name == loaded.suite.name; };
    if (std::ranges::any_of(suites, same_name)) {
      return fail(ErrorCode::usage, fmt::format("two suites are called `{}`", loaded.suite.name));
    }
    scenarios += loaded.contests.size();
    suites.push_back(std::move(loaded));
  }
  std::vector<SuiteResult> results;
  {
    Progress progress(how.show_progress, scenarios, "scenarios");
    for (const LoadedSuite& suite : suites) results.push_back(play(suite, how.threads, progress));
  }
  for (SuiteResult& result : results) {
    if (request.baseline.empty()) break;
    const auto before = std::ranges::find(baselines, result.suite, &Baseline::suite);
    result.compared = compare(before == baselines.end() ? Baseline() : *before, baseline_of(result));
  }
  if (const auto written = write_baselines(request.write_baseline, results, tool); !written) {
    return tl::unexpected(written.error());
  }
  return results;
}

std::string output_text(const std::vector<SuiteResult>& suites, const CommonOptions& options,
                        const Settings& settings, const Surroundings& surroundings) {
  switch (options.format) {
    case OutputFormat::json:
      return to_json(suites, tool(surroundings));
    case OutputFormat::csv:
      return to_csv(suites);
    case OutputFormat::junit:
      return to_junit(suites);
    default:
      break;
  }
  return to_text(suites, style_of(options, settings, surroundings));
}

// What fails is told where a person sees it, whatever is written to a file.
void tell_failures(const std::vector<SuiteResult>& suites) {
  for (const SuiteResult& suite : suites) {
    for (const std::string& line : failures_of(suite)) std::cerr << "failed: " << printable(line) << '\n';
    for (const std::string& line : doubts_of(suite)) std::cerr << "undecided: " << printable(line) << '\n';
  }
}

int status_of(const std::vector<SuiteResult>& suites) {
  int status = 0;
  for (const SuiteResult& suite : suites) {
    const Held outcome = outcome_of(suite);
    if (outcome == Held::no) return 1;
    if (outcome == Held::undecided) status = 2;
  }
  return status;
}

}  // namespace

Result<int> evaluate_suites(const EvaluateRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Settings settings, load_settings(request.common));
  const PlayOptions how{request.threads.value_or(thread_count()), surroundings.progress_terminal};
  REBISECT_TRY(const std::vector<SuiteResult> suites,
               play_suites(request, settings, tool(surroundings), how));
  const std::string text = output_text(suites, request.common, settings, surroundings);
  if (auto written = write_done(request.common, text, surroundings); !written) return written;
  if (request.common.format != OutputFormat::text || !request.common.output.empty()) tell_failures(suites);
  return status_of(suites);
}

}  // namespace rebisect
