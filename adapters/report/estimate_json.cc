#include "adapters/report/estimate_json.h"

#include "adapters/report/judgement_json.h"

namespace rebisect {

nlohmann::ordered_json estimate_json(const Estimate& estimate) {
  return {{"value", rounded(estimate.value)},
          {"low", rounded(estimate.interval.low)},
          {"high", rounded(estimate.interval.high)}};
}

nlohmann::ordered_json spread_json(const Spread& spread) {
  return {{"mean", estimate_json(spread.mean)},
          {"median", estimate_json(spread.median)},
          {"p90", estimate_json(spread.p90)}};
}

}  // namespace rebisect
