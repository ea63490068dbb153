// A table of what is known of logs, as CSV.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/infer/scores.h"

namespace rebisect {

// Of each log's file name its label. The first line names the columns: `log` and `outcome` must be there,
// `bug_title` and `first_wrong_verdict_commit` may be, others are passed over. Fields may be quoted as RFC
// 4180 has it. Fails (malformed), with `name` and the line: a column that must be there is not, a row has
// another number of fields than the first, a quote does not end, or a log has two rows.
Result<std::map<std::string, Label>> read_labels(std::string_view text, const std::string& name);

}  // namespace rebisect
