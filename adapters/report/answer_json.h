// Git's answer as a JSON object; internal to this folder.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/model/commit_graph.h"
#include "engine/replay/bisect_session.h"

namespace rebisect {

// The keys are those of adapters/report/serve_protocol.h: "kind", what belongs to it, and "warnings".
nlohmann::ordered_json answer_to_json(const BisectAnswer& answer, const CommitGraph& graph);

}  // namespace rebisect
