// The protocol of `rebisect next --serve`: one JSON object a line, a request and then its answer. Whoever
// wants to compare another implementation with git's bisection can drive both through it.
//
// Requests:
//   {"op":"start","bad":ID,"goods":[ID...],"first_parent":false,"paths":null,"dialect":"2.39.5",
//    "commit_graph":false}      "dialect" is a git version (default: the newest rules); "paths" can be a list
//                               of what stands behind `--`
//   {"op":"good"|"bad"|"skip","revs":[ID...]}   without "revs": the commit under test
//   {"op":"skip-range","lo":ID,"hi":ID}         git bisect skip LO..HI
//   {"op":"next"}
// Answers have a "kind":
//   test (commit, n, k, text, all), merge-base-test (commit), first-bad (commit), only-skipped (tried),
//   merge-base-bad (mb, mb_printed), not-ancestors, both-good-and-bad, no-testable, waiting,
//   history-too-short (commit), error (error);
// and "warnings": the skipped merge bases that git warns about. Where a key ends in "_printed" it holds the
// ids that git prints, which before 2.55.0 can be wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/commit_graph.h"
#include "engine/model/oid.h"
#include "engine/model/verdict.h"
#include "engine/replay/bisect_session.h"

namespace rebisect {

struct StartRequest {
  std::optional<Oid> bad;
  std::vector<Oid> goods;
  bool first_parent = false;
  bool commit_graph = false;
  std::vector<std::string> paths;  // behind `--`; empty: all of the history
  std::string git_version;         // empty: the newest rules
};
struct MarkRequest {
  Verdict verdict = Verdict::bad;
  std::vector<Oid> commits;  // empty: the commit under test
};
struct SkipRangeRequest {
  Oid low;
  Oid high;
};
struct AskNextRequest {};

using ServeRequest = std::variant<StartRequest, MarkRequest, SkipRangeRequest, AskNextRequest>;

// Fails (malformed) where the line is not one of the requests above.
Result<ServeRequest> parse_serve_request(std::string_view line);

// The answer's line, without a line end. `session` is the one that gave the answer, just now.
std::string to_serve_answer(const CommitGraph& graph, const BisectSession& session,
                            const BisectAnswer& answer);
std::string to_serve_answer(const Error& error);

}  // namespace rebisect
