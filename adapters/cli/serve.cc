#include "adapters/cli/serve.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/report/serve_protocol.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/git_rules.h"

namespace rebisect {
namespace {

class Server {
 public:
  explicit Server(const CommitGraph& graph) : graph_(graph) {}

  std::string answer(const std::string& line) {
    const Result<std::string> text = try_to_answer(line);
    return text ? *text : to_serve_answer(text.error());
  }

 private:
  Result<std::string> try_to_answer(const std::string& line) {
    REBISECT_TRY(const ServeRequest request, parse_serve_request(line));
    if (const auto* start_request = std::get_if<StartRequest>(&request)) {
      REBISECT_TRY(const BisectAnswer answer, start(*start_request));
      return to_serve_answer(graph_, *session_, answer);
    }
    if (!session_) return fail(ErrorCode::malformed, "the first request must be a start");
    REBISECT_TRY(const BisectAnswer answer, go_on(request));
    return to_serve_answer(graph_, *session_, answer);
  }

  Result<BisectAnswer> start(const StartRequest& request) {
    const GitRules* rules =
        request.git_version.empty() ? &newest_git_rules() : find_git_rules(request.git_version);
    if (rules == nullptr) return fail(ErrorCode::malformed, "no rules for git " + request.git_version);
    std::optional<CommitIndex> bad;
    if (request.bad) {
      REBISECT_TRY(bad, find(*request.bad));
    }
    REBISECT_TRY(const std::vector<CommitIndex> goods, find(request.goods));
    session_.emplace(graph_, *rules, BisectOptions{request.first_parent, request.commit_graph});
    return session_->start(bad, goods);
  }

  Result<BisectAnswer> go_on(const ServeRequest& request) {
    if (const auto* mark = std::get_if<MarkRequest>(&request)) {
      REBISECT_TRY(const std::vector<CommitIndex> commits, find(mark->commits));
      return session_->mark(mark->verdict, commits);
    }
    if (const auto* range = std::get_if<SkipRangeRequest>(&request)) {
      REBISECT_TRY(const CommitIndex low, find(range->low));
      REBISECT_TRY(const CommitIndex high, find(range->high));
      return session_->skip_range(low, high);
    }
    return session_->next();
  }

  Result<CommitIndex> find(const Oid& id) const {
    const std::optional<CommitIndex> commit = graph_.find(id);
    if (!commit) return fail(ErrorCode::malformed, "no commit " + id.hex() + " in the graph");
    return *commit;
  }

  Result<std::vector<CommitIndex>> find(const std::vector<Oid>& ids) const {
    std::vector<CommitIndex> commits;
    for (const Oid& id : ids) {
      REBISECT_TRY(const CommitIndex commit, find(id));
      commits.push_back(commit);
    }
    return commits;
  }

  const CommitGraph& graph_;
  std::optional<BisectSession> session_;
};

}  // namespace

void serve(const CommitGraph& graph, std::istream& in, std::ostream& out) {
  Server server(graph);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out << server.answer(line) << std::endl;
  }
}

}  // namespace rebisect
