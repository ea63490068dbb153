// Reading a ReliabilityModel (engine/infer/reliability.h): the section `reliability` of a settings file.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/infer/reliability.h"

namespace rebisect {

// What config/reliability.yaml says; the file is a part of the binary, and written by
// scripts/fit_reliability.
Result<ReliabilityModel> default_reliability_model();

// `base` with the numbers that the section names replaced; a text without the section changes nothing.
// `name` is the file's name in errors. Fails (malformed) for a key that is none of the model's and for a
// number outside of its range.
Result<ReliabilityModel> read_reliability_model(std::string_view text, const std::string& name,
                                                const ReliabilityModel& base);

}  // namespace rebisect
