// The parts of a report that judge, as JSON objects; internal to this folder.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/review/report.h"

namespace rebisect {

// Adds "belief", "reliability", "disputes" and "plan", each where the report has it. Probabilities are
// rounded to 4 decimals.
void put_judgement(nlohmann::ordered_json& json, const Report& report);

// To 4 decimals, as all probabilities of the JSON are.
double rounded(double probability);

}  // namespace rebisect
