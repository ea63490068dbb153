// The sections of an audit's page. Each is whole by itself, and empty where the report has nothing for it.
#pragma once

#include "adapters/report/html.h"
#include "engine/review/report.h"

namespace rebisect {

Html suspects_section(const Report& report);  // html_belief.cc
Html plan_section(const Report& report);      // html_belief.cc
Html steps_section(const Report& report);     // html_steps.cc
Html range_section(const Report& report);     // html_range.cc
Html history_section(const Report& report);   // html_history.cc
Html what_if_section(const Report& report);   // html_what_if.cc
Html findings_section(const Report& report);  // html_findings.cc

}  // namespace rebisect
