// Simulated figures as JSON objects; internal to this folder.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/simulate/statistics.h"

namespace rebisect {

// {"value", "low", "high"}, to 4 decimals.
nlohmann::ordered_json estimate_json(const Estimate& estimate);
// {"mean", "median", "p90"}, each an estimate.
nlohmann::ordered_json spread_json(const Spread& spread);

}  // namespace rebisect
