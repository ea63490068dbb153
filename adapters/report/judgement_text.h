// The parts of a report that judge, for a terminal: suspects, disputed verdicts, what to test next.
#pragma once

#include <string>

#include "adapters/report/text.h"
#include "engine/review/report.h"

namespace rebisect {

// Each ends with a newline and begins with an empty line and its title; empty where there is nothing to say.
std::string suspects_text(const Report& report, const TextStyle& style);
std::string disputes_text(const Report& report, const TextStyle& style);
std::string plan_text(const Report& report);

// "V4L/DVB: cx23885: Check ... (A. Author, 2010-07-18)"; empty where nobody could describe the commit.
std::string description_of(const Descriptions& descriptions, const std::string& digits);

}  // namespace rebisect
