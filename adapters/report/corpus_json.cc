#include <nlohmann/json.hpp>

#include "adapters/report/corpus.h"
#include "adapters/report/judgement_json.h"

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

Json features_json(const ReliabilityFeatures& features) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kLogFeatures; ++i) {
    json[std::string(to_text(static_cast<LogFeature>(i)))] = features.of_log[i];
  }
  return json;
}

// Of each hypothesis the commit (of the claim null) and its terms: what scripts/fit_reliability fits.
Json hypotheses_json(const CorpusRow& row) {
  Json json = Json::array();
  for (std::size_t i = 0; i < row.features->hypotheses.size(); ++i) {
    Json terms = Json::object();
    for (const auto& [term, value] : row.features->hypotheses[i].values) {
      terms[std::string(to_text(term))] = value;
    }
    const std::string& commit = row.hypothesis_commits[i];
    json.push_back({{"commit", commit.empty() ? Json(nullptr) : Json(commit)}, {"terms", terms}});
  }
  return json;
}

Json row_json(const CorpusRow& row) {
  if (!row.conclusion) return {{"log", row.log}, {"error", row.error}};
  Json json = {{"log", row.log}, {"conclusion", to_text(*row.conclusion)}};
  if (row.p_claim) json["p_claim"] = rounded(*row.p_claim);
  if (row.p_correct) {
    json["p_correct"] = rounded(*row.p_correct);
    json["hard_facts"] = Json::array();
    for (const HardFact fact : row.hard_facts) json["hard_facts"].push_back(to_text(fact));
    json["disputes"] = Json::array();
    for (const DisputePart& dispute : row.disputes) {
      json["disputes"].push_back(
          {{"commit", dispute.commit},
           {"kind", dispute.kind == DisputeKind::false_good ? "false-good" : "false-bad"},
           {"p", rounded(dispute.probability)}});
    }
  }
  if (row.features) json["features"] = features_json(*row.features);
  if (row.label) {
    json["outcome"] = row.label->outcome;
    if (row.features) json["hypotheses"] = hypotheses_json(row);
  }
  return json;
}

Json or_null(const std::optional<double>& value) {
  return value ? Json(rounded(*value)) : Json(nullptr);
}

Json scores_json(const Scores& scores) {
  Json json = {{"claims", scores.claims},
               {"wrong", scores.wrong},
               {"area_under_curve", or_null(scores.area_under_curve)},
               {"brier", rounded(scores.brier)},
               {"log_loss", rounded(scores.log_loss)},
               {"slope", or_null(scores.slope)},
               {"intercept", or_null(scores.intercept)},
               {"hard_facts", scores.hard_facts},
               {"hard_facts_wrong", scores.hard_facts_wrong},
               {"precision_at_recall_70", or_null(scores.precision_at_recall_70)},
               {"first_wrong_at_1", scores.first_wrong_at_1},
               {"first_wrong_in_3", scores.first_wrong_in_3},
               {"right_with_dispute", scores.right_with_dispute}};
  json["calibration"] = Json::array();
  for (const CalibrationBin& bin : scores.bins) {
    json["calibration"].push_back(
        {{"claims", bin.claims}, {"wrong", bin.wrong}, {"mean", rounded(bin.mean)}});
  }
  json["thresholds"] = Json::array();
  for (const ThresholdScore& threshold : scores.thresholds) {
    json["thresholds"].push_back({{"p_wrong", rounded(threshold.least)},
                                  {"flagged", threshold.flagged},
                                  {"flagged_wrong", threshold.flagged_wrong}});
  }
  return json;
}

}  // namespace

std::string to_json(const Corpus& corpus, const ToolVersion& tool) {
  constexpr int kSchemaVersion = 1;
  constexpr int kIndent = 2;
  Json json = {{"schema_version", kSchemaVersion},
               {"tool", {{"name", tool.name}, {"version", tool.version}}}};
  json["rows"] = Json::array();
  Json totals = {{"logs", corpus.rows.size()},
                 {"holds", 0},
                 {"doubtful", 0},
                 {"refuted", 0},
                 {"undecided", 0},
                 {"errors", 0},
                 {"verdicts_compared", 0},
                 {"verdicts_reproduced", 0},
                 {"mixed_compared", 0},
                 {"mixed_reproduced", 0}};
  const auto count = [&](const char* key, std::size_t more) {
    totals[key] = totals[key].get<std::size_t>() + more;
  };
  for (const CorpusRow& row : corpus.rows) {
    const std::string kind(row.conclusion ? to_text(*row.conclusion) : "errors");
    count(kind.c_str(), 1);
    count("verdicts_compared", row.reproduced.compared);
    count("verdicts_reproduced", row.reproduced.equal);
    count("mixed_compared", row.reproduced.mixed_compared);
    count("mixed_reproduced", row.reproduced.mixed_equal);
    json["rows"].push_back(row_json(row));
  }
  if (corpus.scores) totals["scores"] = scores_json(*corpus.scores);
  json["totals"] = std::move(totals);
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rebisect
