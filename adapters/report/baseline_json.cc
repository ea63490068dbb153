#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "adapters/report/evaluation.h"

namespace rebisect {
namespace {

using Json = nlohmann::json;

// As many as a suite file can ask for.
constexpr std::size_t kMostTrials = 1'000'000;

// A value and where it stands, for messages.
struct Place {
  const Json* value;
  std::string where;  // "FILE: baselines[0].rows[2]"

  tl::unexpected<Error> fault(std::string_view what) const {
    return fail(ErrorCode::malformed, fmt::format("{}: {}", where, what));
  }

  Result<Place> at(const char* key) const {
    const auto found = value->is_object() ? value->find(key) : value->end();
    if (found == value->end()) return fault(fmt::format("the key `{}` is missing", key));
    return Place{&*found, where + "." + key};
  }

  Result<std::vector<Place>> items() const {
    if (!value->is_array()) return fault("expected a list");
    std::vector<Place> places;
    for (std::size_t i = 0; i < value->size(); ++i) {
      places.push_back({&(*value)[i], fmt::format("{}[{}]", where, i)});
    }
    return places;
  }

  Result<std::string> text() const {
    if (!value->is_string()) return fault("expected a text");
    return value->get<std::string>();
  }

  Result<std::uint64_t> count() const {
    if (!value->is_number_unsigned()) return fault("expected a whole number");
    return value->get<std::uint64_t>();
  }

  Result<double> number() const {
    if (!value->is_number() || !std::isfinite(value->get<double>())) return fault("expected a number");
    return value->get<double>();
  }
};

Result<std::string> text_at(const Place& place, const char* key) {
  REBISECT_TRY(const Place member, place.at(key));
  return member.text();
}

Result<std::uint64_t> fingerprint_of(const Place& place) {
  REBISECT_TRY(const std::string digits, place.text());
  std::uint64_t fingerprint = 0;
  const char* const last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, fingerprint, 16);
  if (error != std::errc() || end != last) return place.fault("expected hexadecimal digits");
  return fingerprint;
}

Result<BaselineRow> read_row(const Place& place) {
  BaselineRow row;
  REBISECT_TRY(row.scenario, text_at(place, "scenario"));
  REBISECT_TRY(row.strategy, text_at(place, "strategy"));
  REBISECT_TRY(const Place fingerprint, place.at("fingerprint"));
  REBISECT_TRY(row.fingerprint, fingerprint_of(fingerprint));
  REBISECT_TRY(const Place seed, place.at("seed"));
  REBISECT_TRY(row.seed, seed.count());
  REBISECT_TRY(const Place letters, place.at("results"));
  REBISECT_TRY(const std::string text, letters.text());
  Result<std::vector<Trial::Result>> results = from_letters(text, kMostTrials);
  if (!results) return letters.fault(results.error().message);
  row.results = *std::move(results);
  REBISECT_TRY(const Place runs, place.at("runs"));
  REBISECT_TRY(row.runs, runs.number());
  return row;
}

Result<Baseline> read_baseline(const Place& place) {
  Baseline baseline;
  REBISECT_TRY(baseline.suite, text_at(place, "suite"));
  REBISECT_TRY(const Place rows, place.at("rows"));
  REBISECT_TRY(const std::vector<Place> items, rows.items());
  for (const Place& item : items) {
    REBISECT_TRY(baseline.rows.emplace_back(), read_row(item));
  }
  return baseline;
}

}  // namespace

Result<std::vector<Baseline>> read_baselines(std::string_view text, const std::string& file) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return fail(ErrorCode::malformed, file + ": not JSON");
  const Place root{&json, file + ": the document"};
  REBISECT_TRY(const Place version, root.at("schema_version"));
  REBISECT_TRY(const std::uint64_t number, version.count());
  if (number != 1) {
    return version.fault(fmt::format("version {} is not known here; write the baseline again", number));
  }
  REBISECT_TRY(const Place list, root.at("baselines"));
  REBISECT_TRY(const std::vector<Place> items, list.items());
  std::vector<Baseline> baselines;
  for (const Place& item : items) {
    REBISECT_TRY(baselines.emplace_back(), read_baseline(item));
  }
  return baselines;
}

}  // namespace rebisect
