#include "config/reliability_file.h"

#include <cstddef>
#include <span>

#include "config/defaults_text.h"
#include "config/yaml_node.h"
#include "engine/base/ensure.h"

namespace rebisect {
namespace {

constexpr NumberRange kLogOdds = {-1e3, 1e3};
constexpr NumberRange kShare = {0, 1};
// At 0 and at 1 no evidence would count.
constexpr NumberRange kOpenShare = {1e-6, 1 - 1e-6};

struct Reading {
  ReliabilityModel model;
  std::size_t read = 0;  // how many numbers the text names
};

struct Number {
  std::string_view key;
  NumberRange range;
  double ReliabilityModel::*in;
};

constexpr Number kNumbers[] = {
    {"prior_wrong_share", kOpenShare, &ReliabilityModel::prior_wrong_share},
    {"fitted_wrong_share", kOpenShare, &ReliabilityModel::fitted_wrong_share},
    {"hard_fact_log_odds", kLogOdds, &ReliabilityModel::hard_fact_log_odds},
    {"slope", kLogOdds, &ReliabilityModel::slope},
    {"shift", kLogOdds, &ReliabilityModel::shift},
    {"chain_share", kShare, &ReliabilityModel::chain_share},
    {"chain_mean", kLogOdds, &ReliabilityModel::chain_mean},
    {"intercept", kLogOdds, &ReliabilityModel::intercept},
};

// A map from the names of an enumeration, as its to_text() has them, to numbers.
template <typename Name>
Result<std::size_t> read_table(const YamlNode& table, std::span<double> numbers) {
  REBISECT_TRY(const auto items, table.as_free_map());
  for (const YamlNode& item : items) {
    std::size_t i = 0;
    while (i < numbers.size() && to_text(static_cast<Name>(i)) != item.key) ++i;
    if (i == numbers.size()) return item.fault("no such feature");
    REBISECT_TRY(numbers[i], item.as_number(kLogOdds));
  }
  return items.size();
}

Result<std::size_t> read_item(const YamlNode& item, ReliabilityModel& model) {
  if (item.key == "weights") return read_table<LogFeature>(item, model.weights);
  if (item.key == "means") return read_table<LogFeature>(item, model.means);
  if (item.key == "chain_weights") return read_table<ChainTerm>(item, model.chain_weights);
  for (const Number& number : kNumbers) {
    if (number.key != item.key) continue;
    REBISECT_TRY(model.*(number.in), item.as_number(number.range));
    return 1;
  }
  return item.fault("unknown setting of the reliability");
}

Result<Reading> read_onto(std::string_view text, const std::string& name, const ReliabilityModel& base) {
  Reading reading{base, 0};
  REBISECT_TRY(const YamlNode root, parse_yaml(text, name));
  if (root.kind == YamlNode::Kind::null) return reading;
  REBISECT_TRY(const auto sections, root.as_free_map());
  for (const YamlNode& section : sections) {
    if (section.key != "reliability") continue;
    REBISECT_TRY(const auto items, section.as_free_map());
    for (const YamlNode& item : items) {
      REBISECT_TRY(const std::size_t read, read_item(item, reading.model));
      reading.read += read;
    }
  }
  return reading;
}

}  // namespace

Result<ReliabilityModel> default_reliability_model() {
  REBISECT_TRY(const Reading reading, read_onto(reliability_text(), "config/reliability.yaml", {}));
  // No key stands twice, so the count tells whether all are there.
  ENSURE(reading.read == std::size(kNumbers) + 2 * kLogFeatures + kChainTerms);
  return reading.model;
}

Result<ReliabilityModel> read_reliability_model(std::string_view text, const std::string& name,
                                                const ReliabilityModel& base) {
  REBISECT_TRY(const Reading reading, read_onto(text, name, base));
  return reading.model;
}

}  // namespace rebisect
