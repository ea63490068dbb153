#include "tests/support/read_history.h"

#include <utility>

#include "engine/base/ensure.h"

namespace rebisect::testing {

CommitSources open_sources(const std::vector<std::string>& repositories) {
  Result<CommitSources> sources = CommitSources::open(repositories, "");
  ENSURE(sources.has_value());
  return *std::move(sources);
}

Result<History> read_history(const std::vector<std::string>& repositories, const HistoryRequest& request,
                             const std::string& commit_graph_file) {
  REBISECT_TRY(CommitSources sources, CommitSources::open(repositories, commit_graph_file));
  return rebisect::read_history(sources, request);
}

}  // namespace rebisect::testing
