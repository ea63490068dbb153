// Reads histories in tests, opening what they come from for that alone.
#pragma once

#include <string>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "adapters/git/history_reader.h"
#include "engine/base/result.h"
#include "engine/model/history.h"

namespace rebisect::testing {

// Stops the test program where one cannot be opened.
CommitSources open_sources(const std::vector<std::string>& repositories);

Result<History> read_history(const std::vector<std::string>& repositories, const HistoryRequest& request,
                             const std::string& commit_graph_file = {});

}  // namespace rebisect::testing
