// A crash report as it was read, for people and for programs.
#pragma once

#include <string>

#include "adapters/report/json.h"
#include "adapters/report/text.h"
#include "engine/model/crash_report.h"

namespace rebisect {

// The title; its kind, family and function; then the frames of each stack. The title alone where the style
// asks for the first line only.
std::string to_text(const CrashReport& report, const TextStyle& style);

// docs/schema/title.schema.json.
std::string to_json(const CrashReport& report, const ToolVersion& tool);

}  // namespace rebisect
