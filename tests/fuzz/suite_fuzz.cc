// Any text as a suite file: it is refused with the file's name, or read the same twice. What is read can be
// turned into scenarios to play, where its histories are sketches.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/cli/suite_contest.h"
#include "config/settings.h"
#include "config/suite_file.h"
#include "engine/base/ensure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto suite = parse_suite(text, "suite.yaml", all_strategies());
  if (!suite) {
    ENSURE(suite.error().message.starts_with("suite.yaml"));
    return 0;
  }
  const auto again = parse_suite(text, "suite.yaml", all_strategies());
  ENSURE(again.has_value() && again->scenarios.size() == suite->scenarios.size());
  for (std::size_t i = 0; i < suite->scenarios.size(); ++i) {
    ENSURE(again->scenarios[i].fingerprint == suite->scenarios[i].fingerprint);
    ENSURE(!suite->scenarios[i].strategies.empty());
  }
  const bool sketches =
      std::ranges::all_of(suite->graphs, [](const auto& graph) { return !graph.second.sketch.empty(); });
  const auto settings = default_settings();
  ENSURE(settings.has_value());
  if (!sketches) return 0;
  const auto loaded = load_suite(*std::move(suite), "", *settings);
  if (loaded) ENSURE(loaded->contests.size() == again->scenarios.size());
  return 0;
}
