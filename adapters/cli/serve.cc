#include "adapters/cli/serve.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "adapters/git/path_changes.h"
#include "adapters/report/serve_protocol.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/git_rules.h"
#include "engine/replay/path_limit.h"

namespace rebisect {
namespace {

class Server {
 public:
  Server(const CommitGraph& graph, const CommitSources& sources) : graph_(graph), sources_(sources) {}

  std::string answer(const std::string& line) {
    const Result<std::string> text = try_to_answer(line);
    return text ? *text : to_serve_answer(text.error());
  }

 private:
  Result<std::string> try_to_answer(const std::string& line) {
    REBISECT_TRY(const ServeRequest request, parse_serve_request(line));
    const auto* start_request = std::get_if<StartRequest>(&request);
    if (start_request == nullptr && !session_) {
      return fail(ErrorCode::malformed, "the first request must be a start");
    }
    if (start_request != nullptr) told_.clear();
    told_.push_back(request);
    Result<BisectAnswer> answer =
        start_request != nullptr ? start(*start_request, Compare::range) : go_on(request);
    const bool unread = answer && std::holds_alternative<HistoryTooShort>(answer->outcome);
    if (unread && paths_) answer = tell_all_again();
    if (!answer) return tl::unexpected(answer.error());
    return to_serve_answer(graph_, *session_, *answer);
  }

  // Which commits' trees are compared: those that a search asks for with sane dates, or all.
  enum class Compare { range, all };

  Result<BisectAnswer> tell_all_again() {
    REBISECT_TRY(BisectAnswer answer, start(std::get<StartRequest>(told_.front()), Compare::all));
    for (std::size_t i = 1; i < told_.size(); ++i) {
      REBISECT_TRY(answer, go_on(told_[i]));
    }
    return answer;
  }

  Result<void> read_paths(const StartRequest& request, const std::vector<CommitIndex>& ends,
                          Compare compare) {
    paths_.reset();
    if (request.paths.empty()) return {};
    if (sources_.repositories().empty()) {
      return fail(ErrorCode::malformed, "paths need trees, and no repository is named");
    }
    CommitSet commits = CommitSet::all(graph_.size());
    if (compare == Compare::range && !ends.empty()) {
      const std::span<const CommitIndex> all(ends);
      commits = commits_to_compare(graph_, all.first(1), all.subspan(1));
    }
    REBISECT_TRY(PathsRead read, read_path_changes(sources_, {request.paths, true}, graph_, commits));
    paths_ = std::move(read);
    return {};
  }

  Result<BisectAnswer> start(const StartRequest& request, Compare compare) {
    const GitRules* rules =
        request.git_version.empty() ? &newest_git_rules() : find_git_rules(request.git_version);
    if (rules == nullptr) return fail(ErrorCode::malformed, "no rules for git " + request.git_version);
    std::optional<CommitIndex> bad;
    if (request.bad) {
      REBISECT_TRY(bad, find(*request.bad));
    }
    REBISECT_TRY(const std::vector<CommitIndex> goods, find(request.goods));
    std::vector<CommitIndex> ends(goods);
    if (bad) ends.insert(ends.begin(), *bad);
    session_.reset();
    if (const auto read = read_paths(request, bad ? ends : std::vector<CommitIndex>(), compare); !read) {
      return tl::unexpected(read.error());
    }
    BisectOptions options{request.first_parent, request.commit_graph, nullptr};
    if (paths_) options.paths = &changes_behind_dashes(*paths_, *rules);
    session_.emplace(graph_, *rules, options);
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
      return session_->skip_ranges(std::array{SkipRange{low, high}});
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
  const CommitSources& sources_;
  std::optional<PathsRead> paths_;
  std::optional<BisectSession> session_;
  std::vector<ServeRequest> told_;  // since the last start
};

}  // namespace

void serve(const CommitGraph& graph, const CommitSources& sources, std::istream& in, std::ostream& out) {
  Server server(graph, sources);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out << server.answer(line) << std::endl;
  }
}

}  // namespace rebisect
