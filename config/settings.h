// Reading Settings (engine/model/settings.h).
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/settings.h"

namespace rebisect {

// What config/defaults.yaml says; the file is a part of the binary.
Result<Settings> default_settings();

// `base` with the keys that the text names replaced; `name` is the file's name in errors. Fails (malformed)
// for a key that is no setting, and for a number outside of its range.
Result<Settings> read_settings(std::string_view text, const std::string& name, const Settings& base);

}  // namespace rebisect
