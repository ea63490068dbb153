#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "adapters/report/estimate_json.h"
#include "adapters/report/evaluation.h"
#include "adapters/report/judgement_json.h"

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;
constexpr int kIndent = 2;

Json score_json(const StrategyScore& score) {
  Json json = {{"strategy", score.strategy},          {"right", estimate_json(score.right)},
               {"wrong", estimate_json(score.wrong)}, {"no_answer", estimate_json(score.no_answer)},
               {"runs", spread_json(score.runs)},     {"builds", spread_json(score.builds)},
               {"cost", spread_json(score.cost)}};
  if (score.limit) json["limit"] = rounded(*score.limit);
  if (score.efficiency) json["efficiency"] = rounded(*score.efficiency);
  if (score.last_error) json["last_error"] = *score.last_error;
  return json;
}

// Not rounded: p values of strong differences are far below 0.0001.
Json paired_json(const Paired& paired) {
  return {{"first", paired.first},
          {"second", paired.second},
          {"first_only", paired.discordant.first_only},
          {"second_only", paired.discordant.second_only},
          {"right", estimate_json(paired.right)},
          {"runs", estimate_json(paired.runs)},
          {"cost", estimate_json(paired.cost)},
          {"p_exact", paired.test.exact},
          {"p_mid", paired.test.mid_p}};
}

std::string_view to_text(Held held) {
  switch (held) {
    case Held::yes:
      return "yes";
    case Held::no:
      return "no";
    case Held::undecided:
      break;
  }
  return "undecided";
}

std::string_view to_text(Comparison::Kind kind) {
  switch (kind) {
    case Comparison::Kind::paired:
      return "paired";
    case Comparison::Kind::unpaired:
      return "unpaired";
    case Comparison::Kind::changed:
      return "changed";
    case Comparison::Kind::missing:
      break;
  }
  return "missing";
}

Json comparison_json(const Comparison& comparison) {
  Json json = {{"scenario", comparison.scenario},      {"strategy", comparison.strategy},
               {"kind", to_text(comparison.kind)},     {"regression", comparison.regression},
               {"now", estimate_json(comparison.now)}, {"runs_now", rounded(comparison.runs_now)}};
  if (comparison.kind == Comparison::Kind::missing) return json;
  json["before"] = estimate_json(comparison.before);
  json["runs_before"] = rounded(comparison.runs_before);
  if (comparison.kind == Comparison::Kind::changed) return json;
  if (comparison.discordant) {
    json["lost"] = comparison.discordant->first_only;
    json["won"] = comparison.discordant->second_only;
  }
  json["p"] = comparison.p;
  json["p_adjusted"] = comparison.p_adjusted;
  return json;
}

Json evaluation_json(const Evaluation& evaluation) {
  Json json = {{"scenario", evaluation.scenario},
               {"seed", evaluation.seed},
               {"trials", evaluation.trials},
               {"candidates", evaluation.candidates}};
  json["strategies"] = Json::array();
  for (const StrategyScore& score : evaluation.scores) json["strategies"].push_back(score_json(score));
  json["paired"] = Json::array();
  for (const Paired& paired : evaluation.paired) json["paired"].push_back(paired_json(paired));
  json["expectations"] = Json::array();
  for (const Checked& checked : evaluation.checked) {
    json["expectations"].push_back(
        {{"strategy", checked.strategy}, {"held", to_text(checked.held)}, {"text", checked.text}});
  }
  return json;
}

Json header(const ToolVersion& tool) {
  return {{"schema_version", kSchemaVersion}, {"tool", {{"name", tool.name}, {"version", tool.version}}}};
}

std::string dump(const Json& json) {
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string to_json(const std::vector<SuiteResult>& suites, const ToolVersion& tool) {
  Json json = header(tool);
  json["suites"] = Json::array();
  for (const SuiteResult& suite : suites) {
    Json entry = {{"suite", suite.suite}, {"why", suite.why}, {"held", to_text(outcome_of(suite))}};
    entry["scenarios"] = Json::array();
    for (const Evaluation& evaluation : suite.evaluations) {
      entry["scenarios"].push_back(evaluation_json(evaluation));
    }
    if (suite.compared) {
      entry["baseline"] = Json::array();
      for (const Comparison& comparison : *suite.compared) {
        entry["baseline"].push_back(comparison_json(comparison));
      }
    }
    json["suites"].push_back(std::move(entry));
  }
  return dump(json);
}

std::string to_json(const std::vector<Baseline>& baselines, const ToolVersion& tool) {
  Json json = header(tool);
  json["baselines"] = Json::array();
  for (const Baseline& baseline : baselines) {
    Json entry = {{"suite", baseline.suite}};
    entry["rows"] = Json::array();
    for (const BaselineRow& row : baseline.rows) {
      entry["rows"].push_back({{"scenario", row.scenario},
                               {"strategy", row.strategy},
                               {"fingerprint", fmt::format("{:016x}", row.fingerprint)},
                               {"seed", row.seed},
                               {"results", to_letters(row.results)},
                               {"runs", rounded(row.runs)}});
    }
    json["baselines"].push_back(std::move(entry));
  }
  return dump(json);
}

}  // namespace rebisect
