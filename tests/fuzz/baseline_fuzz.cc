// Any text as a baseline file: it is refused with the file's name, or written and read again as it was.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/report/evaluation.h"
#include "engine/base/ensure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto baselines = read_baselines(text, "baseline.json");
  if (!baselines) {
    ENSURE(baselines.error().message.starts_with("baseline.json"));
    return 0;
  }
  const auto again = read_baselines(to_json(*baselines, {}), "baseline.json");
  ENSURE(again.has_value() && again->size() == baselines->size());
  for (std::size_t i = 0; i < baselines->size(); ++i) {
    ENSURE((*again)[i].rows.size() == (*baselines)[i].rows.size());
    for (std::size_t row = 0; row < (*again)[i].rows.size(); ++row) {
      ENSURE((*again)[i].rows[row].results == (*baselines)[i].rows[row].results);
      ENSURE((*again)[i].rows[row].fingerprint == (*baselines)[i].rows[row].fingerprint);
    }
    for (const Comparison& comparison : compare((*baselines)[i], (*again)[i])) {
      ENSURE(comparison.kind != Comparison::Kind::missing);
    }
  }
  return 0;
}
