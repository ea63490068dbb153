// Any text as a --config file: it is refused with the file's name, or gives settings that a second reading
// keeps.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/settings.h"
#include "engine/base/ensure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto defaults = default_settings();
  ENSURE(defaults.has_value());
  const auto settings = read_settings(text, "settings.yaml", *defaults);
  if (!settings) {
    ENSURE(settings.error().message.starts_with("settings.yaml"));
    return 0;
  }
  const auto again = read_settings(text, "settings.yaml", *settings);
  ENSURE(again.has_value() && *again == *settings);
  return 0;
}
