#include <algorithm>

#include <nlohmann/json.hpp>

#include "adapters/report/estimate_json.h"
#include "adapters/report/judgement_json.h"
#include "adapters/report/simulation.h"

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

Json way_json(const LogSimulation& simulation) {
  if (simulation.strategy != nullptr) return {{"name", simulation.strategy->name}};
  const OwnWay& way = *simulation.own_way;
  return {{"name", "own"},    {"git_rules", way.rules->version}, {"first_parent", way.first_parent},
          {"runs", way.runs}, {"policy", way.policy->id},        {"flaky", way.flaky}};
}

std::string_view kind_of(Ending::Kind kind) {
  switch (kind) {
    case Ending::Kind::found:
      return "commit";
    case Ending::Kind::several:
      return "several";
    case Ending::Kind::older:
      return "older";
    case Ending::Kind::failed:
      break;
  }
  return "none";
}

Json ending_json(const SimulatedEnding& ending, const SimulationReport& report) {
  Json json = {{"kind", kind_of(ending.kind)}, {"commits", Json::array()}};
  for (const CommitIndex commit : ending.reported) {
    if (json["commits"].size() == kMostCandidates) break;
    json["commits"].push_back(report.graph.id(commit).hex());
  }
  if (ending.kind == Ending::Kind::found) {
    const auto found = report.descriptions.find(report.graph.id(ending.reported.front()).hex());
    if (found != report.descriptions.end()) json["subject"] = found->second.subject;
  }
  if (!ending.error.empty()) json["error"] = ending.error;
  json["count"] = ending.count;
  json["share"] = estimate_json(ending.share);
  return json;
}

}  // namespace

std::string to_json(const SimulationReport& report, const ToolVersion& tool) {
  const LogSimulation& simulation = report.simulation;
  Json json = {{"schema_version", 1},
               {"tool", {{"name", tool.name}, {"version", tool.version}}},
               {"strategy", way_json(simulation)},
               {"seed", simulation.seed},
               {"trials", simulation.trials},
               {"endings", Json::array()}};
  const std::size_t listed = std::min(simulation.endings.size(), kMostCandidates);
  for (std::size_t i = 0; i < listed; ++i) {
    json["endings"].push_back(ending_json(simulation.endings[i], report));
  }
  json["ending_count"] = simulation.endings.size();
  if (simulation.claim_again) json["claim_again"] = estimate_json(*simulation.claim_again);
  json["right"] = estimate_json(simulation.right);
  json["wrong"] = estimate_json(simulation.wrong);
  json["no_answer"] = estimate_json(simulation.no_answer);
  json["tests"] = spread_json(simulation.tests);
  json["runs"] = spread_json(simulation.runs);
  json["builds"] = spread_json(simulation.builds);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rebisect
