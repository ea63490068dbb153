// Any text as a scenario file: it is refused with the file's name, or read the same twice.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/scenario_file.h"
#include "engine/base/ensure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scenario = parse_scenario(text, "scenario.yaml");
  if (!scenario) {
    ENSURE(scenario.error().message.starts_with("scenario.yaml"));
    return 0;
  }
  const auto again = parse_scenario(text, "scenario.yaml");
  ENSURE(again.has_value() && again->log == scenario->log);
  for (const GitCommand& command : scenario->log.commands) {
    for (const std::size_t step : command.steps) ENSURE(step < scenario->log.steps.size());
  }
  return 0;
}
