// What `rebisect evaluate` found, for people and for machines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/report/json.h"
#include "adapters/report/text.h"
#include "engine/base/result.h"
#include "engine/simulate/baseline.h"
#include "engine/simulate/suite_result.h"

namespace rebisect {

// Tables of 80 columns; what fails stands last. With `first_line_only` the tables are left out.
std::string to_text(const std::vector<SuiteResult>& suites, const TextStyle& style);
// Schema in docs/schema/evaluate.schema.json.
std::string to_json(const std::vector<SuiteResult>& suites, const ToolVersion& tool);
// A line for each strategy in each scenario, under a line with the names of the columns.
std::string to_csv(const std::vector<SuiteResult>& suites);
// JUnit XML as Maven Surefire writes it: a test case for each strategy in each scenario. Expectations that
// fail and rows that became worse are failures, what is undecided is skipped.
std::string to_junit(const std::vector<SuiteResult>& suites);

// The file that --write-baseline writes, and --baseline reads (docs/schema/baseline.schema.json).
std::string to_json(const std::vector<Baseline>& baselines, const ToolVersion& tool);
// Fails (malformed, naming the file) for any other text. A key that is not known is passed over.
Result<std::vector<Baseline>> read_baselines(std::string_view text, const std::string& file);

}  // namespace rebisect
