// The Report for machines: JSON, schema_version 1 (docs/schema/audit.schema.json). Keys are stable; what was
// not asked for or cannot be computed is absent. Invalid UTF-8 becomes U+FFFD here and nowhere else.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/review/report.h"
#include "engine/simulate/what_if.h"

namespace rebisect {

// The tool's name and version, printed into every document.
struct ToolVersion {
  std::string_view name = "rebisect";
  std::string_view version;
};

std::string to_json(const Report& report, const ToolVersion& tool);

// The parsed log alone: `log` of the document above.
std::string to_json(const BisectionLog& log, const ToolVersion& tool);

// The steps beside git's choices: `selection` of the document above.
std::string selection_to_json(const Report& report, const ToolVersion& tool);

// Where a bisection would have ended: one entry for each alternative. The graph is the one that they were
// found on.
std::string to_json(const std::vector<Alternative>& alternatives, const CommitGraph& graph,
                    const ToolVersion& tool);

// Git's answer to the log's last command, as `next`: the object that adapters/report/serve_protocol.h
// describes.
std::string next_to_json(const BisectAnswer& answer, const CommitGraph& graph, const ToolVersion& tool);

}  // namespace rebisect
