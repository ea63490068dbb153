// The Report as a page: one file that needs nothing else, loads nothing, and can be read without its script.
#pragma once

#include <string>

#include "adapters/report/json.h"
#include "engine/review/report.h"

namespace rebisect {

// Of a report made with ReviewOptions::pages; without that it lacks the history and the flipped verdicts.
// Below 400 kB for a log of 20 steps, whatever their texts are. `name` stands in the page's title: the log's.
std::string to_html(const Report& report, const std::string& name, const ToolVersion& tool);

}  // namespace rebisect
