#include "adapters/report/judgement_json.h"

#include <cmath>

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

// The subject where the commit is described; absent otherwise.
void put_subject(Json& json, const Report& report, const std::string& commit) {
  const auto found = report.descriptions.find(commit);
  if (found != report.descriptions.end()) json["subject"] = found->second.subject;
}

Json belief_json(const Report& report) {
  const BeliefPart& belief = *report.belief;
  Json json = Json::object();
  if (belief.p_claim) json["p_claim"] = rounded(*belief.p_claim);
  Json each = Json::array();
  for (const double p : belief.p_each) each.push_back(rounded(p));
  json["p_each"] = std::move(each);
  json["p_older"] = rounded(belief.p_older);
  json["p_newer"] = rounded(belief.p_newer);
  json["p_mixed"] = rounded(belief.p_mixed);
  json["entropy_bits"] = rounded(belief.entropy_bits);
  json["suspects"] = Json::array();
  for (const SuspectPart& suspect : belief.suspects) {
    Json entry = {{"commit", suspect.commit}};
    put_subject(entry, report, suspect.commit);
    entry["p"] = rounded(suspect.probability);
    entry["class_size"] = suspect.class_size;
    json["suspects"].push_back(std::move(entry));
  }
  json["p_rest"] = rounded(belief.p_rest);
  json["credible"] = {{"50", belief.credible.p50}, {"90", belief.credible.p90}, {"95", belief.credible.p95}};
  json["linear_assumption"] = belief.linear_assumption;
  return json;
}

Json reliability_json(const ReliabilityPart& reliability) {
  Json because = Json::array();
  for (const ReasonedEffect& reason : reliability.because) {
    because.push_back({{"feature", reason.feature}, {"effect", rounded(reason.effect)}});
  }
  return {{"p_correct", rounded(reliability.p_correct)}, {"because", std::move(because)}};
}

Json dispute_json(const DisputePart& dispute) {
  Json json = {{"index", dispute.step},
               {"commit", dispute.commit},
               {"kind", dispute.kind == DisputeKind::false_good ? "false-good" : "false-bad"},
               {"p", rounded(dispute.probability)},
               {"would_end", dispute.would_end}};
  if (dispute.next) json["next"] = dispute.next->hex();
  json["off_path"] = dispute.off_path;
  return json;
}

Json plan_json(const std::vector<PlanPart>& plan) {
  Json json = Json::array();
  for (const PlanPart& test : plan) {
    json.push_back({{"commit", test.commit}, {"runs", test.runs}, {"gain_bits", rounded(test.gain_bits)}});
  }
  return json;
}

}  // namespace

double rounded(double probability) {
  constexpr double kDecimals = 10'000;
  return std::round(probability * kDecimals) / kDecimals;
}

void put_judgement(nlohmann::ordered_json& json, const Report& report) {
  if (report.belief) json["belief"] = belief_json(report);
  if (report.reliability) json["reliability"] = reliability_json(*report.reliability);
  if (report.belief || !report.disputes.empty()) {
    json["disputes"] = Json::array();
    for (const DisputePart& dispute : report.disputes) json["disputes"].push_back(dispute_json(dispute));
  }
  if (report.plan) json["plan"] = plan_json(*report.plan);
}

}  // namespace rebisect
